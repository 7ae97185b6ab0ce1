"""Days on which the entity does not work, besides the holidays of the law, and the version of that list."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from participa.accounts.models import User
from participa.extensions import Base
from participa.shared.types import UtcDateTime, enum_column


class DayKind(StrEnum):
    """CLOSED: the entity does not work that day. OPENED: it works although the library names it a holiday."""

    CLOSED = "closed"
    OPENED = "opened"


DAY_KIND_LABELS = {
    DayKind.CLOSED: "No se trabaja: el día no cuenta",
    DayKind.OPENED: "Se trabaja: el día cuenta aunque sea festivo",
}
DAY_KIND_SHORT_LABELS = {DayKind.CLOSED: "No se trabaja", DayKind.OPENED: "Se trabaja"}


class CalendarDay(Base):
    """An exception to the national calendar (Ley 4 de 1913, art. 62: «feriados y de vacantes»)."""

    __tablename__ = "calendar_day"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    kind: Mapped[DayKind] = mapped_column(enum_column(DayKind, "kind"))
    name: Mapped[str] = mapped_column(String(120))
    legal_act: Mapped[str] = mapped_column(String(200), default="")

    @property
    def kind_label(self) -> str:
        return DAY_KIND_SHORT_LABELS[self.kind]


class CalendarVersion(Base):
    """Each change of the list is a version; a due date keeps the version with which it was counted."""

    __tablename__ = "calendar_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(300))
    author_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))


@dataclass(frozen=True)
class OwnDay:
    """A day of the entity as somebody writes it down: what it is called, and by which act."""

    day: date
    kind: DayKind
    name: str
    legal_act: str = ""
