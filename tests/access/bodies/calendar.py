"""The calendar of the entity."""

from participa.shared.clock import today
from tests.access.bodies.request import Call, Make, fixed
from tests.world.house import House

DAY = {
    "day": f"{today().year}-12-07",
    "kind": "closed",
    "name": "Día del municipio",
    "legal_act": "Decreto 12 de la Alcaldía",
    "reason": "Se celebra la fundación del municipio.",
}


def removing(house: House, _state: str, _actor: str) -> Call:
    return Call({"day_id": house.world.closed_day}, {"reason": "El decreto se derogó en marzo."})


CALLS: dict[str, Make] = {
    "calendar.staff.new": fixed(DAY),
    "calendar.staff.remove": removing,
}
