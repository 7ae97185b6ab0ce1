"""Registrations: who keeps a place in a space, with which supports and permissions, alone or with a group."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.events.models import Event
from participa.extensions import Base
from participa.questionnaires.engine import phrasing
from participa.questionnaires.models import Questionnaire, QuestionnaireVersion
from participa.shared.types import UtcDateTime, enum_column


class RegistrationState(StrEnum):
    REGISTERED = "registered"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    CANCELLED = "cancelled"


REGISTRATION_STATE_LABELS = {
    RegistrationState.REGISTERED: "Inscrita",
    RegistrationState.CONFIRMED: "Confirmada",
    RegistrationState.WAITING: "En lista de espera",
    RegistrationState.OFFERED: "Con puesto ofrecido",
    RegistrationState.CANCELLED: "Cancelada",
}


class RegistrationChannel(StrEnum):
    """How the registration reached us."""

    WEB = "web"
    DESK = "desk"
    PHONE = "phone"
    GROUP = "group"
    INVITATION = "invitation"
    WALK_IN = "walk_in"


REGISTRATION_CHANNEL_LABELS = {
    RegistrationChannel.WEB: "Página web",
    RegistrationChannel.DESK: "Ventanilla",
    RegistrationChannel.PHONE: "Teléfono",
    RegistrationChannel.GROUP: "Con un grupo",
    RegistrationChannel.INVITATION: "Invitación",
    RegistrationChannel.WALK_IN: "En la puerta",
}


class Attends(StrEnum):
    """In the room or online; each has its own seats."""

    PRESENCIAL = "presencial"
    VIRTUAL = "virtual"


ATTENDS_LABELS = {Attends.PRESENCIAL: "En el lugar", Attends.VIRTUAL: "Por internet"}


class CapacityAs(StrEnum):
    """In what capacity a person takes part (en calidad de)."""

    CITIZEN = "ciudadania"
    COMMUNITY_BOARD = "jac"
    OVERSIGHT = "veeduria"
    SOCIAL_ORGANISATION = "organizacion_social"
    TRADE = "gremio"
    ACADEMIA = "academia"
    PRESS = "medio"
    COUNCIL = "edil_concejal"
    CONTROL_BODY = "organo_control"
    PUBLIC_SERVANT = "servidor_publico"
    OTHER = "otro"


CAPACITY_AS_LABELS = {
    CapacityAs.CITIZEN: "Ciudadana o ciudadano",
    CapacityAs.COMMUNITY_BOARD: "Junta de acción comunal",
    CapacityAs.OVERSIGHT: "Veeduría ciudadana",
    CapacityAs.SOCIAL_ORGANISATION: "Organización social",
    CapacityAs.TRADE: "Gremio",
    CapacityAs.ACADEMIA: "Academia",
    CapacityAs.PRESS: "Medio de comunicación",
    CapacityAs.COUNCIL: "Edil o concejal",
    CapacityAs.CONTROL_BODY: "Órgano de control",
    CapacityAs.PUBLIC_SERVANT: "Servidor público",
    CapacityAs.OTHER: "Otro",
}


class DocumentType(StrEnum):
    CC = "CC"
    TI = "TI"
    CE = "CE"
    PPT = "PPT"
    PA = "PA"
    RC = "RC"
    NIT = "NIT"


DOCUMENT_TYPE_LABELS = {
    DocumentType.CC: "Cédula de ciudadanía",
    DocumentType.TI: "Tarjeta de identidad",
    DocumentType.CE: "Cédula de extranjería",
    DocumentType.PPT: "Permiso PEP o PPT",
    DocumentType.PA: "Pasaporte",
    DocumentType.RC: "Registro civil",
    DocumentType.NIT: "NIT",
}


class NeedKind(StrEnum):
    """A support of accessibility."""

    LSC = "lsc"
    WHEELCHAIR = "wheelchair"
    CAPTIONS = "captions"
    COMPANION = "companion"
    OTHER = "other"


NEED_KIND_LABELS = {
    NeedKind.LSC: "Intérprete de lengua de señas",
    NeedKind.WHEELCHAIR: "Espacio para silla de ruedas",
    NeedKind.CAPTIONS: "Subtítulos",
    NeedKind.COMPANION: "Puesto para acompañante",
    NeedKind.OTHER: "Otro apoyo",
}


class NeedState(StrEnum):
    REQUESTED = "requested"
    ARRANGED = "arranged"
    DELIVERED = "delivered"
    NOT_POSSIBLE = "not_possible"


NEED_STATE_LABELS = {
    NeedState.REQUESTED: "Pedido",
    NeedState.ARRANGED: "Dispuesto",
    NeedState.DELIVERED: "Entregado",
    NeedState.NOT_POSSIBLE: "No fue posible",
}


class RegistrationPurpose(StrEnum):
    """What personal data may be used for, each authorised apart (Ley 1581 de 2012, arts. 5, 7, 9 and 12)."""

    MANAGE = "manage"
    ORGANISATION = "organisation"
    NEEDS = "needs"
    INVITE = "invite"
    GUARDIAN = "guardian"


class RegistrationGroup(Base):
    """An organisation that brings several people in one form, and who answers for it."""

    __tablename__ = "registration_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    form_key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    organisation: Mapped[str] = mapped_column(String(200), default="")
    contact_name: Mapped[str] = mapped_column(String(240), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    event: Mapped[Event] = relationship()


class Registration(Base):
    """A place in a space, or in its waiting list.

    `code_digest` and `form_key_digest` are keyed (shared/follow_codes). `door_digest` is the SHA-256, in hexadecimal,
    of `<event_id>|<code>`, so that a device without connection knows a code. `link_digest` is that of a second code,
    made for the mail of an offer. Personal data are empty once `erased_at` is set; the row stays, to be counted.
    """

    __tablename__ = "registration"
    __table_args__ = (
        Index("ix_registration_seats", "event_id", "attends", "state"),
        Index("ix_registration_line", "event_id", "state", "waiting_since", "id"),
        Index("ix_registration_offers", "state", "offered_until"),
        Index("ix_registration_names", "event_id", "last_name", "first_name", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("registration_group.id"), index=True)
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    form_key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    door_digest: Mapped[str] = mapped_column(String(64), unique=True)
    link_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    state: Mapped[RegistrationState] = mapped_column(enum_column(RegistrationState, "state"))
    channel: Mapped[RegistrationChannel] = mapped_column(enum_column(RegistrationChannel, "channel"))
    attends: Mapped[Attends] = mapped_column(enum_column(Attends, "attends"))
    capacity_as: Mapped[CapacityAs] = mapped_column(enum_column(CapacityAs, "capacity_as"), default=CapacityAs.CITIZEN)
    first_name: Mapped[str] = mapped_column(String(120), default="")
    last_name: Mapped[str] = mapped_column(String(120), default="")
    document_type: Mapped[DocumentType | None] = mapped_column(enum_column(DocumentType, "document_type"))
    document_number: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    neighbourhood: Mapped[str] = mapped_column(String(120), default="")
    commune: Mapped[str] = mapped_column(String(120), default="")
    wants_to_speak: Mapped[bool] = mapped_column(default=False)
    speak_topic: Mapped[str] = mapped_column(String(300), default="")
    is_minor: Mapped[bool] = mapped_column(default=False)
    guardian_name: Mapped[str] = mapped_column(String(240), default="")
    guardian_link: Mapped[str] = mapped_column(String(120), default="")
    guardian_contact: Mapped[str] = mapped_column(String(254), default="")
    cancel_reason: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    offered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    offered_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    event: Mapped[Event] = relationship()
    group: Mapped[RegistrationGroup | None] = relationship()
    needs: Mapped[list["AccessNeed"]] = relationship(back_populates="registration", order_by="AccessNeed.id")
    authorizations: Mapped[list["RegistrationAuthorization"]] = relationship(order_by="RegistrationAuthorization.id")
    extra: Mapped["ExtraAnswers | None"] = relationship(back_populates="registration")

    @property
    def state_label(self) -> str:
        return REGISTRATION_STATE_LABELS[self.state]

    @property
    def channel_label(self) -> str:
        return REGISTRATION_CHANNEL_LABELS[self.channel]

    @property
    def attends_label(self) -> str:
        return ATTENDS_LABELS[self.attends]

    @property
    def capacity_as_label(self) -> str:
        return CAPACITY_AS_LABELS[self.capacity_as]

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None


class AccessNeed(Base):
    """A support that somebody asked for, from the request until it is delivered or proves impossible."""

    __tablename__ = "access_need"
    __table_args__ = (UniqueConstraint("registration_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    kind: Mapped[NeedKind] = mapped_column(enum_column(NeedKind, "kind"))
    words: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[NeedState] = mapped_column(enum_column(NeedState, "state"), default=NeedState.REQUESTED)
    note: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))

    registration: Mapped[Registration] = relationship(back_populates="needs")
    changed_by: Mapped[User | None] = relationship()

    @property
    def kind_label(self) -> str:
        return NEED_KIND_LABELS[self.kind]

    @property
    def state_label(self) -> str:
        return NEED_STATE_LABELS[self.state]


class RegistrationAuthorization(Base):
    """An authorisation as it was given: purpose, version of the text, instant (Ley 1581 de 2012, art. 9)."""

    __tablename__ = "registration_authorization"
    __table_args__ = (UniqueConstraint("registration_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    purpose: Mapped[RegistrationPurpose] = mapped_column(enum_column(RegistrationPurpose, "purpose"))
    text_version: Mapped[str] = mapped_column(String(32))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ExtraQuestions(Base):
    """The questionnaire that the registration form of a space asks besides the usual data."""

    __tablename__ = "extra_questions"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey(Questionnaire.id))
    chosen_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    chosen_at: Mapped[datetime] = mapped_column(UtcDateTime)

    event: Mapped[Event] = relationship()
    questionnaire: Mapped[Questionnaire] = relationship()


class ExtraAnswers(Base):
    """What a registration answered to the extra questions, as `questionnaires.engine` keeps it; empty once erased."""

    __tablename__ = "extra_answers"

    registration_id: Mapped[int] = mapped_column(ForeignKey(Registration.id), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(QuestionnaireVersion.id))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    registration: Mapped[Registration] = relationship(back_populates="extra")
    version: Mapped[QuestionnaireVersion] = relationship()

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """Each question that was answered, with its answer."""
        return phrasing.all_said(self.version.definition, self.answers)
