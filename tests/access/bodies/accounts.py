"""Accounts: people, offices, second factors and keys."""

from datetime import timedelta

import pyotp
from sqlalchemy import update

from participa.accounts import codes, queries, second_factor
from participa.accounts.models import ResetCode, Role, User
from participa.shared.clock import now
from tests.access.bodies.request import Call, Make, fixed
from tests.world.house import House
from tests.world.model import PASSWORD, TELEPHONE_SECRET

NEW_PASSWORD = "arequipe con brevas 19 domingos"


def give_factor(house: House, actor: str) -> None:
    """The actor has a second factor on the telephone."""
    person = update(User).where(User.id == house.world.user.get(actor, 0))
    house.connection.execute(person.values(totp_secret=TELEPHONE_SECRET, totp_confirmed_at=now()))


def take_part_away(house: House, actor: str) -> None:
    """The account that the administration changes is disabled."""
    house.connection.execute(update(User).where(User.id == house.world.user["target"]).values(is_active=False))


def lend_code(house: House, _actor: str) -> None:
    """A code of one use was given to the account that forgot its password."""
    person = house.world.user["target"]
    with house.app.app_context():
        digest = codes.digest(CODE, queries.reset_purpose(person))
    values = {"user_id": person, "code_digest": digest, "expires_at": now() + timedelta(minutes=30)}
    house.connection.execute(ResetCode.__table__.insert().values(values))


CODE = "ABCD-EFGH-JKMN"
CHOSEN = {"new_password": NEW_PASSWORD, "repeat_password": NEW_PASSWORD}


def telephone_code(house: House, _state: str, _actor: str) -> Call:
    return Call(form={"code": pyotp.TOTP(TELEPHONE_SECRET).now()}, prepare=give_factor)


def enrolling(house: House, _state: str, actor: str) -> Call:
    offered = second_factor.offered_secret(house.login.get(actor, ""))
    return Call(form={"code": pyotp.TOTP(offered).now()})


def confirming(house: House, _state: str, _actor: str) -> Call:
    return Call(form={"current_password": PASSWORD}, prepare=give_factor)


def signing_in(house: House, _state: str, _actor: str) -> Call:
    return Call(form={"email": house.world.email["target"], "password": PASSWORD})


def choosing(house: House, _state: str, _actor: str) -> Call:
    return Call(form={"email": house.world.email["target"], "code": CODE, **CHOSEN}, prepare=lend_code)


def person(house: House, state: str, actor: str) -> Call:
    """`own` is one's own account: an administrator changes the name, never the role."""
    is_own = state == "own" and actor in house.world.user
    who, role = house.world.user[actor if is_own else "target"], Role(actor) if is_own else Role.APPROVER
    form = {"name": "Cargo con otro nombre", "role": role, "department_id": house.world.department["own"]}
    return Call({"user_id": who}, form)


def enabling(house: House, _state: str, _actor: str) -> Call:
    return Call({"user_id": house.world.user["target"]}, prepare=take_part_away)


def office(house: House, _state: str, _actor: str) -> Call:
    form = {"name": "Secretaría de Vivienda y Hábitat", "is_active": "y"}
    return Call({"department_id": house.world.department["other"]}, form)


NEW_PERSON = {"name": "Cargo nuevo", "email": "nuevo@demostracion.example", "role": Role.MODERATOR, "department_id": 0}


CALLS: dict[str, Make] = {
    "accounts.sign_in": signing_in,
    "accounts.second_factor": telephone_code,
    "accounts.enroll": enrolling,
    "accounts.forgot": lambda house, *_: Call(form={"email": house.world.email["target"]}),
    "accounts.reset": choosing,
    "accounts.staff.password": fixed({"current_password": PASSWORD, **CHOSEN}),
    "accounts.staff.recovery_codes": confirming,
    "accounts.staff.drop_second_factor": confirming,
    "accounts.staff.new_user": fixed(NEW_PERSON),
    "accounts.staff.edit_user": person,
    "accounts.staff.print_code": person,
    "accounts.staff.disable_user": person,
    "accounts.staff.enable_user": enabling,
    "accounts.staff.reset_second_factor": person,
    "accounts.staff.new_department": fixed({"name": "Secretaría de Cultura y Deporte"}),
    "accounts.staff.edit_department": office,
}
