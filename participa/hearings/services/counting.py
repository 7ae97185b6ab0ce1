"""The figures of a staged question and of its group, exact whatever is written at once.

Who writes one support takes the turn of the hearing together with the others and that of its phone alone: what it did
and the groups stay as they are meanwhile, and figures are added to. Who changes groups or decides on many supports
takes the turn of the hearing alone. On SQLite all writers wait for each other anyway.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, text, update
from sqlalchemy.orm import aliased

from participa.extensions import db
from participa.hearings.models import QuestionReader, StagedQuestion, Support, SupportState
from participa.questions.models import LinkKind, QuestionLink
from participa.shared.database import Statement

TURN = 7_220_006  # the advisory lock of the supports on PostgreSQL, beside the number of the hearing
MOVE = text("""
    UPDATE staged_question
    SET supports = supports + :supports, held_supports = held_supports + :held, readers = readers + :readers
    WHERE id = :staged
""")
COUNTED_OR_HELD = (SupportState.COUNTED, SupportState.HELD)


@dataclass(frozen=True)
class Group:
    """A question that leads, itself when it is alone, and all whose supporters count for it."""

    leader: int
    members: frozenset[int]


def take_turn(hearing_id: int, alone: bool = False) -> None:
    """Until the end of the transaction."""
    if db.session.connection().dialect.name == "postgresql":
        lock = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
        db.session.execute(select(lock(TURN, hearing_id)))


def groups_of(staged_ids: Collection[int]) -> dict[int, Group]:
    """The group of each of these staged questions, by its number."""
    leaders = _leaders(staged_ids)
    members: dict[int, set[int]] = {leader: {leader} for leader in leaders.values()}
    for leader, member in _members(members):
        members[leader].add(member)
    return {one: Group(leader, frozenset(members[leader])) for one, leader in leaders.items()}


def _leaders(staged_ids: Collection[int]) -> dict[int, int]:
    own, first = aliased(StagedQuestion), aliased(StagedQuestion)
    standing = and_(QuestionLink.question_id == own.question_id, _is_group())
    found = select(own.id, func.coalesce(first.id, own.id)).outerjoin(QuestionLink, standing)
    found = found.outerjoin(
        first, and_(first.question_id == QuestionLink.leader_id, first.hearing_id == own.hearing_id)
    )
    return {row[0]: row[1] for row in db.session.execute(found.where(own.id.in_(list(staged_ids))).order_by(own.id))}


def _members(leaders: Iterable[int]) -> list[tuple[int, int]]:
    own, first = aliased(StagedQuestion), aliased(StagedQuestion)
    found = select(first.id, own.id).join(QuestionLink, QuestionLink.leader_id == first.question_id)
    found = found.join(own, and_(own.question_id == QuestionLink.question_id, own.hearing_id == first.hearing_id))
    found = found.where(first.id.in_(list(leaders)), _is_group()).order_by(own.id)
    return [(row[0], row[1]) for row in db.session.execute(found)]


def once_led(question_id: int, hearing_id: int) -> list[int]:
    """The staged questions that a question is or was linked to."""
    found = select(StagedQuestion.id).join(QuestionLink, QuestionLink.leader_id == StagedQuestion.question_id)
    found = found.where(QuestionLink.question_id == question_id, StagedQuestion.hearing_id == hearing_id)
    return list(db.session.scalars(found.distinct().order_by(StagedQuestion.id)))


def _is_group() -> ColumnElement[bool]:
    return and_(QuestionLink.kind == LinkKind.GROUPED, QuestionLink.ended_at.is_(None))


def lock_rows(staged_ids: Iterable[int]) -> None:
    """In the order of their numbers, so that two who need the same never wait for each other."""
    wanted = select(StagedQuestion.id).where(StagedQuestion.id.in_(set(staged_ids))).order_by(StagedQuestion.id)
    db.session.execute(wanted.with_for_update(key_share=True)).all()


@dataclass
class Moves:
    """By how much the figures of questions move, written once for each: a second UPDATE of a row in one transaction
    makes PostgreSQL look at the question behind it, which somebody may hold who waits for this turn.
    """

    supports: Counter[int] = field(default_factory=Counter)
    held: Counter[int] = field(default_factory=Counter)
    readers: Counter[int] = field(default_factory=Counter)

    def statements(self) -> list[Statement]:
        """In the order of the questions, so that two who move the same never wait for each other."""
        rows = [
            {"staged": number, "supports": self.supports[number], "held": self.held[number], "readers": amount}
            for number in sorted({*self.supports, *self.held, *self.readers})
            if (amount := self.readers[number]) or self.supports[number] or self.held[number]
        ]
        return [(MOVE, rows)] if rows else []


def recount(staged_ids: Collection[int]) -> None:
    """The figures of these questions and of those that lead them, anew from the rows. Needs the turn alone."""
    groups = groups_of(staged_ids)
    wanted = sorted(set(groups) | {group.leader for group in groups.values()})
    lock_rows(wanted)
    supporters, readers = _supporters(wanted), _readers(wanted)
    for number in wanted:
        counted, held = supporters.get(number, (0, 0))
        figures = {"supports": counted, "held_supports": held, "readers": readers.get(number, 0)}
        changed = update(StagedQuestion).where(StagedQuestion.id == number).values(figures)
        db.session.execute(changed.execution_options(synchronize_session=False))
    forget_in_session(wanted)


def recount_leaders(hearing_id: int, question_ids: Collection[int]) -> None:
    """Count for those of these questions whose group was there before them. Takes the turn alone if there are any."""
    first, own = aliased(StagedQuestion), aliased(StagedQuestion)
    found = select(first.id).join(QuestionLink, QuestionLink.leader_id == first.question_id)
    found = found.join(own, and_(own.question_id == QuestionLink.question_id, own.hearing_id == first.hearing_id))
    found = found.where(first.hearing_id == hearing_id, first.question_id.in_(question_ids), _is_group())
    leaders = list(db.session.scalars(found.distinct().order_by(first.id)))
    if leaders:
        take_turn(hearing_id, alone=True)
        recount(leaders)


def _supporters(leaders: list[int]) -> dict[int, tuple[int, int]]:
    """How many different phones are counted, and how many are held and not counted, in the group of each."""
    first, own = aliased(StagedQuestion), aliased(StagedQuestion)
    counted = func.count(case((Support.state == SupportState.COUNTED, Support.device)).distinct())
    either = func.count(Support.device.distinct())
    found = select(first.id, counted, either).select_from(first).join(own, _is_of(first, own))
    found = found.join(Support, Support.staged_id == own.id)
    found = found.where(first.id.in_(leaders), Support.state.in_(COUNTED_OR_HELD)).group_by(first.id)
    return {row[0]: (row[1], row[2] - row[1]) for row in db.session.execute(found.order_by(first.id))}


def _readers(leaders: list[int]) -> dict[int, int]:
    """How many different phones read the group of each, without those of a flood that somebody discarded."""
    first, own = aliased(StagedQuestion), aliased(StagedQuestion)
    readers = func.count(QuestionReader.device.distinct())
    found = (
        select(first.id, readers)
        .select_from(first)
        .join(own, _is_of(first, own))
        .join(QuestionReader, QuestionReader.staged_id == own.id)
    )
    found = found.where(first.id.in_(leaders), ~_is_discarded()).group_by(first.id).order_by(first.id)
    return {row[0]: row[1] for row in db.session.execute(found)}


def _is_discarded() -> ColumnElement[bool]:
    """Whether the support of a reader was discarded: to count its reading would be a vote against the question."""
    own = (Support.staged_id == QuestionReader.staged_id, Support.device == QuestionReader.device)
    return exists().where(*own, Support.state == SupportState.DISCARDED)


def _is_of(first: type[StagedQuestion], own: type[StagedQuestion]) -> ColumnElement[bool]:
    """Whether the supporters of `own` count for `first`."""
    members = select(QuestionLink.question_id).where(QuestionLink.leader_id == first.question_id, _is_group())
    return and_(first.hearing_id == own.hearing_id, or_(first.id == own.id, own.question_id.in_(members)))


def forget_in_session(staged_ids: Iterable[int]) -> None:
    """What is in the session is read again when somebody asks."""
    if not db.session.identity_map:
        return
    for number in staged_ids:
        known = db.session.identity_map.get(db.session.identity_key(StagedQuestion, number))
        if known is not None:
            db.session.expire(known, ["supports", "held_supports", "readers"])
