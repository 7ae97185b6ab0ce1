"""Every page that can be opened, from the reviewed matrix: who opens it and at which address."""

from dataclasses import dataclass

from tests.access import bodies
from tests.access.matrix import ROWS, Row
from tests.world.house import House

OPENED = [row for row in ROWS if row.is_safe and row.roles_let_in]
SAME_FORM = {"questions.ask_at"}
CHANGES = [row for row in ROWS if not row.is_safe and row.roles_let_in and row.endpoint not in SAME_FORM]
SENT = list({row.endpoint: row for row in CHANGES}.values())


@dataclass(frozen=True)
class Place:
    actor: str
    url: str


def who_may(row: Row) -> str:
    """Anonymous when everybody may, else the last of those who may."""
    let_in = [actor for actor, word in row.cells if word != "deny"]
    return "anon" if "anon" in let_in else let_in[-1]


def place(house: House, row: Row) -> Place:
    actor = who_may(row)
    call = bodies.call(house, row.endpoint, row.method, row.state, actor)
    return Place(actor, house.url(row.endpoint, call.values))
