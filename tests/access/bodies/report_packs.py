"""The pack of a space."""

from tests.access.bodies.request import Call, Make
from tests.world.house import House


def of_space(house: House, state: str, _actor: str) -> Call:
    values = {"slug": house.world.event[state or "held"]}

    def made(house: House, actor: str) -> None:
        """Whoever asks first has it made, and the file stays: each request finds it there."""
        house.look(actor, house.url("reports.pack", values))

    return Call(values, prepare=made)


CALLS: dict[str, Make] = {"reports.pack": of_space}
