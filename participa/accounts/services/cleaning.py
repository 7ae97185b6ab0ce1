"""Forgetting what has served its purpose."""

from sqlalchemy import ColumnElement, delete, or_

from participa.accounts import rules, sessions
from participa.accounts.models import LoginSession, ResetCode, SignInAttempt
from participa.extensions import Base, db
from participa.shared.clock import now


def purge() -> dict[str, int]:
    """Delete tries older than a day, logins that ended or grew old, and codes that are used or expired; how many."""
    at = now()
    over = or_(LoginSession.ended_at.is_not(None), LoginSession.started_at <= at - sessions.longest())
    return {
        "intentos": _delete(SignInAttempt, SignInAttempt.at <= at - rules.LONG_PERIOD),
        "ingresos": _delete(LoginSession, over),
        "códigos": _delete(ResetCode, or_(ResetCode.used_at.is_not(None), ResetCode.expires_at <= at)),
    }


def _delete(table: type[Base], condition: ColumnElement[bool]) -> int:
    deleted: int = db.session.execute(delete(table).where(condition)).rowcount  # type: ignore[attr-defined]
    return deleted
