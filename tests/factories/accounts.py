"""Offices and people of the team."""

from typing import Any

from participa.accounts.models import Department, Role, User
from participa.shared.clock import now
from tests.factories.keep import keep, next_number


def department(name: str = "") -> Department:
    return keep(Department(name=name or f"Oficina {next_number()}"))


def user(role: Role = Role.MODERATOR, department: Department | None = None, **values: Any) -> User:
    """A person of the team without a usable password; tests of sign-in set one."""
    number = next_number()
    defaults = {"email": f"persona{number}@demostracion.example", "name": f"Persona {number}", "password_hash": "!"}
    row = User(role=role, department_id=department.id if department else None, created_at=now(), **(defaults | values))
    return keep(row)
