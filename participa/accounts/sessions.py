"""Logins kept on the server: the cookie holds a random secret, the table its digest."""

import hashlib
import secrets
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from participa.accounts.models import LoginSession, User
from participa.config import Settings
from participa.extensions import db
from participa.shared.clock import now
from participa.shared.unit_of_work import leave_trace

TOUCH_AFTER = timedelta(minutes=1)


def digest(secret: str) -> str:
    """What is stored of a random secret of 128 bits or more."""
    return hashlib.sha256(secret.encode()).hexdigest()


def open_for(user: User, second_factor: bool = False) -> str:
    """Begin a login; its secret. Each sign-in has a new one."""
    token, at = secrets.token_urlsafe(32), now()
    db.session.add(
        LoginSession(
            token_digest=digest(token),
            user=user,
            started_at=at,
            seen_at=at,
            second_factor_at=at if second_factor else None,
        )
    )
    user.login_token = token
    return token


def find_user(token: str) -> User | None:
    """The active person of a login that is still good. Called by Flask-Login with what the cookie holds."""
    login = find(token)
    if login is None or not login.user.is_active or not _is_fresh(login, now()):
        return None
    user = login.user
    user.login_token = token
    user.login_passed_second_factor = login.second_factor_at is not None
    _touch(login)
    return user


def find(token: str) -> LoginSession | None:
    found = select(LoginSession).where(LoginSession.token_digest == digest(token), LoginSession.ended_at.is_(None))
    return db.session.scalar(found.options(joinedload(LoginSession.user).joinedload(User.department)))


def end(token: str) -> None:
    """End one login (sign-out)."""
    _end_where(LoginSession.token_digest == digest(token))


def end_all(user: User, except_token: str = "") -> None:
    """End every login of a person (password change, disabling, change of role)."""
    _end_where(LoginSession.user_id == user.id, LoginSession.token_digest != digest(except_token))


def _end_where(*conditions: object) -> None:
    ending = update(LoginSession).where(*conditions, LoginSession.ended_at.is_(None)).values(ended_at=now())  # type: ignore[arg-type]
    db.session.execute(ending)


def _is_fresh(login: LoginSession, at: datetime) -> bool:
    """Idle and absolute limits of the settings."""
    settings: Settings = current_app.extensions["settings"]
    idle = timedelta(minutes=settings.session_idle_minutes)
    return at - login.seen_at <= idle and at - login.started_at <= longest()


def longest() -> timedelta:
    """How long a login lives, however much it is used."""
    settings: Settings = current_app.extensions["settings"]
    return timedelta(hours=settings.session_hours)


def _touch(login: LoginSession) -> None:
    """Note that the login is in use, at most once a minute, apart from the transaction of the page."""
    at, login_id = now(), login.id
    if at - login.seen_at > TOUCH_AFTER:
        touching = update(LoginSession).where(LoginSession.id == login_id).values(seen_at=at)

        def touch(session: Session) -> None:
            session.execute(touching)

        leave_trace(touch)


def needs_second_factor(user: User) -> bool:
    """Whether the second factor is still to be given or, in production, to be chosen."""
    settings: Settings = current_app.extensions["settings"]
    if user.has_second_factor:
        return not user.login_passed_second_factor
    return settings.is_production


def second_factor_page(user: User) -> str:
    return "accounts.second_factor" if user.has_second_factor else "accounts.enroll"
