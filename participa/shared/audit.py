"""Append-only history: who did what to which row, and when."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from sqlalchemy import JSON, Index, String, Table, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from participa.extensions import Base, db
from participa.shared.clock import now
from participa.shared.types import UtcDateTime


class AuditEntry(Base):
    """One act. It holds no personal data of citizens; triggers refuse to change or delete it."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None]
    actor_role: Mapped[str | None] = mapped_column(String(32))
    verb: Mapped[str] = mapped_column(String(64))
    subject_kind: Mapped[str] = mapped_column(String(64))
    subject_id: Mapped[str] = mapped_column(String(64))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


ADD = insert(cast(Table, AuditEntry.__table__))  # once: nearly every write of the site adds an entry


def record(verb: str, subject: Base, actor: Any = None, session: Session | None = None, **detail: Any) -> None:
    """Note an act on a row that already has its id. `actor` is a staff member, or None for a visitor or a job."""
    entry = {
        "at": now(),
        "actor_id": getattr(actor, "id", None),
        "actor_role": getattr(actor, "role", None),
        "verb": verb,
        "subject_kind": subject.__tablename__,
        "subject_id": str(getattr(subject, "id", "")),
        "detail": detail,
    }
    (session or db.session()).connection().execute(ADD, entry)


def has_done(actor: Any, subjects: Iterable[Base], verbs: Iterable[str]) -> bool:
    """Whether this member of the team did one of these acts on one of these rows, which are of one kind."""
    rows = list(subjects)
    if not rows:
        return False
    done = select(AuditEntry.id).where(
        AuditEntry.subject_kind == rows[0].__tablename__,
        AuditEntry.subject_id.in_([str(getattr(row, "id", "")) for row in rows]),
        AuditEntry.actor_id == actor.id,
        AuditEntry.verb.in_(list(verbs)),
    )
    return db.session.scalar(select(done.exists())) or False
