"""The live part of a hearing: its conduct, the stage of each question, supports, turns at the microphone, promises."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import Department, User
from participa.events.models import AgendaItem, Event
from participa.extensions import Base
from participa.questions.models import Question
from participa.shared.types import UtcDateTime, enum_column


class HearingState(StrEnum):
    PREPARING = "preparing"
    OPEN = "open"
    CLOSED = "closed"


HEARING_STATE_LABELS = {
    HearingState.PREPARING: "En preparación",
    HearingState.OPEN: "En vivo",
    HearingState.CLOSED: "Terminada",
}


class Stage(StrEnum):
    """Where a question is on its way to the stage. The third axis, beside trámite and visibility."""

    NO_TURN = "sin_turno"
    SHORTLISTED = "preseleccionada"
    NEXT = "siguiente"
    ON_SCREEN = "en_pantalla"
    ANSWERED = "respondida_en_vivo"


STAGE_LABELS = {
    Stage.NO_TURN: "En la fila",
    Stage.SHORTLISTED: "Preseleccionada",
    Stage.NEXT: "Sigue",
    Stage.ON_SCREEN: "En pantalla",
    Stage.ANSWERED: "Respondida en vivo",
}


class Extent(StrEnum):
    """How far the spoken answer went. None of them ends the duty to answer in writing (Ley 1757 art. 56 f)."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    IN_WRITING = "in_writing"


EXTENT_LABELS = {
    Extent.COMPLETE: "Se respondió en la audiencia",
    Extent.PARTIAL: "Se respondió en parte",
    Extent.IN_WRITING: "Se responde por escrito",
}


class OverrideReason(StrEnum):
    """Why a question goes to the stage out of its order. The screen and the report show it."""

    URGENT = "urgent"
    SAME_TOPIC = "same_topic"
    UNHEARD_PLACE = "unheard_place"
    UNHEARD_GROUP = "unheard_group"
    OFFICIAL_LEAVES = "official_leaves"
    FOLLOW_UP = "follow_up"


OVERRIDE_REASON_LABELS = {
    OverrideReason.URGENT: "Hay un riesgo que no da espera",
    OverrideReason.SAME_TOPIC: "Completa el tema que se está respondiendo",
    OverrideReason.UNHEARD_PLACE: "Viene de un territorio que no se ha oído",
    OverrideReason.UNHEARD_GROUP: "Viene de un grupo que no se ha oído",
    OverrideReason.OFFICIAL_LEAVES: "Quien la responde se retira pronto",
    OverrideReason.FOLLOW_UP: "Sigue a una respuesta que no bastó",
}


class SupportState(StrEnum):
    """WARMING: of a device that has just arrived. HELD: a person of the team decides, with a reason."""

    WARMING = "warming"
    COUNTED = "counted"
    HELD = "held"
    DISCARDED = "discarded"
    WITHDRAWN = "withdrawn"


class TurnState(StrEnum):
    WAITING = "waiting"
    SPEAKING = "speaking"
    DONE = "done"
    ABSENT = "absent"


TURN_STATE_LABELS = {
    TurnState.WAITING: "Espera turno",
    TurnState.SPEAKING: "Está hablando",
    TurnState.DONE: "Ya habló",
    TurnState.ABSENT: "No estaba",
}


USUAL_SILENT_SHARE = 20  # of a hundred turns: who wrote on paper or spoke cannot collect supports


class Hearing(Base):
    """The live part of a space, or its rehearsal, which is a hearing of its own and is erased with one button.

    `recording_began_at` is minute zero of the recording; `poll_seconds`, how often phones ask; `present`, how many
    people the operator counted in the hall; `silent_share`, how many of a hundred turns are for paper and voice.
    `salt` goes into the digests of devices and networks and is destroyed at the end. `hall_networks` are those of the
    hall itself, as CIDR with commas between: any number of new phones may come from them.
    """

    __tablename__ = "hearing"
    __table_args__ = (UniqueConstraint("event_id", "is_rehearsal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id))
    is_rehearsal: Mapped[bool] = mapped_column(default=False)
    room_code: Mapped[str] = mapped_column(String(8), unique=True)
    state: Mapped[HearingState] = mapped_column(
        enum_column(HearingState, "hearing_state"), default=HearingState.PREPARING, index=True
    )
    takes_questions: Mapped[bool] = mapped_column(default=True)
    takes_supports: Mapped[bool] = mapped_column(default=True)
    poll_seconds: Mapped[int] = mapped_column(default=4)
    present: Mapped[int] = mapped_column(default=0)
    silent_share: Mapped[int] = mapped_column(default=USUAL_SILENT_SHARE)
    recording_began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    recording_url: Mapped[str] = mapped_column(String(300), default="")
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    salt: Mapped[str | None] = mapped_column(String(64))
    hall_networks: Mapped[str] = mapped_column(String(300), default="")

    event: Mapped[Event] = relationship()

    @property
    def state_label(self) -> str:
        return HEARING_STATE_LABELS[self.state]

    @property
    def is_open(self) -> bool:
        return self.state is HearingState.OPEN


@dataclass(frozen=True)
class Pace:
    """How a hearing goes. `poll_seconds`: how often phones ask; `silent_share`: of a hundred turns, paper and voice."""

    takes_questions: bool
    takes_supports: bool
    poll_seconds: int
    present: int
    silent_share: int
    recording_url: str = ""


class AgendaRun(Base):
    """That a part of the agenda of the space was reached in the hearing, from when to when."""

    __tablename__ = "agenda_run"
    __table_args__ = (UniqueConstraint("hearing_id", "agenda_item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hearing_id: Mapped[int] = mapped_column(ForeignKey(Hearing.id))
    agenda_item_id: Mapped[int] = mapped_column(ForeignKey(AgendaItem.id))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    item: Mapped[AgendaItem] = relationship()


class StagedQuestion(Base):
    """A question in the live part: its stage and its figures, which the rows of supports and readers prove.

    In a rehearsal there is no question behind it, only `rehearsal_text`. `is_silent`: it came on paper or by voice and
    cannot collect supports. `second` is the second of the recording at which the spoken answer began.
    """

    __tablename__ = "staged_question"
    __table_args__ = (Index("ix_staged_question_stage", "hearing_id", "stage", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hearing_id: Mapped[int] = mapped_column(ForeignKey(Hearing.id))
    question_id: Mapped[int | None] = mapped_column(ForeignKey(Question.id), unique=True)
    rehearsal_text: Mapped[str] = mapped_column(Text, default="")
    department_id: Mapped[int | None] = mapped_column(ForeignKey(Department.id))
    territory: Mapped[str] = mapped_column(String(120), default="")
    is_silent: Mapped[bool] = mapped_column(default=False)
    stage: Mapped[Stage] = mapped_column(enum_column(Stage, "stage"), default=Stage.NO_TURN)
    readers: Mapped[int] = mapped_column(default=0)
    supports: Mapped[int] = mapped_column(default=0)
    held_supports: Mapped[int] = mapped_column(default=0)
    extent: Mapped[Extent | None] = mapped_column(enum_column(Extent, "extent"))
    second: Mapped[int | None]
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)

    question: Mapped[Question | None] = relationship()
    hearing: Mapped[Hearing] = relationship()
    department: Mapped[Department | None] = relationship()


class StageMove(Base):
    """A step on the way to the stage: from, to, who, when and, out of order, why. Append only."""

    __tablename__ = "stage_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    staged_id: Mapped[int] = mapped_column(ForeignKey(StagedQuestion.id), index=True)
    from_value: Mapped[Stage] = mapped_column(enum_column(Stage, "stage_from"))
    to_value: Mapped[Stage] = mapped_column(enum_column(Stage, "stage_to"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    reason: Mapped[OverrideReason | None] = mapped_column(enum_column(OverrideReason, "override_reason"))
    note: Mapped[str] = mapped_column(String(300), default="")

    author: Mapped[User] = relationship()
    staged: Mapped[StagedQuestion] = relationship()


class Support(Base):
    """That a device supports a question. `device` and `network` are digests with the salt of the hearing.

    `device_since` is when the device was given its name, to tell a crowd from a flood.
    """

    __tablename__ = "support"
    __table_args__ = (
        Index("ix_support_hearing_id_state", "hearing_id", "state", "at"),
        Index("ix_support_device", "device", "staged_id"),
    )

    staged_id: Mapped[int] = mapped_column(ForeignKey(StagedQuestion.id), primary_key=True, autoincrement=False)
    device: Mapped[str] = mapped_column(String(32), primary_key=True)
    hearing_id: Mapped[int] = mapped_column(ForeignKey(Hearing.id))
    state: Mapped[SupportState] = mapped_column(enum_column(SupportState, "support_state"))
    network: Mapped[str] = mapped_column(String(32), default="")
    browser: Mapped[str] = mapped_column(String(32), default="")
    device_since: Mapped[datetime] = mapped_column(UtcDateTime)
    is_in_room: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class QuestionReader(Base):
    """That a device had the card of a question in view. Only used for the order."""

    __tablename__ = "question_reader"
    __table_args__ = (Index("ix_question_reader_device", "device", "staged_id"),)

    staged_id: Mapped[int] = mapped_column(ForeignKey(StagedQuestion.id), primary_key=True, autoincrement=False)
    device: Mapped[str] = mapped_column(String(32), primary_key=True)


class SupportDecision(Base):
    """What a person decided of the supports that were held for a question, and why. Public. Append only."""

    __tablename__ = "support_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    staged_id: Mapped[int] = mapped_column(ForeignKey(StagedQuestion.id), index=True)
    is_accepted: Mapped[bool]
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))

    author: Mapped[User] = relationship()


class MicrophoneTurn(Base):
    """A turn at the microphone. `speaker` is personal data: only for the team. `seconds` is the time that it has."""

    __tablename__ = "microphone_turn"
    __table_args__ = (Index("ix_microphone_turn_hearing_id", "hearing_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hearing_id: Mapped[int] = mapped_column(ForeignKey(Hearing.id))
    position: Mapped[int]
    speaker: Mapped[str] = mapped_column(String(200))
    territory: Mapped[str] = mapped_column(String(120), default="")
    seconds: Mapped[int] = mapped_column(default=120)
    state: Mapped[TurnState] = mapped_column(enum_column(TurnState, "turn_state"), default=TurnState.WAITING)
    began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    question_id: Mapped[int | None] = mapped_column(ForeignKey(Question.id))

    question: Mapped[Question | None] = relationship()


class LivePromise(Base):
    """What somebody promised in the hearing, in one line. A wrong one is struck, never deleted.

    `second` is the second of the recording.
    """

    __tablename__ = "live_promise"

    id: Mapped[int] = mapped_column(primary_key=True)
    hearing_id: Mapped[int] = mapped_column(ForeignKey(Hearing.id), index=True)
    staged_id: Mapped[int | None] = mapped_column(ForeignKey(StagedQuestion.id))
    department_id: Mapped[int | None] = mapped_column(ForeignKey(Department.id))
    text: Mapped[str] = mapped_column(String(300))
    second: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    struck_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    struck_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))

    staged: Mapped[StagedQuestion | None] = relationship()
    department: Mapped[Department | None] = relationship()


class LiveTrace(Base):
    """How a question stood at an instant of the hearing: readers, supports and place in the queue. Append only."""

    __tablename__ = "live_trace"
    __table_args__ = (Index("ix_live_trace_staged_id", "staged_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staged_id: Mapped[int] = mapped_column(ForeignKey(StagedQuestion.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    readers: Mapped[int]
    supports: Mapped[int]
    place: Mapped[int]


class ScreenBlank(Base):
    """That somebody blanked the big screen, from when to when. Append only but for its end."""

    __tablename__ = "screen_blank"

    id: Mapped[int] = mapped_column(primary_key=True)
    hearing_id: Mapped[int] = mapped_column(ForeignKey(Hearing.id), index=True)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
