"""The offices of the entity."""

from participa.accounts import queries, rules
from participa.accounts.models import Department, User
from participa.extensions import db
from participa.shared import audit
from participa.shared.errors import Forbidden, Invalid


class NameTaken(Invalid):
    """There is an office with that name."""


class StillHasLiaisons(Invalid):
    """Somebody answers for the office."""


def create(actor: User, name: str) -> Department:
    _require_administration(actor)
    _refuse_taken(name)
    department = Department(name=name)
    db.session.add(department)
    db.session.flush()  # the history quotes its number
    audit.record("department created", department, actor)
    return department


def change(department: Department, actor: User, name: str, is_active: bool) -> None:
    """Rename an office, take it out of use or bring it back. One with active liaisons stays in use."""
    _require_administration(actor)
    _refuse_taken(name, except_for=department)
    liaisons = queries.active_liaisons(department)
    if not is_active and liaisons:
        raise StillHasLiaisons("Esta dependencia tiene enlaces activos. Cámbielos antes de dejar de usarla.")
    department.name, department.is_active = name, is_active
    audit.record("department changed", department, actor, is_active=is_active)


def _refuse_taken(name: str, except_for: Department | None = None) -> None:
    found = queries.find_department(name)
    if found is not None and found is not except_for:
        raise NameTaken("Ya hay una dependencia con ese nombre.")


def _require_administration(actor: User) -> None:
    if not rules.may_manage_accounts(actor):
        raise Forbidden("Solo Administración cambia las dependencias.")
