"""What was taken out of a draft, kept for a day so that it can be put back."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.extensions import Base
from participa.shared.types import UtcDateTime
from participa.strategy.models.strategies import Strategy

SECTION, ACTIVITY = "section", "activity"


class RemovedPart(Base):
    """A section or an activity that somebody took out of a draft. `content` holds its fields, days in ISO form."""

    __tablename__ = "removed_part"
    __table_args__ = (Index("ix_removed_part_strategy_id", "strategy_id", "removed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    strategy_id: Mapped[int] = mapped_column(ForeignKey("strategy.id"))
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    removed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    strategy: Mapped[Strategy] = relationship()
