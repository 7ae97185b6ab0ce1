"""An import under way: what somebody uploaded, what was understood and what was mended, until it is confirmed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from participa.accounts.models import User
from participa.extensions import Base
from participa.shared.types import UtcDateTime, enum_column
from participa.strategy.models.strategies import Strategy


class ImportState(StrEnum):
    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    REFUSED = "refused"
    IMPORTED = "imported"
    UNDONE = "undone"


class ImportDraft(Base):
    """One document on its way to a strategy. Only its owner sees it; it is purged at `expires_at`.

    `source` holds the bytes until they are confirmed; `plan` the plan as JSON, empty until it was read; `edits` what
    was mended, by the place of the activity in the plan: {"activity": …, "is_dropped": bool}; `offices` the names to
    create. `written_digest` is that of the strategy as it was written: while it is the same, nobody touched it.
    """

    __tablename__ = "import_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    entity_name: Mapped[str] = mapped_column(String(200))
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(300), default="")
    source_name: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    state: Mapped[ImportState] = mapped_column(enum_column(ImportState, "import_state"), default=ImportState.WAITING)
    problem: Mapped[str] = mapped_column(Text, default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    choices: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    plan: Mapped[dict[str, Any]] = deferred(mapped_column(JSON, default=dict, nullable=False))
    edits: Mapped[dict[str, Any]] = deferred(mapped_column(JSON, default=dict, nullable=False))
    offices: Mapped[list[Any]] = mapped_column(JSON, default=list)
    strategy_id: Mapped[int | None] = mapped_column(ForeignKey(Strategy.id), index=True)
    is_new: Mapped[bool] = mapped_column(default=False)
    written_digest: Mapped[str] = mapped_column(String(64), default="")
    imported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    strategy: Mapped[Strategy | None] = relationship()
    owner: Mapped[User] = relationship()


@dataclass(frozen=True)
class Header:
    """Whose strategy a document is, of which year, under which title and from which file.

    `source_fingerprint` is the digest of the document as it was read; without it, nobody mended anything.
    """

    entity_name: str
    year: int
    title: str
    source_name: str = ""
    source_fingerprint: str = ""
