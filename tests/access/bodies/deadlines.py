"""Terms, transfers and outages."""

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from participa.deadlines.models import Outage
from participa.shared.clock import local, now, today
from tests.access.bodies.questions import of_question
from tests.access.bodies.request import Call, Make, fixed
from tests.world.house import House


def of_outage(**form: Any) -> Make:
    return lambda house, *_: Call({"outage_id": house.world.outage}, form)


def with_token(house: House, _state: str, _actor: str) -> Call:
    return Call({"token": house.world.calendar_token})


def with_transferred_code(house: House, _state: str, _actor: str) -> Call:
    return Call(form={"code": house.world.transferred_code})


def earlier(days: int = 1) -> str:
    """Yesterday or so many days ago, as the clock on a wall shows it."""
    return local(now() - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def closing_outage(house: House, _state: str, _actor: str) -> Call:
    """It began when the world was seeded, a moment ago."""
    table = Outage.__table__

    def began_before(house: House, _actor: str) -> None:
        began = now() - timedelta(days=2)
        house.connection.execute(update(table).where(table.c.id == house.world.outage).values(began_at=began))

    return Call({"outage_id": house.world.outage}, {"ended_at": earlier()}, began_before)


AN_OUTAGE = {"what": "Sin luz."}  # over before the one of the seed began

CALLS: dict[str, Make] = {
    "deadlines.outage": of_outage(),
    "deadlines.transfer_copy": with_transferred_code,
    "deadlines.private_calendar": with_token,
    "deadlines.staff.plan": fixed({"offsets": "4, 1", "hour": "8"}),
    "deadlines.staff.outages": lambda *_: Call(form=AN_OUTAGE | {"began_at": earlier(2), "ended_at": earlier()}),
    "deadlines.staff.close_outage": closing_outage,
    "deadlines.staff.live": of_question("public"),
    "deadlines.staff.mark_live": of_question("public", form={"minute": "0:12:30"}),
    "deadlines.staff.unmark_live": of_question("public"),
    "deadlines.staff.handover": of_question("complaint"),
    "deadlines.staff.hand_over": of_question("complaint", form={"number": "77", "handed_on": today().isoformat()}),
    "deadlines.staff.transfer_document": of_question("transferred"),
}
