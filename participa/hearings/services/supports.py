"""A phone supports a question, takes it back, or had its card in view. Each is worth the same, from wherever it comes.

A support of a phone that has just arrived counts once the phone is twenty seconds old (`ripen`). The last tap wins.
Raised: Closed, Conflict, TooMany, each with a sentence for the person.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, insert, or_, select, update

from participa.extensions import db
from participa.hearings import supporting
from participa.hearings.devices import Phone, phone_of
from participa.hearings.models import Hearing, HearingState, QuestionReader, StagedQuestion, Support, SupportState
from participa.hearings.services import budgets, counting
from participa.hearings.services.counting import Group
from participa.questions.services import Arrival
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, TooMany
from participa.shared.unit_of_work import unit_of_work

WARM_UP_SECONDS = 20
MOST_CARDS = 60  # of one message of a phone
NOT_NOW = "En este momento no se reciben apoyos."
NOT_THIS = "Esta pregunta ya no reúne apoyos."
STANDING = (SupportState.WARMING, SupportState.COUNTED, SupportState.HELD, SupportState.DISCARDED)


def support(staged: StagedQuestion, arrival: Arrival, is_in_room: bool = False, seen: Collection[int] = ()) -> None:
    """Let a phone support a question; once more changes nothing.

    `is_in_room`: it typed the label of the hall. `seen`: the cards that it had in view, as in `read`.
    """
    _check(staged)
    budgets.take_support(staged.hearing, arrival, is_in_room)
    visit = _enter(staged.hearing, arrival, [staged.id, *_fitting(staged.hearing, seen, arrival)])
    before = visit.states_of(staged.id)
    if before.get(staged.id) not in STANDING:
        state = SupportState.WARMING if _is_warming(visit.phone) else SupportState.COUNTED
        _put(staged, visit.phone, state, is_in_room, is_new=staged.id not in before)
        visit.move(staged.id, before, before | {staged.id: state})
    visit.end()


def withdraw(staged: StagedQuestion, arrival: Arrival, seen: Collection[int] = ()) -> None:
    """Take the support of a phone back. One that a person of the team discarded stays so."""
    _check(staged)
    budgets.take_support(staged.hearing, arrival, is_in_room=False)
    visit = _enter(staged.hearing, arrival, [staged.id, *_fitting(staged.hearing, seen, arrival)])
    before = visit.states_of(staged.id)
    if before.get(staged.id) in (SupportState.WARMING, SupportState.COUNTED, SupportState.HELD):
        _write_state(staged.id, visit.phone.device, SupportState.WITHDRAWN)
        visit.move(staged.id, before, before | {staged.id: SupportState.WITHDRAWN})
    visit.end()


def read(hearing: Hearing, staged_ids: Collection[int], arrival: Arrival) -> None:
    """Note the cards that a phone had in view. Only for the order: what is too much is left out without a word."""
    fresh = _fitting(hearing, staged_ids, arrival)
    if fresh:
        _enter(hearing, arrival, fresh).end()


def supported(hearing: Hearing, arrival: Arrival) -> set[int]:
    """What this phone supports, as it sees it: a support that warms up or is looked at is still its own."""
    if not hearing.salt:
        return set()
    mine = (Support.hearing_id == hearing.id, Support.device == phone_of(hearing.salt, arrival).device)
    found = select(Support.staged_id).where(*mine, Support.state.in_(STANDING)).order_by(Support.staged_id)
    return set(db.session.scalars(found))


def ripen(hearing: Hearing) -> int:
    """Count the supports whose phone is old enough by now; how many. Needs a unit of work."""
    counting.take_turn(hearing.id, alone=True)
    changed = (
        update(Support)
        .where(Support.hearing_id == hearing.id, _is_warm())
        .values(state=SupportState.COUNTED)
        .returning(Support.staged_id)
    )
    found = list(db.session.scalars(changed.execution_options(synchronize_session=False)))
    if found:
        counting.recount(set(found))
    return len(found)


def ripen_all() -> None:
    """The chore: in each open hearing, one after the other."""
    due = select(Support.hearing_id).where(Support.hearing_id == Hearing.id, _is_warm())
    wanted = select(Hearing.id).where(Hearing.state == HearingState.OPEN, due.exists()).order_by(Hearing.id)
    for number in list(db.session.scalars(wanted)):
        with unit_of_work():
            ripen(db.session.get_one(Hearing, number))


def _is_warm() -> ColumnElement[bool]:
    """Whether a support waits for a phone that is old enough by now, or that came before the clock was put back."""
    at = now()
    is_old = or_(Support.device_since <= at - timedelta(seconds=WARM_UP_SECONDS), Support.device_since > at)
    return and_(Support.state == SupportState.WARMING, is_old)


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


@dataclass
class Visit:
    """One phone in one transaction, with the rows of all groups that it touches locked."""

    phone: Phone
    cards: Collection[int]
    groups: dict[int, Group]
    moves: counting.Moves = field(default_factory=counting.Moves)

    def states_of(self, staged_id: int) -> dict[int, SupportState]:
        """The supports of this phone in a group."""
        mine = (Support.staged_id.in_(self.groups[staged_id].members), Support.device == self.phone.device)
        found = select(Support.staged_id, Support.state).where(*mine).order_by(Support.staged_id)
        return {row.staged_id: row.state for row in db.session.execute(found)}

    def move(self, staged_id: int, before: dict[int, SupportState], after: dict[int, SupportState]) -> None:
        """One phone is at most one support of the group, whichever of its questions it tapped."""
        leader = self.groups[staged_id].leader
        self._move(leader, set(before.values()), set(after.values()))
        if staged_id != leader:
            self._move(staged_id, {before[staged_id]} if staged_id in before else set(), {after[staged_id]})

    def _move(self, staged_id: int, before: set[SupportState], after: set[SupportState]) -> None:
        self.moves.supports[staged_id] += supporting.counts(after) - supporting.counts(before)
        self.moves.held[staged_id] += supporting.is_held(after) - supporting.is_held(before)

    def end(self) -> None:
        """Note the readers of its cards and write the figures."""
        self._note_readers()
        self.moves.write()
        counting.forget_in_session({*self.cards, *(group.leader for group in self.groups.values())})

    def _note_readers(self) -> None:
        """Rows and figures for the cards that this phone had not read before."""
        members = {member for group in self.groups.values() for member in group.members}
        mine = (QuestionReader.staged_id.in_(members), QuestionReader.device == self.phone.device)
        found = select(QuestionReader.staged_id).where(*mine).order_by(QuestionReader.staged_id)
        known = set(db.session.scalars(found))
        for number in sorted(set(self.cards) - known):
            db.session.execute(insert(QuestionReader).values(staged_id=number, device=self.phone.device))
            group = self.groups[number]
            self.moves.readers[group.leader] += not known & group.members
            self.moves.readers[number] += number != group.leader
            known.add(number)


def _enter(hearing: Hearing, arrival: Arrival, cards: Collection[int]) -> Visit:
    """Lock the cards and what leads them: one phone after the other."""
    counting.take_turn(hearing.id)
    groups = counting.groups_of(cards)
    counting.lock_rows({*cards, *(group.leader for group in groups.values())})
    return Visit(phone_of(hearing.salt or "", arrival), cards, groups)


def _is_warming(phone: Phone) -> bool:
    """One from a later instant was given before the clock was put back: it is warm."""
    return timedelta(0) <= now() - phone.since < timedelta(seconds=WARM_UP_SECONDS)


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


def _unread(hearing_id: int, staged_ids: list[int], device: str) -> list[int]:
    known = select(QuestionReader.staged_id).where(
        QuestionReader.staged_id == StagedQuestion.id, QuestionReader.device == device
    )
    wanted = (StagedQuestion.hearing_id == hearing_id, StagedQuestion.id.in_(staged_ids), ~known.exists())
    return list(db.session.scalars(select(StagedQuestion.id).where(*wanted).order_by(StagedQuestion.id)))


def _fitting(hearing: Hearing, staged_ids: Collection[int], arrival: Arrival) -> list[int]:
    """Which of these cards this phone reads for the first time, if it does not read more than a person can."""
    if not staged_ids or not hearing.is_open or not hearing.salt:
        return []
    device = phone_of(hearing.salt, arrival).device
    fresh = _unread(hearing.id, sorted(set(staged_ids))[:MOST_CARDS], device)
    return fresh if fresh and _fits(hearing, arrival, len(fresh)) else []


def _fits(hearing: Hearing, arrival: Arrival, cards: int) -> bool:
    try:
        return budgets.has_room_for_reads(hearing, arrival, cards)
    except TooMany:
        return False
