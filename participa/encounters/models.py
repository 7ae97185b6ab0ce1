"""The encounter of a space: which commitments it is about, what the offices remark, and its published documents."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import Department, User
from participa.events.models import Event
from participa.extensions import Base
from participa.shared.types import UtcDateTime


class Encounter(Base):
    """That a space is about the commitments, and which ones: an empty list leaves none out.

    `years` are those of the codes, `event_ids` the spaces where it was promised, `office_ids` the offices that lead.
    `opening` is the text that the team writes above the figures. The figures themselves are never kept here.
    """

    __tablename__ = "encounter"

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), primary_key=True, autoincrement=False)
    years: Mapped[list[int]] = mapped_column(JSON, default=list)
    event_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    office_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    opening: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    revision: Mapped[int] = mapped_column(default=0)

    event: Mapped[Event] = relationship()
    remarks: Mapped[list["EncounterRemark"]] = relationship(order_by="EncounterRemark.department_id")
    documents: Mapped[list["EncounterDocument"]] = relationship(
        order_by="EncounterDocument.number", back_populates="encounter"
    )

    __mapper_args__ = {"version_id_col": revision}

    @property
    def id(self) -> int:
        return self.event_id

    @property
    def newest(self) -> "EncounterDocument | None":
        """The document that everybody reads; None before the first is published."""
        return self.documents[-1] if self.documents else None


class EncounterRemark(Base):
    """What one office adds in its own words to what the data say of it."""

    __tablename__ = "encounter_remark"

    event_id: Mapped[int] = mapped_column(ForeignKey(Encounter.event_id), primary_key=True, autoincrement=False)
    department_id: Mapped[int] = mapped_column(ForeignKey(Department.id), primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))

    department: Mapped[Department] = relationship()


class EncounterDocument(Base):
    """The document of an encounter as it was published. Triggers refuse to change or delete it: a further one follows.

    `data` is the frozen copy of what the commitments said at `cut_at`; `digest`, the SHA-256 in hexadecimal of its
    canonical JSON. `words` is the opening text of that instant. `reason` tells what a later version changes.
    """

    __tablename__ = "encounter_document"
    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        CheckConstraint("number = 1 OR reason <> ''", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey(Encounter.event_id))
    number: Mapped[int]
    cut_at: Mapped[datetime] = mapped_column(UtcDateTime)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    published_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))

    encounter: Mapped[Encounter] = relationship(back_populates="documents")
