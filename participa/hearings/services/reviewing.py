"""Supports that look like a flood wait apart, in view of everybody, until a person of the team decides, with a reason.

Raised: Forbidden, Invalid, Conflict.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_network

from sqlalchemy import Update, select, tuple_, update

from participa.accounts.models import User
from participa.extensions import db
from participa.hearings import supporting
from participa.hearings.models import Hearing, HearingState, StagedQuestion, Support, SupportDecision, SupportState
from participa.hearings.queries import supports as queries
from participa.hearings.services import counting
from participa.hearings.suspicion import suspects
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work

NOT_YOURS = "Solo Moderación o Administración decide sobre los apoyos."
AT_ONCE = 500
MOST_LETTERS = 300  # as in the table
WIDEST = {4: 16, 6: 40}  # a wider network is no hall


@dataclass(frozen=True)
class Suspected:
    """Question and phone of each support that looked like a flood at an instant."""

    at: datetime
    supports: Sequence[tuple[int, str]]


def look(hearing: Hearing) -> Suspected:
    """What looks like a flood and nobody has accepted. Only reads: who writes does not wait for it."""
    at = now()
    return Suspected(at, sorted(suspects(queries.undecided(hearing), queries.count_questions(hearing))))


def hold_suspects(hearing: Hearing, suspected: Suspected) -> int:
    """Set apart what looked like a flood, unless somebody accepted it since; how many. Needs a unit of work."""
    counting.take_turn(hearing.id, alone=True)
    decided = queries.decided_since(hearing, suspected.at)
    found = [one for one in suspected.supports if one[0] not in decided]
    held = sum(_hold(found[first : first + AT_ONCE]) for first in range(0, len(found), AT_ONCE))
    if held:
        counting.recount({staged_id for staged_id, _device in found})
    return held


def hold_all() -> None:
    """The chore of each minute: each open hearing apart."""
    wanted = (
        select(Hearing.id).where(Hearing.state == HearingState.OPEN, Hearing.salt.is_not(None)).order_by(Hearing.id)
    )
    for number in list(db.session.scalars(wanted)):
        suspected = look(db.session.get_one(Hearing, number))
        if suspected.supports:
            with unit_of_work():
                hold_suspects(db.session.get_one(Hearing, number), suspected)


def decide(staged: StagedQuestion, is_accepted: bool, reason: str, actor: User) -> SupportDecision:
    """Count the supports that wait for a question, or leave them out for good. The reason is public."""
    if not supporting.may_review(actor):
        raise Forbidden(NOT_YOURS)
    words = reason.strip()
    if not words:
        raise Invalid("Escriba el motivo: lo leen todas las personas.")
    counting.take_turn(staged.hearing_id, alone=True)
    number = _settle(staged, SupportState.COUNTED if is_accepted else SupportState.DISCARDED)
    if not number:
        raise Conflict("Esta pregunta ya no tiene apoyos en revisión. Otra persona decidió antes.")
    counting.recount([staged.id])
    decision = SupportDecision(
        staged_id=staged.id, is_accepted=is_accepted, number=number, reason=words, at=now(), author_id=actor.id
    )
    db.session.add(decision)
    audit.record("supports_decided", staged, actor, is_accepted=is_accepted, number=number)
    return decision


def declare_halls(hearing: Hearing, written: str, actor: User) -> None:
    """Say which networks are those of the hall, with commas between. Raises Forbidden and Invalid."""
    if not supporting.may_review(actor):
        raise Forbidden(NOT_YOURS)
    halls = ",".join(dict.fromkeys(_hall(one) for one in written.replace("\n", ",").split(",") if one.strip()))
    if len(halls) > MOST_LETTERS:
        raise Invalid("Son demasiadas redes.")
    if halls != hearing.hall_networks:
        hearing.hall_networks = halls
        audit.record("hall_networks", hearing, actor, number=len(halls.split(",")) if halls else 0)


def _hall(written: str) -> str:
    try:
        found = ip_network(written.strip(), strict=False)
    except ValueError:
        raise Invalid(f"«{written.strip()[:60]}» no es una red. Escriba, por ejemplo, 192.0.2.0/24.") from None
    if found.prefixlen < WIDEST[found.version]:
        raise Invalid(f"«{written.strip()}» es demasiado amplia para ser la de un salón.")
    return str(found)


def _hold(found: Iterable[tuple[int, str]]) -> int:
    named = tuple_(Support.staged_id, Support.device).in_(list(found))
    still = (named, Support.state.in_((SupportState.COUNTED, SupportState.WARMING)))
    return _change(update(Support).where(*still).values(state=SupportState.HELD))


def _settle(staged: StagedQuestion, state: SupportState) -> int:
    waiting = (Support.staged_id == staged.id, Support.state == SupportState.HELD)
    return _change(update(Support).where(*waiting).values(state=state))


def _change(statement: Update) -> int:
    """How many rows it changed."""
    told = statement.returning(Support.staged_id).execution_options(synchronize_session=False)
    return len(db.session.execute(told).all())
