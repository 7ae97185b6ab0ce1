"""The programme of a space: its agenda by minutes, and the route before, during and after with who answers for it."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from participa.events.models.spaces import Event, mark_of
from participa.extensions import Base
from participa.shared.types import enum_column


class AgendaItem(Base):
    """A point of the agenda (orden del día) and how many minutes it takes."""

    __tablename__ = "event_agenda_item"
    __table_args__ = (Index("ix_event_agenda_item_event_id", "event_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    minutes: Mapped[int]
    responsible: Mapped[str] = mapped_column(String(200), default="")

    @property
    def mark(self) -> str:
        return mark_of((self.title, self.minutes, self.responsible))


class RouteMoment(StrEnum):
    """The moments of the route that the Manual asks for."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


ROUTE_MOMENT_LABELS = {
    RouteMoment.BEFORE: "Antes",
    RouteMoment.DURING: "Durante",
    RouteMoment.AFTER: "Después",
}


class RouteStep(Base):
    """A task of the route of a space. `responsible` is a role or an office, never the name of a person."""

    __tablename__ = "event_route_step"
    __table_args__ = (Index("ix_event_route_step_event_id", "event_id", "moment", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id))
    moment: Mapped[RouteMoment] = mapped_column(enum_column(RouteMoment, "moment"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    responsible: Mapped[str] = mapped_column(String(200), default="")

    @property
    def mark(self) -> str:
        return mark_of((self.text, self.responsible))

    @property
    def moment_label(self) -> str:
        return ROUTE_MOMENT_LABELS[self.moment]
