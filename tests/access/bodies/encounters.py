"""The documents of the encounters on the commitments."""

from typing import Any

from participa.encounters import queries
from participa.events import queries as events
from participa.events.models import EventState
from tests.access.bodies.request import OTHER, Call, Make
from tests.world.house import House

PREPARED = EventState.CONVENED


def of_space(space: str, values: dict[str, Any] | None = None, **form: Any) -> Make:
    return lambda house, _state, _actor: Call({"slug": house.world.event[space], **(values or {})}, form)


def of_office(house: House, state: str, _actor: str) -> Call:
    office = house.world.department["other" if state == OTHER else "own"]
    return Call({"slug": house.world.event[PREPARED], "office_id": office}, {"text": "La obra va en la mitad."})


def choosing(house: House, _state: str, _actor: str) -> Call:
    """With the revision that the page shows."""
    slug = house.world.event[PREPARED]
    revision = str(queries.of_event(events.by_slug(slug)).revision)
    office = str(house.world.department["own"])
    form = {"entra-opening": "Así vamos.", "entra-office_ids": [office], "entra-revision": revision}
    return Call({"slug": slug}, form)


def beginning(house: House, _state: str, _actor: str) -> Call:
    return Call({}, {"space": house.world.event["held"]})


VERSION = of_space("closed", {"number": 1})
CALLS: dict[str, Make] = {
    "encounters.detail": of_space("closed"),
    "encounters.version": VERSION,
    "encounters.table": VERSION,
    "encounters.workbook": VERSION,
    "encounters.data": VERSION,
    "encounters.sheet": VERSION,
    "encounters.staff.begin": beginning,
    "encounters.staff.space": of_space(PREPARED),
    "encounters.staff.choose": choosing,
    "encounters.staff.draft": of_space(PREPARED),
    "encounters.staff.remark": of_office,
    "encounters.staff.publish": of_space(PREPARED, after="0", reason=""),
}
