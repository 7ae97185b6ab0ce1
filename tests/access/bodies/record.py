"""The public record."""

from tests.access.bodies.request import Call, Make

CALLS: dict[str, Make] = {
    "record.check": lambda house, *_: Call(form={"code": house.world.code}),
    "record.receipt": lambda house, *_: Call(form={"code": house.world.code}),
}
