"""For each page and each state of its object: the values of its address and a form that is good.

One file for each room; `CALLS` of each says which request opens which of its pages.
"""

from tests.access.bodies import (
    accounts,
    attendance,
    calendar,
    commitments,
    deadlines,
    differential,
    documents,
    encounters,
    evaluations,
    events,
    hearings,
    history,
    improvement,
    intake,
    invitations,
    office_reports,
    open_data,
    portal,
    questionnaires,
    questions,
    record,
    registrations,
    report_packs,
    reports,
    restrictions,
    satisfaction,
    strategy,
    survey_results,
    surveys,
    topics,
    triage,
)
from tests.access.bodies.request import OTHER, Call, Make
from tests.world.house import House

__all__ = ["CALLS", "OTHER", "Call", "Make", "call"]

ROOMS = (
    accounts,
    calendar,
    strategy,
    events,
    differential,
    questionnaires,
    registrations,
    invitations,
    attendance,
    questions,
    restrictions,
    triage,
    deadlines,
    satisfaction,
    intake,
    record,
    hearings,
    survey_results,
    surveys,
    topics,
    office_reports,
    report_packs,
    reports,
    open_data,
    evaluations,
    improvement,
    commitments,
    encounters,
    history,
    documents,
    portal,
)
CALLS: dict[str, Make] = {endpoint: make for room in ROOMS for endpoint, make in room.CALLS.items()}


def call(house: House, endpoint: str, method: str, state: str, actor: str) -> Call:
    """The good request for a line of the matrix. What is not listed needs neither values nor a form."""
    make = CALLS.get(endpoint)
    if make is None:
        return Call()
    with house.app.app_context():
        made = make(house, state, actor)
    return made if method == "POST" else Call(made.values, {}, made.prepare)
