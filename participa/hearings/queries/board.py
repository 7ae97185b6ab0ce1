"""The board of a hearing: which questions wait, in which order, and what everybody sees of each.

Only what everybody may read reaches it, in the public wording. The number of statements does not depend on the
questions, and neither does the size of what phones read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from participa.accounts.models import Department
from participa.events.models import AgendaItem
from participa.extensions import db
from participa.hearings.models import (
    OVERRIDE_REASON_LABELS,
    AgendaRun,
    Extent,
    Hearing,
    ScreenBlank,
    Stage,
    StagedQuestion,
    StageMove,
)
from participa.hearings.order import Candidate, Place, deal, stage_order
from participa.hearings.queries import steps
from participa.hearings.snapshot import Card, Counters, State
from participa.questions.models import LinkKind, Question, QuestionLink, Visibility
from participa.questions.queries import public
from participa.shared import ledger

MOST_CARDS = 400
MOST_IN_ORDER = 100
MOST_ANSWERED = 60
MOST_FOLLOWING = 2
LONGEST_TEXT = 400
CALLED = (Stage.SHORTLISTED, Stage.NEXT, Stage.ON_SCREEN)
SHOWN = (Stage.NEXT, Stage.ON_SCREEN)
TAKEN = (Stage.NEXT, Stage.ON_SCREEN, Stage.ANSWERED)
READABLE = (Visibility.PUBLIC, Visibility.GROUPED)


@dataclass(frozen=True)
class Standing:
    """How a question of the hearing stands, without its text. `joined` is the filing number of its group, if shown.

    `called` grows with each call to the stage; 0 of one that never was.
    """

    id: int
    question_id: int | None
    radicado: str
    office: str
    territory: str
    stage: Stage
    supports: int
    held: int
    readers: int
    is_silent: bool
    extent: Extent | None
    since: datetime
    is_open: bool
    joined: str
    rehearsal_text: str
    called: int

    @property
    def waits(self) -> bool:
        """Whether it may be called to the stage: what is grouped comes with its group, what has ended does not."""
        return self.stage in steps.WAITING and not self.joined and self.is_open

    @property
    def candidate(self) -> Candidate:
        return Candidate(self.id, self.supports, self.readers, self.since, self.office, self.territory, self.is_silent)


@dataclass(frozen=True)
class Board:
    """The whole board, read at one instant with one statement."""

    hearing: Hearing
    standings: Sequence[Standing]

    @property
    def waiting(self) -> list[Candidate]:
        return [one.candidate for one in self.standings if one.waits]

    @property
    def queue(self) -> list[Place]:
        taken = sorted((one for one in self.standings if one.stage in TAKEN), key=lambda one: (one.called, one.id))
        called = [one.candidate for one in taken]
        return stage_order(self.waiting, self.hearing.present, self.hearing.silent_share / 100, called)

    @property
    def shown(self) -> list[Standing]:
        """Those that phones read: what was called, the last answered, and a fair deal of the others, at most 400."""
        if len(self.standings) <= MOST_CARDS:
            return list(self.standings)
        answered = [one for one in self.standings if one.stage is Stage.ANSWERED][-MOST_ANSWERED:]
        first = [one.id for one in (*(one for one in self.standings if one.stage in CALLED), *answered)]
        dealt = deal(self.waiting, self.hearing.room_code, seen=first)
        chosen = set([*first, *dealt][:MOST_CARDS])
        return [one for one in self.standings if one.id in chosen]


def read(hearing: Hearing) -> Board:
    """All questions of the hearing that everybody may read, first come first."""
    return Board(hearing, [Standing(*row) for row in db.session.execute(_standings(hearing.id))])


def waiting(hearing: Hearing) -> list[Candidate]:
    """Those that may be called to the stage, first come first."""
    return read(hearing).waiting


def queue(hearing: Hearing) -> list[Place]:
    """The same in the order of the stage, each with its reason."""
    return read(hearing).queue


def cards(hearing: Hearing) -> dict[int, Card]:
    """What everybody sees of each question that phones read, by the number of its StagedQuestion."""
    return _cards(read(hearing).shown)


def state_of(hearing: Hearing, version: int, at: datetime) -> State:
    """The hearing as it is published. `at` is aware."""
    board = read(hearing)
    item, item_ends_at = _agenda(hearing)
    now, following, override = _on_stage(board.standings)
    return State(
        version=version,
        at=ledger.instant(at),
        state=hearing.state,
        title=hearing.event.title,
        poll=hearing.poll_seconds,
        is_rehearsal=hearing.is_rehearsal,
        is_blank=_is_blank(hearing),
        takes_questions=hearing.takes_questions,
        takes_supports=bool(hearing.takes_supports and hearing.salt),
        item=item,
        item_ends_at=item_ends_at,
        now=now,
        following=following,
        order=[place.candidate.id for place in board.queue[:MOST_IN_ORDER]],
        override=override,
        counters=_counters(hearing, len(board.standings)),
        cards=_cards(board.shown),
    )


def _standings(hearing_id: int) -> Select[*tuple[Any, ...]]:
    first, leader = aliased(StagedQuestion), aliased(Question)
    grouped = and_(
        QuestionLink.question_id == Question.id, QuestionLink.kind == LinkKind.GROUPED, QuestionLink.ended_at.is_(None)
    )
    staged = StagedQuestion
    is_open = or_(Question.id.is_(None), public.is_open())
    calls = _calls(hearing_id)
    return (
        select(
            *(staged.id, staged.question_id, _or_empty(Question.radicado), _or_empty(Department.name)),
            *(staged.territory, staged.stage),
            *(staged.supports, staged.held_supports, staged.readers, staged.is_silent, staged.extent),
            *(func.coalesce(Question.received_at, staged.joined_at), is_open),
            *(_or_empty(leader.radicado), staged.rehearsal_text, func.coalesce(calls.c.called, 0)),
        )
        .outerjoin(Question, Question.id == staged.question_id)
        .outerjoin(Department, Department.id == staged.department_id)
        .outerjoin(QuestionLink, grouped)
        .outerjoin(first, and_(first.question_id == QuestionLink.leader_id, first.hearing_id == hearing_id))
        .outerjoin(leader, and_(leader.id == first.question_id, leader.visibility.in_(READABLE)))
        .outerjoin(calls, calls.c.staged_id == staged.id)
        .where(staged.hearing_id == hearing_id, or_(Question.id.is_(None), Question.visibility.in_(READABLE)))
        .order_by(staged.id)
    )


def _calls(hearing_id: int) -> Subquery:
    """When each question of the hearing was called to the stage last, as the number of that step."""
    came = (StageMove.from_value.in_(steps.WAITING), StageMove.to_value.in_(SHOWN))
    found = select(StageMove.staged_id, func.max(StageMove.id).label("called")).join(StageMove.staged)
    of_hearing = (StagedQuestion.hearing_id == hearing_id, steps.stands())
    return found.where(*of_hearing, *came).group_by(StageMove.staged_id).subquery()


def _or_empty(column: InstrumentedAttribute[str]) -> ColumnElement[str]:
    return func.coalesce(column, "")


def _cards(shown: Sequence[Standing]) -> dict[int, Card]:
    texts = {one.id: one.body for one in public.by_ids([one.question_id for one in shown if one.question_id])}
    return {one.id: _card(one, texts.get(one.question_id or 0, one.rehearsal_text)) for one in shown}


def _card(one: Standing, text: str) -> Card:
    return Card(
        id=one.id,
        radicado=one.radicado,
        text=shortened(text),
        office=one.office,
        territory=one.territory,
        stage=one.stage,
        supports=one.supports,
        held=one.held,
        readers=one.readers,
        is_silent=one.is_silent,
        joined=one.joined,
        extent=one.extent or "",
    )


def shortened(text: str) -> str:
    """The text, or its first whole words up to 400 letters: phones download it again and again."""
    if len(text) <= LONGEST_TEXT:
        return text
    return text[:LONGEST_TEXT].rsplit(maxsplit=1)[0] + "…"


def _on_stage(standings: Iterable[Standing]) -> tuple[int | None, list[int], str]:
    """What is on the screen, what follows in the order in which it was called, and why the first is out of order."""
    called = {one.id: one.stage for one in standings if one.stage in SHOWN}
    taken = steps.standing(called)
    last_first = list(dict.fromkeys([*(step.staged_id for step in taken), *called]))
    on_screen = next((number for number in last_first if called[number] is Stage.ON_SCREEN), None)
    following = [number for number in reversed(last_first) if called[number] is Stage.NEXT]
    reason = steps.reasons(taken).get(on_screen or 0)
    return on_screen, following[:MOST_FOLLOWING], OVERRIDE_REASON_LABELS[reason] if reason else ""


def _agenda(hearing: Hearing) -> tuple[str, str]:
    """The part of the agenda that goes on, and when its minutes are over."""
    found = select(AgendaItem.title, AgendaItem.minutes, AgendaRun.began_at).join(AgendaRun.item)
    going_on = found.where(AgendaRun.hearing_id == hearing.id, AgendaRun.ended_at.is_(None))
    row = db.session.execute(going_on.order_by(AgendaRun.id.desc()).limit(1)).first()
    if row is None:
        return "", ""
    return row.title, ledger.instant(row.began_at + timedelta(minutes=row.minutes))


def _is_blank(hearing: Hearing) -> bool:
    standing = (ScreenBlank.hearing_id == hearing.id, ScreenBlank.ended_at.is_(None))
    return db.session.scalar(select(ScreenBlank.id).where(*standing).limit(1)) is not None


def _counters(hearing: Hearing, staged: int) -> Counters:
    """The figures of the space; those of a rehearsal are its own and have no record."""
    if hearing.is_rehearsal:
        return Counters(received=staged, published=staged)
    counted = select(Question.visibility, func.count()).where(Question.event_id == hearing.event_id)
    totals = {row[0]: row[1] for row in db.session.execute(counted.group_by(Question.visibility))}
    published = sum(totals.get(kind, 0) for kind in READABLE)
    size, head = ledger.head()
    fingerprint = head[: ledger.SHORT] if size else ""
    return Counters(sum(totals.values()), published, totals.get(Visibility.WITHHELD, 0), fingerprint)
