"""What the team reads to conduct a hearing. Each function is one statement, or says how many."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from participa.events.models import AgendaItem, Event, EventState
from participa.extensions import db
from participa.hearings import rules
from participa.hearings.models import (
    AgendaRun,
    Hearing,
    HearingState,
    LivePromise,
    MicrophoneTurn,
    Stage,
    StagedQuestion,
    StageMove,
    TurnState,
)
from participa.hearings.queries import rooms, steps
from participa.registrations.models import Registration
from participa.registrations.queries import staff as registrations

MOST_LISTED = 50
ORDER_OF_STATES = {HearingState.OPEN: 0, HearingState.PREPARING: 1, HearingState.CLOSED: 2}


@dataclass(frozen=True)
class Point:
    """A part of the agenda and when it went on. Minutes are those that it was given."""

    item: AgendaItem
    began_at: datetime | None
    ended_at: datetime | None

    @property
    def is_going_on(self) -> bool:
        return self.began_at is not None and self.ended_at is None

    @property
    def ends_at(self) -> datetime | None:
        """When its minutes are over."""
        return self.began_at + timedelta(minutes=self.item.minutes) if self.began_at else None


def by_code(code: str) -> Hearing:
    """A hearing by its room code, with its space. Raises NoResultFound."""
    return rooms.by_code(code)


def to_change(hearing: Hearing) -> Hearing:
    """The same, which nobody else changes until the commit, as it is now."""
    held = select(Hearing).where(Hearing.id == hearing.id).with_for_update(key_share=True)
    return db.session.scalars(held.execution_options(populate_existing=True)).one()


def is_code_taken(code: str) -> bool:
    return bool(db.session.scalar(select(Hearing.id).where(Hearing.room_code == code)))


def find_of_event(event_id: int, is_rehearsal: bool) -> Hearing | None:
    of_event = (Hearing.event_id == event_id, Hearing.is_rehearsal.is_(is_rehearsal))
    return db.session.scalars(select(Hearing).where(*of_event)).first()


def hearings() -> list[Hearing]:
    """The last hearings and rehearsals, those that go on first."""
    found = select(Hearing).options(joinedload(Hearing.event)).order_by(Hearing.id.desc()).limit(MOST_LISTED)
    return sorted(db.session.scalars(found), key=lambda one: ORDER_OF_STATES[one.state])


def forgotten(before: datetime) -> list[int]:
    """The numbers of those that nobody closed though they and their spaces were over by then."""
    is_over = (Event.ends_at < before, Hearing.opened_at < before)
    open_still = (Hearing.state == HearingState.OPEN, Hearing.salt.is_not(None))
    return list(db.session.scalars(select(Hearing.id).join(Event).where(*open_still, *is_over).order_by(Hearing.id)))


def spaces_without_hearing() -> list[Event]:
    """The spaces that may have a hearing and have none yet, the next first."""
    is_there = select(Hearing.id).where(Hearing.event_id == Event.id, Hearing.is_rehearsal.is_(False)).exists()
    found = select(Event).where(Event.state.in_(rules.WITH_HEARING), ~is_there)
    return list(db.session.scalars(found.order_by(Event.starts_at, Event.id).limit(MOST_LISTED)))


def event_to_change(slug: str) -> Event:
    """A space, which nobody else changes until the commit. Raises NoResultFound."""
    found = select(Event).where(Event.slug == slug, Event.state != EventState.DRAFT).with_for_update()
    return db.session.scalars(found).one()


def staged(hearing: Hearing, staged_id: int) -> StagedQuestion:
    """A question of this hearing. Raises NoResultFound."""
    of_hearing = (StagedQuestion.id == staged_id, StagedQuestion.hearing_id == hearing.id)
    found = select(StagedQuestion).where(*of_hearing)
    return db.session.scalars(found.options(joinedload(StagedQuestion.department))).one()


def with_stage(hearing: Hearing, *stages: Stage) -> list[StagedQuestion]:
    """Those at these stages, with their questions, by number."""
    found = select(StagedQuestion).where(StagedQuestion.hearing_id == hearing.id, StagedQuestion.stage.in_(stages))
    return list(db.session.scalars(found.options(joinedload(StagedQuestion.question)).order_by(StagedQuestion.id)))


def following(hearing: Hearing) -> list[int]:
    """The numbers of those that follow, first called first."""
    called_at, of_question = func.max(StageMove.id), StageMove.staged_id == StagedQuestion.id
    found = select(StagedQuestion.id).outerjoin(StageMove, and_(of_question, steps.stands()))
    is_next = (StagedQuestion.hearing_id == hearing.id, StagedQuestion.stage == Stage.NEXT)
    grouped = found.where(*is_next).group_by(StagedQuestion.id).order_by(called_at, StagedQuestion.id)
    return list(db.session.scalars(grouped))


def moves_of(staged_id: int) -> list[StageMove]:
    """Each step of a question, the first one first, with who took it."""
    found = select(StageMove).where(StageMove.staged_id == staged_id).options(joinedload(StageMove.author))
    return list(db.session.scalars(found.order_by(StageMove.id)))


def last_move(hearing: Hearing) -> StageMove | None:
    """The last step of the hearing, with its question."""
    found = select(StageMove).join(StageMove.staged).where(StagedQuestion.hearing_id == hearing.id)
    latest = found.options(joinedload(StageMove.staged)).order_by(StageMove.id.desc()).limit(1)
    return db.session.scalars(latest).first()


def on_screen_since(staged_id: int) -> datetime | None:
    """When a question came to the screen last: its answer began then. To undo a step brings it there no later."""
    came = (StageMove.staged_id == staged_id, StageMove.to_value == Stage.ON_SCREEN)
    return db.session.scalar(select(func.max(StageMove.at)).where(*came, steps.stands()))


def agenda(hearing: Hearing) -> list[Point]:
    """The parts of the agenda of the space, in order, with when each went on."""
    is_of = (AgendaRun.agenda_item_id == AgendaItem.id) & (AgendaRun.hearing_id == hearing.id)
    found = select(AgendaItem, AgendaRun.began_at, AgendaRun.ended_at).outerjoin(AgendaRun, is_of)
    rows = db.session.execute(
        found.where(AgendaItem.event_id == hearing.event_id).order_by(AgendaItem.position, AgendaItem.id)
    )
    return [Point(*row) for row in rows]


def going_on(hearing: Hearing) -> list[AgendaRun]:
    found = select(AgendaRun).where(AgendaRun.hearing_id == hearing.id, AgendaRun.ended_at.is_(None))
    return list(db.session.scalars(found.order_by(AgendaRun.id)))


def find_run(hearing: Hearing, item_id: int) -> AgendaRun | None:
    return db.session.scalars(
        select(AgendaRun).where(AgendaRun.hearing_id == hearing.id, AgendaRun.agenda_item_id == item_id)
    ).first()


def turns(hearing: Hearing) -> list[MicrophoneTurn]:
    """The list of who asked for the microphone, in order."""
    found = select(MicrophoneTurn).where(MicrophoneTurn.hearing_id == hearing.id)
    ordered = found.options(joinedload(MicrophoneTurn.question))
    return list(db.session.scalars(ordered.order_by(MicrophoneTurn.position, MicrophoneTurn.id)))


def registered_to_bring(hearing: Hearing) -> list[Registration]:
    """Those who asked to speak when they registered and are not in the list yet. Two people may have one name."""
    listed = Counter(turn.speaker for turn in turns(hearing))
    missing = []
    for person in registrations.who_asked_to_speak(hearing.event):
        if listed[person.full_name]:
            listed[person.full_name] -= 1
        else:
            missing.append(person)
    return missing


def turn(hearing: Hearing, turn_id: int) -> MicrophoneTurn:
    """A turn of this hearing. Raises NoResultFound."""
    of_hearing = (MicrophoneTurn.id == turn_id, MicrophoneTurn.hearing_id == hearing.id)
    return db.session.scalars(select(MicrophoneTurn).where(*of_hearing)).one()


def speaking(hearing: Hearing) -> list[MicrophoneTurn]:
    at_microphone = (MicrophoneTurn.hearing_id == hearing.id, MicrophoneTurn.state == TurnState.SPEAKING)
    return list(db.session.scalars(select(MicrophoneTurn).where(*at_microphone).order_by(MicrophoneTurn.id)))


def last_position(hearing: Hearing) -> int:
    found = select(func.max(MicrophoneTurn.position)).where(MicrophoneTurn.hearing_id == hearing.id)
    return db.session.scalar(found) or 0


def promises(hearing: Hearing) -> Sequence[LivePromise]:
    """What was promised, first said first, the struck ones too."""
    found = select(LivePromise).where(LivePromise.hearing_id == hearing.id)
    parts = (joinedload(LivePromise.department), joinedload(LivePromise.staged).joinedload(StagedQuestion.question))
    return list(db.session.scalars(found.options(*parts).order_by(LivePromise.id)))


def promise(hearing: Hearing, promise_id: int) -> LivePromise:
    """Something promised in this hearing. Raises NoResultFound."""
    of_hearing = (LivePromise.id == promise_id, LivePromise.hearing_id == hearing.id)
    return db.session.scalars(select(LivePromise).where(*of_hearing)).one()


def find_same_promise(hearing: Hearing, text: str, since: datetime) -> LivePromise | None:
    """The same words noted since an instant: a second click."""
    same = (LivePromise.hearing_id == hearing.id, LivePromise.text == text, LivePromise.at >= since)
    return db.session.scalars(select(LivePromise).where(*same, LivePromise.struck_at.is_(None)).limit(1)).first()
