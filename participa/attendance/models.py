"""Arrivals at a space, the links that open its doors, and what a person must decide about late arrivals."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.events.models import Event
from participa.extensions import Base
from participa.registrations.models import Registration
from participa.shared import clock
from participa.shared.types import UtcDateTime, enum_column


class Way(StrEnum):
    """How somebody was recognised at the door."""

    QR = "qr"
    CODE = "code"
    NAME = "name"
    WALK_IN = "walk_in"
    KIOSK = "kiosk"
    PAPER = "paper"


WAY_LABELS = {
    Way.QR: "Código QR",
    Way.CODE: "Código escrito",
    Way.NAME: "Nombre en la lista",
    Way.WALK_IN: "Sin inscripción",
    Way.KIOSK: "Tableta de registro",
    Way.PAPER: "Planilla de papel",
}


class DoorKind(StrEnum):
    """What a link opens: the door with its list, or the tablet where each person notes the own arrival."""

    DOOR = "door"
    KIOSK = "kiosk"


DOOR_KIND_LABELS = {DoorKind.DOOR: "Puerta", DoorKind.KIOSK: "Tableta de registro"}


class ConflictKind(StrEnum):
    ALREADY = "already"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"
    TWIN = "twin"


class Decision(StrEnum):
    """What a person decided about a conflict."""

    SEEN = "seen"
    LET_IN = "let_in"
    SAME_PERSON = "same_person"
    TWO_PEOPLE = "two_people"


DECISION_LABELS = {
    Decision.SEEN: "Revisada, sin cambios",
    Decision.LET_IN: "Entró: se anotó la llegada",
    Decision.SAME_PERSON: "Es la misma persona",
    Decision.TWO_PEOPLE: "Son dos personas",
}


class DoorLink(Base):
    """A link that opens the door of one space without an account, until the end of its day. The code is not stored."""

    __tablename__ = "door_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    kind: Mapped[DoorKind] = mapped_column(enum_column(DoorKind, "kind"), default=DoorKind.DOOR)
    label: Mapped[str] = mapped_column(String(80))
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    valid_until: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))

    event: Mapped[Event] = relationship()
    created_by: Mapped[User] = relationship(foreign_keys=[created_by_id])

    @property
    def kind_label(self) -> str:
        return DOOR_KIND_LABELS[self.kind]

    @property
    def last_day(self) -> date:
        """The day at whose end it is worth nothing, in Colombia."""
        return clock.local(self.valid_until - timedelta(seconds=1)).date()

    def is_good(self, at: datetime) -> bool:
        """Whether it opens its door at `at`."""
        return self.revoked_at is None and at < self.valid_until


STANDING = text("undone_at IS NULL")


class Attendance(Base):
    """The arrival of a person at a space. One person has one that was not undone.

    `entry_key` is made by the device: the same arrival sent twice is one. `device_at` is what its clock said,
    `received_at` when the server heard of it, and `arrived_at` the first kept within the hours of the door.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        Index(
            "uq_attendance_registration_id_standing",
            "registration_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index("ix_attendance_registration_id", "registration_id"),
        Index("ix_attendance_event_id_arrived_at_id", "event_id", "arrived_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    entry_key: Mapped[str] = mapped_column(String(64), unique=True)
    way: Mapped[Way] = mapped_column(enum_column(Way, "way"))
    device_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    door_link_id: Mapped[int | None] = mapped_column(ForeignKey("door_link.id"), index=True)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    undone_door_link_id: Mapped[int | None] = mapped_column(ForeignKey("door_link.id"))
    undone_reason: Mapped[str] = mapped_column(String(200), default="")

    registration: Mapped[Registration] = relationship()
    event: Mapped[Event] = relationship()
    noted_by: Mapped[User | None] = relationship(foreign_keys=[noted_by_id])
    door_link: Mapped[DoorLink | None] = relationship(foreign_keys=[door_link_id])

    @property
    def way_label(self) -> str:
        return WAY_LABELS[self.way]

    @property
    def noted_at_door(self) -> str:
        """Who noted it, as the team reads it: an office account by its name, a volunteer by the door."""
        if self.noted_by is not None:
            return self.noted_by.name
        return self.door_link.label if self.door_link else "Sin puerta"


class ArrivalConflict(Base):
    """What a device sent and the server could not simply accept; a person of the team decides."""

    __tablename__ = "arrival_conflict"
    __table_args__ = (Index("ix_arrival_conflict_event_id_decided_at", "event_id", "decided_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    entry_key: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[ConflictKind] = mapped_column(enum_column(ConflictKind, "kind"))
    way: Mapped[Way] = mapped_column(enum_column(Way, "way"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    attendance_id: Mapped[int | None] = mapped_column(ForeignKey("attendance.id"), index=True)
    device_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    door_link_id: Mapped[int | None] = mapped_column(ForeignKey("door_link.id"))
    decision: Mapped[Decision | None] = mapped_column(enum_column(Decision, "decision"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))

    registration: Mapped[Registration | None] = relationship()
    attendance: Mapped[Attendance | None] = relationship()
    door_link: Mapped[DoorLink | None] = relationship()
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
