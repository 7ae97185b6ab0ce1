"""Offices of the entity, the people of the team, their sessions and what guards them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.extensions import Base
from participa.shared.types import UtcDateTime, enum_column


class Role(StrEnum):
    """What a member of the team may do (roles of the process, one each person)."""

    MODERATOR = "moderator"
    LIAISON = "liaison"
    APPROVER = "approver"
    COMMUNICATIONS = "communications"
    CONTROL = "control"
    ADMIN = "admin"


ROLE_LABELS = {
    Role.MODERATOR: "Moderación",
    Role.LIAISON: "Enlace de dependencia",
    Role.APPROVER: "Aprobación (equipo líder)",
    Role.COMMUNICATIONS: "Comunicaciones",
    Role.CONTROL: "Control Interno",
    Role.ADMIN: "Administración",
}


class Department(Base):
    """An office of the entity (dependencia)."""

    __tablename__ = "department"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)


class User(Base):
    """A member of the team. Citizens have no account.

    `leads_office`: this person heads the office of `department_id` and hears of its terms that ran out.
    """

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(enum_column(Role, "role"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    leads_office: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    totp_last_step: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    department: Mapped[Department | None] = relationship()

    @property
    def role_label(self) -> str:
        return ROLE_LABELS[self.role]

    @property
    def has_second_factor(self) -> bool:
        return self.totp_confirmed_at is not None

    # What Flask-Login asks of a user.
    is_authenticated = True
    is_anonymous = False
    login_token = ""
    login_passed_second_factor = False

    def get_id(self) -> str:
        """The secret of the present login, not the number of the person: a login can be ended by itself."""
        return self.login_token


class LoginSession(Base):
    """A login that is under way. Only the digest of its secret is kept."""

    __tablename__ = "login_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    second_factor_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()


class RecoveryCode(Base):
    """A code of one use for the person who lost the telephone. Only its digest is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    code_digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ResetCode(Base):
    """A code of one use to choose a new password. Only its digest is kept."""

    __tablename__ = "reset_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInAttempt(Base):
    """A failed try, by account and by browser; counted to slow guessing down, purged after a day."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_keys", "account_key", "device_key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_key: Mapped[str] = mapped_column(String(64))
    device_key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
