"""What the page of the team offers of the progress of a commitment, to whom may do it."""

from collections.abc import Iterator

from flask import url_for

from participa.accounts.models import User
from participa.commitments import doors, rules
from participa.commitments.doors import Panel
from participa.commitments.models import Commitment


def for_team(commitment: Commitment, person: User) -> list[Panel]:
    """One panel, once the commitment is public."""
    if not commitment.is_public:
        return []
    data = {
        "commitment": commitment,
        "doors": list(_doors(commitment, person)),
        "proofs": [one for entry in commitment.entries for one in entry.evidence],
        "may_withdraw": rules.may_withdraw(person),
    }
    return [Panel("commitments/staff/_report.html", data)]


def _doors(commitment: Commitment, person: User) -> Iterator[tuple[str, str, str]]:
    """Label, address and look of each thing that this person may do now."""
    if rules.may_report(person, commitment):
        yield "Informar avance", _page("report", commitment), "accent"
    if rules.may_reschedule(person, commitment):
        yield "Cambiar una fecha", _page("reschedule", commitment), "quiet"
    if rules.may_set_back(person, commitment) and _has_something_to_lower(commitment):
        yield "Corregir hacia abajo", _page("set_back", commitment), "quiet"
    if rules.may_reassign(person, commitment):
        yield "Cambiar la dependencia", _page("reassign", commitment), "quiet"
    if rules.may_end(person, commitment):
        yield "Declarar que no se cumplió", _page("end", commitment), "quiet"
    if rules.may_reopen(person, commitment):
        yield "Reabrir", _page("reopen", commitment), "quiet"


def _has_something_to_lower(commitment: Commitment) -> bool:
    return commitment.percent > 0 or any(step.done_on for step in commitment.steps)


def _page(name: str, commitment: Commitment) -> str:
    return url_for(f"commitments.staff.{name}", code=commitment.code)


doors.register_staff(for_team)
