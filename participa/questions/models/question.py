"""Questions of the people, who asked them, what was answered, and each step in between."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import Department, User
from participa.events.models import Event
from participa.extensions import Base
from participa.shared.ledger import fresh_salt
from participa.shared.types import UtcDateTime, enum_column
from participa.strategy.models import Topic

if TYPE_CHECKING:
    from participa.questions.models.answers import AnswerAttachment, AnswerPromise, AnswerReview, AnswerTick
    from participa.questions.models.restrictions import WithheldAnswer


class Channel(StrEnum):
    WEB = "web"
    PAPER = "paper"
    ORAL = "oral"
    MAIL = "mail"
    SOCIAL = "social"
    BOX = "box"
    WORKSHOP = "workshop"
    PHONE = "phone"


CHANNEL_LABELS = {
    Channel.WEB: "Página web",
    Channel.PAPER: "Formato en papel",
    Channel.ORAL: "Intervención oral",
    Channel.MAIL: "Correo",
    Channel.SOCIAL: "Redes o chat",
    Channel.BOX: "Buzón",
    Channel.WORKSHOP: "Taller",
    Channel.PHONE: "Teléfono",
}


class Kind(StrEnum):
    """What sort of petition it is (tipo)."""

    QUESTION = "pregunta"
    CONCERN = "inquietud"
    PROPOSAL = "propuesta"
    OBSERVATION = "observacion"
    INFORMATION = "solicitud_informacion"
    COMPLAINT = "queja"
    REPORT = "denuncia"
    PRAISE = "felicitacion"


KIND_LABELS = {
    Kind.QUESTION: "Pregunta",
    Kind.CONCERN: "Inquietud",
    Kind.PROPOSAL: "Propuesta",
    Kind.OBSERVATION: "Observación",
    Kind.INFORMATION: "Solicitud de información",
    Kind.COMPLAINT: "Queja o reclamo",
    Kind.REPORT: "Denuncia",
    Kind.PRAISE: "Felicitación",
}


class Status(StrEnum):
    """The trámite: how far the duty to answer has come."""

    RECEIVED = "received"
    CLASSIFIED = "classified"
    ASSIGNED = "assigned"
    DRAFTING = "drafting"
    IN_REVIEW = "in_review"
    ANSWERED = "answered"
    PUBLISHED = "published"
    CLARIFYING = "clarifying"
    ARCHIVED = "archived"
    TRANSFERRED = "transferred"
    GROUPED = "grouped"
    REFERRED = "referred"
    REJECTED = "rejected"


STATUS_LABELS = {
    Status.RECEIVED: "Recibida",
    Status.CLASSIFIED: "Clasificada",
    Status.ASSIGNED: "Asignada",
    Status.DRAFTING: "En respuesta",
    Status.IN_REVIEW: "En revisión",
    Status.ANSWERED: "Respondida",
    Status.PUBLISHED: "Respuesta publicada",
    Status.CLARIFYING: "En aclaración",
    Status.ARCHIVED: "Archivada",
    Status.TRANSFERRED: "Trasladada",
    Status.GROUPED: "Agrupada",
    Status.REFERRED: "Remitida a una respuesta anterior",
    Status.REJECTED: "Rechazada",
}


class Visibility(StrEnum):
    """Whether the text of the question is on the public pages. Never «deleted»."""

    WAITING = "waiting"
    PUBLIC = "public"
    GROUPED = "grouped"
    WITHHELD = "withheld"


VISIBILITY_LABELS = {
    Visibility.WAITING: "En espera de revisión",
    Visibility.PUBLIC: "Pública",
    Visibility.GROUPED: "Agrupada con otras",
    Visibility.WITHHELD: "Reservada",
}


class WithholdReason(StrEnum):
    """The closed list of reasons for which a text may be withheld from the public pages."""

    R1 = "R1"
    R2 = "R2"
    R3 = "R3"
    R4 = "R4"
    R5 = "R5"
    R6 = "R6"
    R7 = "R7"
    R8 = "R8"


WITHHOLD_REASON_LABELS = {
    WithholdReason.R1: "Contiene datos personales de otra persona.",
    WithholdReason.R2: "Contiene datos de una persona menor de edad.",
    WithholdReason.R3: "Contiene una amenaza o llama a la violencia.",
    WithholdReason.R4: "Contiene un insulto que discrimina.",
    WithholdReason.R5: "Es publicidad o un mensaje sin relación con la entidad.",
    WithholdReason.R6: "Repite otra pregunta que ya es pública.",
    WithholdReason.R7: "Es asunto de otra entidad y se le trasladó.",
    WithholdReason.R8: "Un juez ordenó reservarla.",
}


class AnswerMedium(StrEnum):
    PUBLICATION = "publication"
    EMAIL = "email"
    POST = "post"
    PHONE = "phone"


ANSWER_MEDIUM_LABELS = {
    AnswerMedium.PUBLICATION: "Solo en esta página, con mi código",
    AnswerMedium.EMAIL: "Correo electrónico",
    AnswerMedium.POST: "Carta a una dirección",
    AnswerMedium.PHONE: "Teléfono",
}


class Purpose(StrEnum):
    """Purposes of the treatment of personal data, each authorised apart (Ley 1581 de 2012, arts. 3, 9, 12)."""

    MANAGE = "manage"
    STATISTICS = "statistics"
    INVITE = "invite"
    PUBLISH_NAME = "publish_name"
    IMAGE = "image"


# Words of the partial indexes of the public list; a query that says the same words may use them.
LISTED = "visibility != 'waiting'"
OPEN_STATUS = (
    "status IN ('received', 'classified', 'assigned', 'drafting', 'in_review', 'answered', 'clarifying', 'grouped')"
)
ANSWERED = "published_at IS NOT NULL"
SIFTED = ("topic_id", "department_id", "event_id", "kind", "status", "visibility", "published_at")  # without the rows


def _partial(name: str, *columns: str, where: str = "") -> Index:
    condition = text(f"{LISTED} AND {where}" if where else LISTED)
    return Index(name, *columns, sqlite_where=condition, postgresql_where=condition)


class FilingCounter(Base):
    """The last filing number (radicado) given in a year."""

    __tablename__ = "filing_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Question(Base):
    """A question or other petition. Triggers refuse to change `body` or to delete the row.

    `salt` joins `body` in the commitment of the public record: 32 random bytes as hexadecimal digits.
    """

    __tablename__ = "question"
    __table_args__ = (
        Index("ix_question_public", "visibility", "received_at", "id"),
        Index("ix_question_inbox", "status", "due_on", "id"),
        Index("ix_question_department_inbox", "department_id", "status", "due_on", "id"),
        _partial("ix_question_listed", "received_at", "id", *SIFTED),
        _partial("ix_question_listed_topic", "topic_id", "received_at", "id", *SIFTED[1:]),
        _partial("ix_question_listed_department", "department_id", "received_at", "id", "topic_id", *SIFTED[2:]),
        _partial("ix_question_listed_event", "event_id", "received_at", "id", *SIFTED[:2], *SIFTED[3:]),
        _partial("ix_question_listed_kind", "kind", "received_at", "id", *SIFTED[:3], *SIFTED[4:]),
        _partial("ix_question_listed_open", "received_at", "id", where=OPEN_STATUS),
        _partial("ix_question_listed_due", "due_on", "id", where=OPEN_STATUS),
        _partial("ix_question_listed_answered", "published_at", "id", "received_at", *SIFTED[:-1], where=ANSWERED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    radicado: Mapped[str] = mapped_column(String(16), unique=True)
    form_key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    salt: Mapped[str] = mapped_column(String(64), default=fresh_salt)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    channel: Mapped[Channel] = mapped_column(enum_column(Channel, "channel"), default=Channel.WEB)
    body: Mapped[str] = mapped_column(Text)
    kind: Mapped[Kind] = mapped_column(enum_column(Kind, "kind"))
    asked_department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_late: Mapped[bool] = mapped_column(default=False)
    answer_medium: Mapped[AnswerMedium] = mapped_column(enum_column(AnswerMedium, "answer_medium"))
    base_on: Mapped[date]
    term_days: Mapped[int]
    due_on: Mapped[date]
    base_reading: Mapped[str] = mapped_column(String(16))
    calendar_version: Mapped[str] = mapped_column(String(64))
    status: Mapped[Status] = mapped_column(enum_column(Status, "status"), default=Status.RECEIVED)
    visibility: Mapped[Visibility] = mapped_column(enum_column(Visibility, "visibility"), default=Visibility.WAITING)
    withhold_reason: Mapped[WithholdReason | None] = mapped_column(enum_column(WithholdReason, "withhold_reason"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=0)

    event: Mapped[Event | None] = relationship()
    topic: Mapped[Topic | None] = relationship()
    department: Mapped[Department | None] = relationship(foreign_keys=[department_id])
    asked_department: Mapped[Department | None] = relationship(foreign_keys=[asked_department_id])
    asker: Mapped["Asker | None"] = relationship(back_populates="question")
    by_hand: Mapped["HandEntry | None"] = relationship(back_populates="question")
    moves: Mapped[list["QuestionMove"]] = relationship(back_populates="question", order_by="QuestionMove.id")
    answers: Mapped[list["AnswerVersion"]] = relationship(back_populates="question", order_by="AnswerVersion.number")

    __mapper_args__ = {"version_id_col": revision}

    @property
    def kind_label(self) -> str:
        return KIND_LABELS[self.kind]

    @property
    def status_label(self) -> str:
        return STATUS_LABELS[self.status]

    @property
    def channel_label(self) -> str:
        return CHANNEL_LABELS[self.channel]

    @property
    def visibility_label(self) -> str:
        return VISIBILITY_LABELS[self.visibility]

    @property
    def withhold_reason_label(self) -> str:
        return WITHHOLD_REASON_LABELS[self.withhold_reason] if self.withhold_reason else ""


class Asker(Base):
    """Personal data of who asked, apart from the question. Absent when the question is anonymous."""

    __tablename__ = "asker"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    first_names: Mapped[str] = mapped_column(String(120), default="")
    last_names: Mapped[str] = mapped_column(String(120), default="")
    document: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    organization: Mapped[str] = mapped_column(String(200), default="")
    neighbourhood: Mapped[str] = mapped_column(String(120), default="")
    is_minor: Mapped[bool] = mapped_column(default=False)

    question: Mapped[Question] = relationship(back_populates="asker")


class HandEntry(Base):
    """That the team typed a question that came by another way: who, when, and why later than it came (CPACA art. 62).

    `received_at` of the question is when it came; `typed_at`, when it was typed.
    """

    __tablename__ = "hand_entry"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    typed_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    typed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(300), default="")

    question: Mapped[Question] = relationship(back_populates="by_hand")
    typed_by: Mapped[User] = relationship()


class Authorization(Base):
    """An authorisation as it was given: purpose, version of the text, instant (Ley 1581 de 2012, art. 9)."""

    __tablename__ = "question_authorization"
    __table_args__ = (UniqueConstraint("question_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    purpose: Mapped[Purpose] = mapped_column(enum_column(Purpose, "purpose"))
    text_version: Mapped[str] = mapped_column(String(32))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


class QuestionMove(Base):
    """A step of the trámite or of the visibility: from, to, who, when, note. Append only."""

    __tablename__ = "question_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    axis: Mapped[str] = mapped_column(String(16))
    from_value: Mapped[str] = mapped_column(String(32))
    to_value: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    note: Mapped[str] = mapped_column(Text, default="")

    question: Mapped[Question] = relationship(back_populates="moves")
    author: Mapped[User | None] = relationship()
    department: Mapped[Department | None] = relationship()


class AnswerVersion(Base):
    """A version of the written answer. A correction is a new version; none is rewritten once approved."""

    __tablename__ = "answer_version"
    __table_args__ = (UniqueConstraint("question_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    number: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text, default="")

    question: Mapped[Question] = relationship(back_populates="answers")
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])
    department: Mapped[Department | None] = relationship()
    reviews: Mapped[list["AnswerReview"]] = relationship(back_populates="version", order_by="AnswerReview.id")
    attachments: Mapped[list["AnswerAttachment"]] = relationship(
        back_populates="version", order_by="AnswerAttachment.id", cascade="all, delete-orphan"
    )
    ticks: Mapped[list["AnswerTick"]] = relationship(back_populates="version", order_by="AnswerTick.id")
    promise: Mapped["AnswerPromise | None"] = relationship(back_populates="version", cascade="all, delete-orphan")
    withheld: Mapped["WithheldAnswer | None"] = relationship(back_populates="version")

    @property
    def said(self) -> str:
        """All that people will read of it."""
        promised = [self.promise.words] if self.promise else []
        return "\n".join([self.body, self.note or "", *promised, *(one.words for one in self.attachments)])
