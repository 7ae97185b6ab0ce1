"""What is read of offices and people of the team."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from participa.accounts import codes
from participa.accounts.models import Department, LoginSession, RecoveryCode, ResetCode, Role, User
from participa.extensions import db

ACCENTED, BARE = "ÁÉÍÓÚÜÑáéíóúüñ", "aeiouunaeiouun"
PER_PAGE, FARTHEST_PAGE = 25, 10_000


@dataclass(frozen=True)
class Credentials:
    """What is checked of a person before the transaction of the request begins."""

    user_id: int
    email: str
    password_hash: str
    is_active: bool


_credentials = select(User.id, User.email, User.password_hash, User.is_active)


def find_credentials(session: Session, email: str) -> Credentials | None:
    row = session.execute(_credentials.where(User.email == email)).one_or_none()
    return Credentials(*row) if row else None


def credentials_of_login(session: Session, token_digest: str) -> Credentials:
    """Those of the person whose login this is. Raises NoResultFound when it has ended."""
    found = _credentials.join(LoginSession, LoginSession.user_id == User.id)
    found = found.where(LoginSession.token_digest == token_digest, LoginSession.ended_at.is_(None))
    return Credentials(*session.execute(found).one())


def find_user(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email))


def user(user_id: int) -> User:
    """One person of the team. Raises NoResultFound when there is none."""
    return db.session.get_one(User, user_id)


def users(search: str, role: Role | None, page: int) -> Pagination:
    """A page of the team by name; `search` looks in names and e-mails."""
    found: Select[User] = select(User).options(joinedload(User.department))
    if role is not None:
        found = found.where(User.role == role)
    found = _matching(found, search).order_by(User.is_active.desc(), _folded(User.name), User.id)
    return db.paginate(found, page=min(page, FARTHEST_PAGE), per_page=PER_PAGE, error_out=False)


def _matching(found: Select[User], search: str) -> Select[User]:
    if not search:
        return found
    sought = _folded_text(search)
    name = _folded(User.name).contains(sought, autoescape=True)
    return found.where(or_(name, User.email.contains(sought, autoescape=True)))


def _folded(column: ColumnElement[str] | InstrumentedAttribute[str]) -> ColumnElement[str]:
    """Small letters without accents, alike on both databases: SQLite knows only the letters of ASCII."""
    plain: ColumnElement[str] = func.lower(column)
    for accented, bare in zip(ACCENTED, BARE, strict=True):
        plain = func.replace(plain, accented, bare)
    return plain


def _folded_text(text: str) -> str:
    return text.translate(str.maketrans(ACCENTED, BARE)).lower()


def departments() -> Sequence[tuple[Department, int]]:
    """All offices by name, each with the number of its active people."""
    people = select(func.count(User.id)).where(User.department_id == Department.id, User.is_active.is_(True))
    found = select(Department, people.scalar_subquery())
    rows = db.session.execute(found.order_by(Department.is_active.desc(), _folded(Department.name), Department.id))
    return [(row[0], row[1]) for row in rows]


def active_departments() -> Sequence[Department]:
    found = select(Department).where(Department.is_active.is_(True))
    return db.session.scalars(found.order_by(_folded(Department.name), Department.id)).all()


def department(department_id: int) -> Department:
    """One office. Raises NoResultFound when there is none."""
    return db.session.get_one(Department, department_id)


def find_department(name: str) -> Department | None:
    return db.session.scalar(select(Department).where(_folded(Department.name) == _folded_text(name)))


def active_liaisons(department: Department) -> int:
    """How many liaisons answer for an office."""
    found = select(func.count(User.id)).where(User.department_id == department.id, User.role == Role.LIAISON)
    return db.session.scalar(found.where(User.is_active.is_(True))) or 0


def heads(department_id: int) -> Sequence[User]:
    """The active people who direct an office, by number."""
    found = select(User).where(User.department_id == department_id, User.leads_office, User.is_active)
    return db.session.scalars(found.order_by(User.id)).all()


def unused_recovery_codes(user: User) -> int:
    found = select(func.count(RecoveryCode.id)).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(found) or 0


def find_reset_code(session: Session, email: str, code: str, at: datetime) -> int | None:
    """The number of a code that is good now for the active person with this e-mail."""
    user_id = session.scalar(select(User.id).where(User.email == email, User.is_active.is_(True))) or 0
    found = select(ResetCode.id).where(
        ResetCode.user_id == user_id,
        ResetCode.code_digest == codes.digest(code, reset_purpose(user_id)),
        ResetCode.used_at.is_(None),
        ResetCode.expires_at > at,
    )
    return session.scalar(found)


def reset_purpose(user_id: int) -> str:
    return f"reset:{user_id}"


def recovery_purpose(user_id: int) -> str:
    return f"recovery:{user_id}"
