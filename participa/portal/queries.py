"""What the portal reads by itself: how the house is."""

from flask import current_app
from sqlalchemy import func, select

from participa.config import Settings
from participa.extensions import db
from participa.shared import database, jobs
from participa.shared.mail import OutgoingMail


def health() -> dict[str, object]:
    """Whether the database answers and what waits. Raises OperationalError when it does not answer."""
    settings: Settings = current_app.extensions["settings"]
    return {
        "status": "ok" if database.answers(db.engine) else "down",
        "database": "sqlite" if settings.uses_sqlite else "postgresql",
        "mode": settings.mode.value,
        "pending_mails": pending_mails(),
        **jobs.status(current_app),
    }


def pending_mails() -> int:
    waiting = select(func.count()).where(OutgoingMail.sent_at.is_(None), OutgoingMail.failed_at.is_(None))
    return db.session.scalar(waiting) or 0
