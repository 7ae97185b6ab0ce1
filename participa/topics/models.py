"""Calls for topics: what people nominate, how it is grouped, the vote, and what became of each topic."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.events.models import AgendaItem, Event, EventDocument
from participa.extensions import Base
from participa.hearings.models import LivePromise
from participa.questions.models import Question, WithholdReason
from participa.shared import window
from participa.shared.types import UtcDateTime, enum_column
from participa.strategy.models import Activity
from participa.surveys.models import Survey

STANDING = text("ended_at IS NULL")


class CallUse(StrEnum):
    """What people are asked for: topics to treat, kinds of space that they prefer, information that they miss."""

    TOPICS = "topics"
    SPACES = "spaces"
    INFORMATION = "information"


CALL_USE_LABELS = {
    CallUse.TOPICS: "Temas para tratar",
    CallUse.SPACES: "Preferencia de espacios",
    CallUse.INFORMATION: "Necesidades de información",
}


class CallState(StrEnum):
    """Whether it is public. When nominations are taken is told by its dates."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Standing(StrEnum):
    """Whether the words of a nomination are public. Never «deleted»."""

    WAITING = "waiting"
    PUBLIC = "public"
    KEPT_BACK = "kept_back"


STANDING_LABELS = {
    Standing.WAITING: "Por revisar",
    Standing.PUBLIC: "Publicada",
    Standing.KEPT_BACK: "No publicada",
}
KEEP_BACK_LABELS = {
    WithholdReason.R1: "Tiene datos personales de otra persona.",
    WithholdReason.R2: "Tiene datos de una persona menor de edad.",
    WithholdReason.R3: "Tiene una amenaza o llama a la violencia.",
    WithholdReason.R4: "Tiene un insulto que discrimina.",
    WithholdReason.R5: "Es publicidad o un mensaje sin relación con la entidad.",
    WithholdReason.R8: "Un juez ordenó no publicarla.",
}


class StepKind(StrEnum):
    MADE = "made"
    RENAMED = "renamed"
    JOINED = "joined"
    LEFT = "left"
    UNDONE = "undone"


STEP_LABELS = {
    StepKind.MADE: "El equipo creó el grupo",
    StepKind.RENAMED: "El equipo cambió el título",
    StepKind.JOINED: "Entró una postulación",
    StepKind.LEFT: "Salió una postulación",
    StepKind.UNDONE: "El equipo deshizo el grupo",
}


class Way(StrEnum):
    """How people vote."""

    RANKING = "ranking"
    POINTS = "points"


WAY_LABELS = {Way.RANKING: "Ordenar por preferencia", Way.POINTS: "Repartir puntos"}


class Rule(StrEnum):
    """Which rule decides the order, announced before the vote opens. POINTS adds up what was given."""

    SCHULZE = "schulze"
    BORDA = "borda"
    POINTS = "points"


RULE_LABELS = {
    Rule.SCHULZE: "Uno contra uno (método de Schulze)",
    Rule.BORDA: "Puntos por puesto (método de Borda)",
    Rule.POINTS: "Suma de los puntos repartidos",
}


class LinkKind(StrEnum):
    AGENDA = "agenda"
    QUESTION = "question"
    PROMISE = "promise"
    DOCUMENT = "document"
    PAGE = "page"


LINK_KIND_LABELS = {
    LinkKind.AGENDA: "Punto del orden del día",
    LinkKind.QUESTION: "Pregunta y respuesta",
    LinkKind.PROMISE: "Compromiso dicho en la audiencia",
    LinkKind.DOCUMENT: "Documento",
    LinkKind.PAGE: "Otra página",
}


class TopicCall(Base):
    """A call for topics (convocatoria de temas). It hangs from an activity of the strategy, from a space, or both.

    `salt` goes into the digests of the devices that support; it is destroyed once nominations are over.
    `last_nomination` and `last_group` are the last numbers given.
    """

    __tablename__ = "topic_call"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    intro: Mapped[str] = mapped_column(Text, default="")
    use: Mapped[CallUse] = mapped_column(enum_column(CallUse, "call_use"), default=CallUse.TOPICS)
    activity_id: Mapped[int | None] = mapped_column(ForeignKey(Activity.id), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey(Event.id), index=True)
    state: Mapped[CallState] = mapped_column(enum_column(CallState, "call_state"), default=CallState.DRAFT)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    salt: Mapped[str | None] = mapped_column(String(64))
    last_nomination: Mapped[int] = mapped_column(default=0)
    last_group: Mapped[int] = mapped_column(default=0)
    form_key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=0)

    activity: Mapped[Activity | None] = relationship()
    event: Mapped[Event | None] = relationship()
    vote: Mapped["TopicVote | None"] = relationship(back_populates="call")

    __mapper_args__ = {"version_id_col": revision}

    @property
    def use_label(self) -> str:
        return CALL_USE_LABELS[self.use]

    @property
    def is_public(self) -> bool:
        return self.state is CallState.PUBLISHED

    def takes(self, at: datetime) -> bool:
        """Whether nominations and supports are taken at this instant."""
        return self.is_public and window.is_open(self.opens_at, self.closes_at, at)


@dataclass(frozen=True)
class CallDetails:
    """What a person of the team writes of a call."""

    title: str
    intro: str
    use: CallUse
    opens_at: datetime
    closes_at: datetime
    activity_id: int | None = None
    event_id: int | None = None


class Nomination(Base):
    """A topic that somebody nominated (postulación). Its words are never rewritten. No data of the person is asked.

    `supports` is how many devices support it; the rows of NominationSupport prove it.
    """

    __tablename__ = "topic_nomination"
    __table_args__ = (
        UniqueConstraint("call_id", "number"),
        Index("ix_topic_nomination_call_id_standing", "call_id", "standing", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey(TopicCall.id))
    number: Mapped[int]
    words: Mapped[str] = mapped_column(String(140))
    why: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(String(120), default="")
    standing: Mapped[Standing] = mapped_column(enum_column(Standing, "standing"), default=Standing.WAITING)
    reason: Mapped[WithholdReason | None] = mapped_column(enum_column(WithholdReason, "keep_back_reason"))
    note: Mapped[str] = mapped_column(Text, default="")
    supports: Mapped[int] = mapped_column(default=0)
    form_key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    revision: Mapped[int] = mapped_column(default=0)

    call: Mapped[TopicCall] = relationship()

    __mapper_args__ = {"version_id_col": revision}

    @property
    def standing_label(self) -> str:
        return STANDING_LABELS[self.standing]

    @property
    def is_public(self) -> bool:
        return self.standing is Standing.PUBLIC

    @property
    def reason_label(self) -> str:
        return KEEP_BACK_LABELS[self.reason] if self.reason else ""


class NominationSupport(Base):
    """That a device supports a nomination. `device` is a digest with the salt of the call, that leads to nobody."""

    __tablename__ = "topic_nomination_support"

    nomination_id: Mapped[int] = mapped_column(ForeignKey(Nomination.id), primary_key=True, autoincrement=False)
    device: Mapped[str] = mapped_column(String(32), primary_key=True)


class TopicGroup(Base):
    """Nominations that say the same, under a title of the team (tema). People vote on groups."""

    __tablename__ = "topic_group"
    __table_args__ = (UniqueConstraint("call_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey(TopicCall.id))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(140))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=0)

    call: Mapped[TopicCall] = relationship()

    __mapper_args__ = {"version_id_col": revision}

    @property
    def code(self) -> str:
        """Its name among the options of the vote."""
        return f"t{self.number}"


class GroupMember(Base):
    """That a nomination is in a group, from when to when; in one at most at a time."""

    __tablename__ = "topic_group_member"
    __table_args__ = (
        Index(
            "uq_topic_group_member_standing",
            "nomination_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index("ix_topic_group_member_group_id", "group_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey(TopicGroup.id))
    nomination_id: Mapped[int] = mapped_column(ForeignKey(Nomination.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    group: Mapped[TopicGroup] = relationship()
    nomination: Mapped[Nomination] = relationship()


class GroupStep(Base):
    """A step in the life of a group, which everybody reads. Append only."""

    __tablename__ = "topic_group_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey(TopicGroup.id), index=True)
    kind: Mapped[StepKind] = mapped_column(enum_column(StepKind, "step_kind"))
    nomination_id: Mapped[int | None] = mapped_column(ForeignKey(Nomination.id))
    words: Mapped[str] = mapped_column(String(140), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))

    nomination: Mapped[Nomination | None] = relationship()

    @property
    def label(self) -> str:
        return STEP_LABELS[self.kind]


class TopicVote(Base):
    """The vote on the groups of a call: which survey, how people vote and which rule decides.

    `tally` is the result once the survey is over, as protecting.kept writes it.
    """

    __tablename__ = "topic_vote"

    call_id: Mapped[int] = mapped_column(ForeignKey(TopicCall.id), primary_key=True, autoincrement=False)
    survey_id: Mapped[int] = mapped_column(ForeignKey(Survey.id), unique=True)
    way: Mapped[Way] = mapped_column(enum_column(Way, "way"))
    rule: Mapped[Rule] = mapped_column(enum_column(Rule, "deciding_rule"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    tally: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    call: Mapped[TopicCall] = relationship(back_populates="vote")
    survey: Mapped[Survey] = relationship()

    @property
    def rule_label(self) -> str:
        return RULE_LABELS[self.rule]


class AgendaDecision(Base):
    """Which topics a space treats, and why when it is not the order of the vote. The last one of a space counts."""

    __tablename__ = "topic_agenda_decision"
    __table_args__ = (Index("ix_topic_agenda_decision_call_id", "call_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey(TopicCall.id))
    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))

    event: Mapped[Event] = relationship()
    topics: Mapped[list["AgendaTopic"]] = relationship(order_by="AgendaTopic.position")


class AgendaTopic(Base):
    """A topic that a space treats, in its place."""

    __tablename__ = "topic_agenda_topic"

    decision_id: Mapped[int] = mapped_column(ForeignKey(AgendaDecision.id), primary_key=True, autoincrement=False)
    group_id: Mapped[int] = mapped_column(ForeignKey(TopicGroup.id), primary_key=True, autoincrement=False, index=True)
    position: Mapped[int]

    group: Mapped[TopicGroup] = relationship()


class TopicLink(Base):
    """Where a topic was treated, or what came of it. A wrong one is removed and stays in the history.

    `words` say it also when what it led to is there no more.
    """

    __tablename__ = "topic_link"
    __table_args__ = (Index("ix_topic_link_group_id", "group_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey(TopicGroup.id))
    kind: Mapped[LinkKind] = mapped_column(enum_column(LinkKind, "link_kind"))
    words: Mapped[str] = mapped_column(String(300))
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey(AgendaItem.id, ondelete="SET NULL"), index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey(Question.id))
    promise_id: Mapped[int | None] = mapped_column(ForeignKey(LivePromise.id, ondelete="SET NULL"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey(EventDocument.id, ondelete="SET NULL"), index=True)
    url: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    question: Mapped[Question | None] = relationship()
    promise: Mapped[LivePromise | None] = relationship()
    agenda_item: Mapped[AgendaItem | None] = relationship()
    document: Mapped[EventDocument | None] = relationship()

    @property
    def kind_label(self) -> str:
        return LINK_KIND_LABELS[self.kind]
