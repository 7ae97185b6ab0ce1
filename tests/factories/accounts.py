"""Offices and people of the team."""

from typing import Any

import pyotp

from participa.accounts import codes, passwords, queries
from participa.accounts.models import Department, RecoveryCode, ResetCode, Role, User
from participa.shared.clock import now
from tests.factories.keep import keep, next_number

PASSWORD = "tres-gatos-en-el-tejado-azul"
TOTP_SECRET = pyotp.random_base32()


def department(name: str = "", **values: Any) -> Department:
    return keep(Department(name=name or f"Oficina {next_number()}", **values))


def user(role: Role = Role.MODERATOR, department: Department | None = None, **values: Any) -> User:
    """A person of the team without a usable password; tests of sign-in set one."""
    number = next_number()
    defaults = {"email": f"persona{number}@demostracion.example", "name": f"Persona {number}", "password_hash": "!"}
    row = User(role=role, department_id=department.id if department else None, created_at=now(), **(defaults | values))
    return keep(row)


def user_with_password(role: Role = Role.MODERATOR, **values: Any) -> User:
    """A person who signs in with PASSWORD."""
    return user(role, **({"password_hash": passwords.hash_of(PASSWORD)} | values))


def user_with_second_factor(role: Role = Role.MODERATOR, **values: Any) -> User:
    """A person who signs in with PASSWORD and the telephone of TOTP_SECRET."""
    return user_with_password(role, totp_secret=TOTP_SECRET, totp_confirmed_at=now(), **values)


def recovery_code(user: User) -> str:
    code = codes.fresh()
    keep(RecoveryCode(user_id=user.id, code_digest=codes.digest(code, queries.recovery_purpose(user.id))))
    return code


def reset_code(user: User, **values: Any) -> str:
    code = codes.fresh()
    digest = codes.digest(code, queries.reset_purpose(user.id))
    keep(ResetCode(user_id=user.id, code_digest=digest, **values))
    return code
