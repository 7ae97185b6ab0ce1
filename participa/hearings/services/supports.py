"""A phone supports a question, takes it back, or had its card in view. Each is worth the same, from wherever it comes.

A support of a phone that has just arrived counts once the phone is twenty seconds old (`ripen`). The last tap wins.
Raised: Closed, Conflict, TooMany, each with a sentence for the person.
"""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import insert, or_, select, update

from participa.extensions import db
from participa.hearings import supporting
from participa.hearings.devices import Phone, phone_of
from participa.hearings.models import Hearing, HearingState, QuestionReader, StagedQuestion, Support, SupportState
from participa.hearings.services import budgets, counting
from participa.hearings.services.counting import Group
from participa.questions.device import Arrival
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, TooMany
from participa.shared.unit_of_work import unit_of_work

WARM_UP_SECONDS = 20
MOST_CARDS = 60  # of one message of a phone
NOT_NOW = "En este momento no se reciben apoyos."
NOT_THIS = "Esta pregunta ya no reúne apoyos."
STANDING = (SupportState.WARMING, SupportState.COUNTED, SupportState.HELD, SupportState.DISCARDED)


def support(staged: StagedQuestion, arrival: Arrival, is_in_room: bool = False) -> None:
    """Let a phone support a question; once more changes nothing. `is_in_room`: it typed the label of the hall."""
    _check(staged)
    budgets.take_support(staged.hearing, arrival, is_in_room)
    phone = phone_of(staged.hearing.salt or "", arrival)
    group = _enter(staged)
    before = _states(group, phone.device)
    if before.get(staged.id) not in STANDING:
        state = SupportState.WARMING if _is_warming(phone) else SupportState.COUNTED
        _put(staged, phone, state, is_in_room, is_new=staged.id not in before)
        _move_figures(staged, group, before, before | {staged.id: state})
    _note_readers([staged.id], {staged.id: group}, phone.device)
    db.session.expire(staged, ["supports", "held_supports", "readers"])


def withdraw(staged: StagedQuestion, arrival: Arrival) -> None:
    """Take the support of a phone back. One that a person of the team discarded stays so."""
    _check(staged)
    budgets.take_support(staged.hearing, arrival, is_in_room=False)
    phone = phone_of(staged.hearing.salt or "", arrival)
    group = _enter(staged)
    before = _states(group, phone.device)
    if before.get(staged.id) not in (SupportState.WARMING, SupportState.COUNTED, SupportState.HELD):
        return
    after = before | {staged.id: SupportState.WITHDRAWN}
    _write_state(staged.id, phone.device, SupportState.WITHDRAWN)
    _move_figures(staged, group, before, after)
    db.session.expire(staged, ["supports", "held_supports"])


def read(hearing: Hearing, staged_ids: Collection[int], arrival: Arrival) -> None:
    """Note the cards that a phone had in view. Only for the order: what is too much is left out without a word."""
    if not hearing.is_open or not hearing.salt:
        return
    device = phone_of(hearing.salt, arrival).device
    fresh = _unread(hearing.id, sorted(set(staged_ids))[:MOST_CARDS], device)
    if not fresh or not _fits(hearing, arrival, len(fresh)):
        return
    counting.take_turn(hearing.id)
    groups = counting.groups_of(fresh)
    counting.lock_rows({*fresh, *(group.leader for group in groups.values())})
    _note_readers(fresh, groups, device)


def supported(hearing: Hearing, arrival: Arrival) -> set[int]:
    """What this phone supports, as it sees it: a support that warms up or is looked at is still its own."""
    if not hearing.salt:
        return set()
    mine = (Support.hearing_id == hearing.id, Support.device == phone_of(hearing.salt, arrival).device)
    found = select(Support.staged_id).where(*mine, Support.state.in_(STANDING)).order_by(Support.staged_id)
    return set(db.session.scalars(found))


def ripen(hearing: Hearing) -> int:
    """Count the supports whose phone is old enough by now; how many. Needs a unit of work."""
    at = now()
    is_due = or_(Support.device_since <= at - timedelta(seconds=WARM_UP_SECONDS), Support.device_since > at)
    due = (Support.hearing_id == hearing.id, Support.state == SupportState.WARMING, is_due)
    counting.take_turn(hearing.id, alone=True)
    changed = update(Support).where(*due).values(state=SupportState.COUNTED).returning(Support.staged_id)
    found = list(db.session.scalars(changed.execution_options(synchronize_session=False)))
    if found:
        counting.recount(set(found))
    return len(found)


def ripen_all() -> None:
    """The chore: in each open hearing, one after the other."""
    warming = select(Support.hearing_id).where(Support.hearing_id == Hearing.id, Support.state == SupportState.WARMING)
    wanted = select(Hearing.id).where(Hearing.state == HearingState.OPEN, warming.exists()).order_by(Hearing.id)
    for number in list(db.session.scalars(wanted)):
        with unit_of_work():
            ripen(db.session.get_one(Hearing, number))


def regroup(question_id: int) -> None:
    """Count anew when a question joined another one or left it: distinct phones, and back again."""
    staged = db.session.scalar(select(StagedQuestion).where(StagedQuestion.question_id == question_id))
    if staged is None:
        return
    counting.take_turn(staged.hearing_id, alone=True)
    counting.recount({staged.id, *counting.once_led(question_id, staged.hearing_id)})


def _check(staged: StagedQuestion) -> None:
    if not supporting.takes_supports(staged.hearing):
        raise Closed(NOT_NOW)
    if staged.is_silent:
        raise Conflict("Esta pregunta llegó en papel o de viva voz. Tiene sus propios turnos y no reúne apoyos.")
    if not supporting.may_gather(staged):
        raise Conflict(NOT_THIS)


def _enter(staged: StagedQuestion) -> Group:
    """The group of a question, with its rows locked: one phone after the other."""
    counting.take_turn(staged.hearing_id)
    group = counting.groups_of([staged.id])[staged.id]
    counting.lock_rows({staged.id, group.leader})
    return group


def _is_warming(phone: Phone) -> bool:
    """One from a later instant was given before the clock was put back: it is warm."""
    return timedelta(0) <= now() - phone.since < timedelta(seconds=WARM_UP_SECONDS)


def _states(group: Group, device: str) -> dict[int, SupportState]:
    mine = (Support.staged_id.in_(group.members), Support.device == device)
    found = select(Support.staged_id, Support.state).where(*mine).order_by(Support.staged_id)
    return {row.staged_id: row.state for row in db.session.execute(found)}


def _put(staged: StagedQuestion, phone: Phone, state: SupportState, is_in_room: bool, is_new: bool) -> None:
    if not is_new:
        _write_state(staged.id, phone.device, state, is_in_room)
        return
    row = {"staged_id": staged.id, "device": phone.device, "hearing_id": staged.hearing_id, "state": state}
    row |= {"network": phone.network, "browser": phone.browser, "device_since": phone.since}
    db.session.execute(insert(Support).values(row | {"is_in_room": is_in_room, "at": now()}))


def _write_state(staged_id: int, device: str, state: SupportState, is_in_room: bool = False) -> None:
    values = {"state": state, "at": now()} | ({"is_in_room": True} if is_in_room else {})
    changed = update(Support).where(Support.staged_id == staged_id, Support.device == device).values(values)
    db.session.execute(changed.execution_options(synchronize_session=False))


def _move_figures(
    staged: StagedQuestion, group: Group, before: dict[int, SupportState], after: dict[int, SupportState]
) -> None:
    """One phone is at most one support of the group, whichever of its questions it tapped."""
    counting.add(group.leader, **_difference(set(before.values()), set(after.values())))
    if staged.id != group.leader:
        own = ({states[staged.id]} if staged.id in states else set() for states in (before, after))
        counting.add(staged.id, **_difference(*own))


def _difference(before: set[SupportState], after: set[SupportState]) -> dict[str, int]:
    return {
        "supports": supporting.counts(after) - supporting.counts(before),
        "held": supporting.is_held(after) - supporting.is_held(before),
    }


def _unread(hearing_id: int, staged_ids: list[int], device: str) -> list[int]:
    known = select(QuestionReader.staged_id).where(
        QuestionReader.staged_id == StagedQuestion.id, QuestionReader.device == device
    )
    wanted = (StagedQuestion.hearing_id == hearing_id, StagedQuestion.id.in_(staged_ids), ~known.exists())
    return list(db.session.scalars(select(StagedQuestion.id).where(*wanted).order_by(StagedQuestion.id)))


def _fits(hearing: Hearing, arrival: Arrival, cards: int) -> bool:
    try:
        return budgets.has_room_for_reads(hearing, arrival, cards)
    except TooMany:
        return False


def _note_readers(staged_ids: Collection[int], groups: dict[int, Group], device: str) -> None:
    """Rows and figures for cards whose questions are locked; those that the phone had read before are left out."""
    members = {member for group in groups.values() for member in group.members}
    mine = (QuestionReader.staged_id.in_(members), QuestionReader.device == device)
    known = set(db.session.scalars(select(QuestionReader.staged_id).where(*mine).order_by(QuestionReader.staged_id)))
    for number in staged_ids:
        if number in known:
            continue
        group = groups[number]
        db.session.execute(insert(QuestionReader).values(staged_id=number, device=device))
        counting.add(group.leader, readers=int(not known & group.members))
        if number != group.leader:
            counting.add(number, readers=1)
        known.add(number)
