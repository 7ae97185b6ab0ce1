"""Guests, the letters that invite them to a space, and what each answered, by link or by telephone."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.events.models import Event
from participa.extensions import Base
from participa.registrations.models import Registration
from participa.shared.types import UtcDateTime, enum_column
from participa.strategy.models import ValueGroup


class GuestKind(StrEnum):
    """Who is invited."""

    PERSON = "person"
    ORGANIZATION = "organization"
    CONTROL_BODY = "control_body"


GUEST_KIND_LABELS = {
    GuestKind.PERSON: "Persona",
    GuestKind.ORGANIZATION: "Organización",
    GuestKind.CONTROL_BODY: "Órgano de control",
}


class LetterState(StrEnum):
    """A letter is written, looked at by another person, and then sent."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"


LETTER_STATE_LABELS = {
    LetterState.DRAFT: "Borrador",
    LetterState.SUBMITTED: "Por aprobar",
    LetterState.APPROVED: "Aprobada",
}
LETTER_STATE_TONES = {LetterState.DRAFT: "neutral", LetterState.SUBMITTED: "warn", LetterState.APPROVED: "good"}


class Delivery(StrEnum):
    """Where the mail of an invitation stands. BY_PHONE has no mail: nothing allows writing to that guest."""

    DRAFT = "draft"
    APPROVED = "approved"
    QUEUED = "queued"
    SENT = "sent"
    BOUNCED = "bounced"
    FAILED = "failed"
    BY_PHONE = "by_phone"
    WITHDRAWN = "withdrawn"


DELIVERY_LABELS = {
    Delivery.DRAFT: "Por aprobar",
    Delivery.APPROVED: "Aprobada, por salir",
    Delivery.QUEUED: "Saliendo",
    Delivery.SENT: "Enviada",
    Delivery.BOUNCED: "El buzón la rechazó",
    Delivery.FAILED: "No salió",
    Delivery.BY_PHONE: "Por teléfono",
    Delivery.WITHDRAWN: "Retirada",
}
DELIVERY_TONES = {
    Delivery.DRAFT: "neutral",
    Delivery.APPROVED: "info",
    Delivery.QUEUED: "progress",
    Delivery.SENT: "good",
    Delivery.BOUNCED: "bad",
    Delivery.FAILED: "bad",
    Delivery.BY_PHONE: "neutral",
    Delivery.WITHDRAWN: "neutral",
}


class Reply(StrEnum):
    """What a guest answered. REGISTERED: has a place kept in the space."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    REGISTERED = "registered"


REPLY_LABELS = {
    Reply.WAITING: "Sin respuesta",
    Reply.CONFIRMED: "Va a asistir",
    Reply.DECLINED: "No puede ir",
    Reply.REGISTERED: "Inscrita",
}
REPLY_TONES = {Reply.WAITING: "neutral", Reply.CONFIRMED: "good", Reply.DECLINED: "warn", Reply.REGISTERED: "good"}


class CallResult(StrEnum):
    """How a call to a guest ended."""

    CONFIRMED = "confirmed"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


CALL_RESULT_LABELS = {
    CallResult.CONFIRMED: "Va a asistir",
    CallResult.DECLINED: "No puede ir",
    CallResult.NO_ANSWER: "No contestó",
    CallResult.WRONG_NUMBER: "El número no es",
}


class Guest(Base):
    """Somebody whom the entity may invite. An erased one keeps only its row, so that the counts stay.

    `match_key` tells the same guest in two lists: the address, or the name with the telephone; none once erased.
    """

    __tablename__ = "guest"
    __table_args__ = (Index("ix_guest_order", "name", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    organization: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[GuestKind] = mapped_column(enum_column(GuestKind, "kind"))
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    territory: Mapped[str] = mapped_column(String(120), default="")
    value_group_id: Mapped[int | None] = mapped_column(ForeignKey(ValueGroup.id), index=True)
    source: Mapped[str] = mapped_column(String(300), default="")
    authorization: Mapped[str] = mapped_column(Text, default="")
    authorized_on: Mapped[date | None]
    match_key: Mapped[str | None] = mapped_column(String(400), unique=True)
    opted_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    bounced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    value_group: Mapped[ValueGroup | None] = relationship()

    @property
    def title(self) -> str:
        """How the team reads this guest: the name, or the organisation when there is no name."""
        return self.name or self.organization or "Datos borrados"

    @property
    def kind_label(self) -> str:
        return GUEST_KIND_LABELS[self.kind]


@dataclass(frozen=True)
class GuestDetails:
    """What is written about a guest, by hand or in a list."""

    name: str = ""
    organization: str = ""
    kind: GuestKind = GuestKind.PERSON
    email: str = ""
    phone: str = ""
    address: str = ""
    territory: str = ""
    value_group_id: int | None = None
    source: str = ""
    authorization: str = ""
    authorized_on: date | None = None


class MailOptOut(Base):
    """An address that asked for no more invitations, as a keyed hash: a later list does not bring it back."""

    __tablename__ = "mail_opt_out"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class GuestImport(Base):
    """A list that a person is looking at before it is kept: its cells, compressed, and what each column means."""

    __tablename__ = "guest_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(String(300))
    authorization: Mapped[str] = mapped_column(Text, default="")
    authorized_on: Mapped[date | None]
    mapping: Mapped[list[str]] = mapped_column(JSON)
    cells: Mapped[str] = mapped_column(Text)


class InvitationLetter(Base):
    """The words of an invitation to a space and whom they are for (`audience`: filters of the list of guests)."""

    __tablename__ = "invitation_letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), index=True)
    subject: Mapped[str] = mapped_column(String(150))
    body: Mapped[str] = mapped_column(Text)
    audience: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[LetterState] = mapped_column(enum_column(LetterState, "state"), default=LetterState.DRAFT)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_because: Mapped[str] = mapped_column(Text, default="")

    event: Mapped[Event] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])

    @property
    def state_label(self) -> str:
        return LETTER_STATE_LABELS[self.state]

    @property
    def state_tone(self) -> str:
        return LETTER_STATE_TONES[self.state]


class Invitation(Base):
    """A guest invited to a space. Its personal code is derived from `code_seed`; only the digest is compared.

    `news` is a move of the space that this guest has yet to be told of by mail.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("event_id", "guest_id"),
        Index("ix_invitation_delivery", "delivery", "id"),
        Index("ix_invitation_event_id_delivery", "event_id", "delivery"),
        Index("ix_invitation_news", "news", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id))
    guest_id: Mapped[int] = mapped_column(ForeignKey(Guest.id), index=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey(InvitationLetter.id), index=True)
    code_seed: Mapped[str] = mapped_column(String(64))
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    delivery: Mapped[Delivery] = mapped_column(enum_column(Delivery, "delivery"), default=Delivery.DRAFT)
    tries: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str] = mapped_column(String(200), default="")
    queued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reply: Mapped[Reply] = mapped_column(enum_column(Reply, "reply"), default=Reply.WAITING)
    people: Mapped[int] = mapped_column(default=0)
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    news: Mapped[str] = mapped_column(String(32), default="")

    event: Mapped[Event] = relationship()
    guest: Mapped[Guest] = relationship()
    letter: Mapped[InvitationLetter] = relationship()
    calls: Mapped[list["InvitationCall"]] = relationship(order_by="InvitationCall.id")
    places: Mapped[list["InvitationPlace"]] = relationship(order_by="InvitationPlace.registration_id")

    @property
    def delivery_label(self) -> str:
        return DELIVERY_LABELS[self.delivery]

    @property
    def delivery_tone(self) -> str:
        return DELIVERY_TONES[self.delivery]

    @property
    def reply_label(self) -> str:
        return REPLY_LABELS[self.reply]

    @property
    def reply_tone(self) -> str:
        return REPLY_TONES[self.reply]


class InvitationPlace(Base):
    """A place that is kept in the space because of an invitation: of the guest, then of who comes along."""

    __tablename__ = "invitation_place"

    registration_id: Mapped[int] = mapped_column(ForeignKey(Registration.id), primary_key=True, autoincrement=False)
    invitation_id: Mapped[int] = mapped_column(ForeignKey(Invitation.id), index=True)

    registration: Mapped[Registration] = relationship()


class InvitationCall(Base):
    """A call to a guest: how it ended, who called and when."""

    __tablename__ = "invitation_call"

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey(Invitation.id), index=True)
    result: Mapped[CallResult] = mapped_column(enum_column(CallResult, "result"))
    people: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(String(300), default="")
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    author: Mapped[User] = relationship()

    @property
    def result_label(self) -> str:
        return CALL_RESULT_LABELS[self.result]


class ReminderPlan(Base):
    """How many minutes before a space its reminders leave. Without a row a space has none."""

    __tablename__ = "reminder_plan"

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), primary_key=True, autoincrement=False)
    minutes: Mapped[list[int]] = mapped_column(JSON)


MINUTES_LABELS = {10_080: "7 días antes", 1_440: "1 día antes", 120: "2 horas antes"}
