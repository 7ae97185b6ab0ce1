"""The offices and the team of the fictitious municipality. One account a role, named after the role."""

from dataclasses import dataclass

from participa.accounts import queries
from participa.accounts.models import Department, Role, User
from participa.accounts.services import departments, passwords, people
from participa.shared.unit_of_work import unit_of_work

PLANNING = "Secretaría de Planeación"
TREASURY = "Secretaría de Hacienda"
WORKS = "Secretaría de Infraestructura"
HEALTH = "Secretaría de Salud"
GOVERNMENT = "Secretaría de Gobierno"
EDUCATION = "Secretaría de Educación"
COMMUNICATIONS = "Oficina de Comunicaciones"
CONTROL = "Oficina de Control Interno"
OFFICES = (PLANNING, TREASURY, WORKS, HEALTH, GOVERNMENT, EDUCATION, COMMUNICATIONS, CONTROL)
PASSWORD = "Cuentas-claras-en-la-plaza-7"  # noqa: S105 - of accounts that exist only in the demonstration


@dataclass(frozen=True)
class Account:
    """A member of the demonstration team."""

    name: str
    role: Role
    office: str = ""
    word: str = ""

    @property
    def email(self) -> str:
        return f"{self.word}@demostracion.example"


ADMIN = Account("Administración de ejemplo", Role.ADMIN, word="administracion")
TEAM = (
    Account("Moderación de ejemplo", Role.MODERATOR, word="moderacion"),
    Account("Enlace de Hacienda", Role.LIAISON, TREASURY, "hacienda"),
    Account("Enlace de Infraestructura", Role.LIAISON, WORKS, "infraestructura"),
    Account("Enlace de Salud", Role.LIAISON, HEALTH, "salud"),
    Account("Enlace de Gobierno", Role.LIAISON, GOVERNMENT, "gobierno"),
    Account("Equipo líder de ejemplo", Role.APPROVER, PLANNING, "aprobacion"),
    Account("Comunicaciones de ejemplo", Role.COMMUNICATIONS, COMMUNICATIONS, "comunicaciones"),
    Account("Control Interno de ejemplo", Role.CONTROL, CONTROL, "control"),
)
ACCOUNTS = (*TEAM, ADMIN)


@dataclass(frozen=True)
class Staff:
    """Who acts in the story."""

    moderator: User
    approver: User
    communications: User
    control: User
    liaisons: dict[str, User]
    offices: dict[str, Department]
    admin: User


def create() -> Staff:
    """Write the offices and the accounts, still without passwords."""
    admin, _code = people.create_admin(ADMIN.email, ADMIN.name)
    offices = {name: departments.create(admin, name) for name in OFFICES}
    users = {
        account: people.create(admin, account.email, account.name, account.role, offices.get(account.office))[0]
        for account in TEAM
    }
    by_role = {account.role: user for account, user in users.items()}
    return Staff(
        moderator=by_role[Role.MODERATOR],
        approver=by_role[Role.APPROVER],
        communications=by_role[Role.COMMUNICATIONS],
        control=by_role[Role.CONTROL],
        liaisons={account.office: user for account, user in users.items() if account.role is Role.LIAISON},
        offices=offices,
        admin=admin,
    )


def is_there() -> bool:
    return queries.find_user(ADMIN.email) is not None


def choose_passwords() -> None:
    """Give each account that has none the password of the demonstration, as a person does with a code of one use."""
    for account in ACCOUNTS:
        with unit_of_work():
            user = queries.find_user(account.email)
            is_new = user is not None and not user.password_hash.startswith("$")
            code = passwords.print_code(user, None) if user is not None and is_new else ""
        if code:
            with unit_of_work():
                passwords.choose(account.email, code, PASSWORD)
