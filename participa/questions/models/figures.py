"""Figures that take long to count, kept as they were counted last."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from participa.extensions import Base
from participa.shared.types import UtcDateTime


class KeptFigures(Base):
    """What was counted under a name, and when it last changed. A chore counts it anew; pages only read it."""

    __tablename__ = "kept_figures"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)
