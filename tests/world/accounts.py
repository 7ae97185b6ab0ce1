"""Offices and people of the seeded world: one per role, all with the same usable password."""

from participa.accounts import passwords
from participa.accounts.models import Department, Role, User
from tests import factories as make
from tests.world.model import PASSWORD, World


def offices(world: World) -> tuple[Department, Department]:
    own = make.department(world.words("Secretaría de Hacienda"))
    other = make.department(world.words("Secretaría de Salud"))
    world.department = {"own": own.id, "other": other.id}
    return own, other


def people(world: World, own: Department) -> None:
    """One per role, all with the same usable password, and one more whom the administration can change."""
    stored = passwords.hash_of(PASSWORD)
    for role in Role:
        office = own if role is Role.LIAISON else None
        note(world, role, make.user(role, office, name=world.words(f"Cargo {role}"), password_hash=stored))
    note(world, "target", make.user(Role.MODERATOR, name=world.words("Cargo por cambiar"), password_hash=stored))


def note(world: World, name: str, user: User) -> None:
    world.user[name], world.email[name] = user.id, user.email
