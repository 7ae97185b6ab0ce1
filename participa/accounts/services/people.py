"""The people of the team: who they are, what they may do, and whether they may come in."""

from sqlalchemy import select

from participa.accounts import passwords as hashing
from participa.accounts import queries, rules, sessions
from participa.accounts.models import Department, Role, User
from participa.accounts.services import passwords
from participa.extensions import db
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Forbidden, Invalid

ONLY_ADMINISTRATION = "Solo Administración cambia las cuentas del equipo."


class EmailTaken(Invalid):
    """There is an account with that e-mail."""


class DepartmentMissing(Invalid):
    """A liaison answers for one office; a head directs one."""


def create(
    actor: User, email: str, name: str, role: Role, department: Department | None, leads_office: bool = False
) -> tuple[User, str]:
    """A new person, who chooses a password with the code that is returned (24 hours)."""
    _require(rules.may_manage_accounts(actor))
    _check_head(leads_office, department)
    user = _new(email, name, role, department)
    user.leads_office = leads_office
    audit.record("account created", user, actor, role=role.value, department_id=user.department_id)
    return user, passwords.print_code(user, actor)


def create_admin(email: str, name: str) -> tuple[User, str]:
    """The first administrator, from the command line."""
    user = _new(email, name, Role.ADMIN, None)
    audit.record("account created", user, role=Role.ADMIN.value)
    return user, passwords.print_code(user, None)


def _new(email: str, name: str, role: Role, department: Department | None) -> User:
    if queries.find_user(email) is not None:
        raise EmailTaken("Ya hay una cuenta con ese correo.")
    _check_department(role, department)
    user = User(
        email=email, name=name, role=role, department=department, password_hash=hashing.NO_PASSWORD, created_at=now()
    )
    db.session.add(user)
    db.session.flush()  # the history quotes its number
    return user


def change(
    user: User, actor: User, name: str, role: Role, department: Department | None, leads_office: bool = False
) -> None:
    """Name, role, office and whether this person heads it.

    Another role or office ends the logins of the person: the next page asks anew.
    """
    _one_at_a_time(actor)
    _require(rules.may_manage_accounts(actor))
    _require(rules.may_give_role(actor, user, role), "Nadie cambia su propio rol. Pídalo a otra persona.")
    _check_department(role, department)
    _check_head(leads_office, department)
    department_id = department.id if department else None
    moves = (user.role, user.department_id) != (role, department_id)
    user.name, user.role, user.department, user.leads_office = name, role, department, leads_office
    if moves:
        sessions.end_all(user, except_token=actor.login_token)
    audit.record(
        "account changed", user, actor, role=role.value, department_id=department_id, leads_office=leads_office
    )


def disable(user: User, actor: User) -> None:
    """Shut a person out, from the next request on. What the person did stays."""
    _one_at_a_time(actor)
    _require(rules.may_manage_accounts(actor))
    _require(rules.may_disable(actor, user), "Nadie desactiva su propia cuenta. Pídalo a otra persona.")
    user.is_active = False
    sessions.end_all(user)
    audit.record("account disabled", user, actor)


def enable(user: User, actor: User) -> None:
    """Let a person in again, with the same password."""
    _require(rules.may_manage_accounts(actor))
    user.is_active = True
    audit.record("account enabled", user, actor)


def _one_at_a_time(actor: User) -> None:
    """PostgreSQL: two administrators cannot shut each other out at the same instant. On SQLite writers are alone."""
    admins = select(User.id).where(User.role == Role.ADMIN).order_by(User.id)
    db.session.execute(admins.with_for_update()).all()
    db.session.refresh(actor)


def _check_department(role: Role, department: Department | None) -> None:
    if rules.needs_department(role) and department is None:
        raise DepartmentMissing("Elija la dependencia por la que responde este enlace.")


def _check_head(leads_office: bool, department: Department | None) -> None:
    if leads_office and department is None:
        raise DepartmentMissing("Elija la dependencia que dirige esta persona.")


def _require(allowed: bool, message: str = ONLY_ADMINISTRATION) -> None:
    if not allowed:
        raise Forbidden(message)
