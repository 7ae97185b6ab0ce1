"""The pages of the portal whose addresses have parts."""

from participa.portal.public.machines import MAP_KINDS
from tests.access.bodies.request import Call, Make
from tests.world.house import House


def to_a_room(_house: House, _state: str, _actor: str) -> Call:
    return Call({"word": "temas"}, {})


def a_part(_house: House, _state: str, _actor: str) -> Call:
    return Call({"kind": MAP_KINDS.split(", ")[1], "number": 1}, {})


def a_picture(house: House, _state: str, _actor: str) -> Call:
    return Call({"kind": "espacios", "name": house.world.event["closed"]}, {})


CALLS: dict[str, Make] = {
    "portal.destination": to_a_room,
    "portal.sitemap_part": a_part,
    "portal.picture": a_picture,
}
