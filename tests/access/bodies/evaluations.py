"""The evaluation of a space."""

from typing import Any

from tests.access.bodies.request import Call, Make
from tests.world.house import House


def of_space(space: str, **form: Any) -> Make:
    return lambda house, _state, _actor: Call({"slug": house.world.event[space]}, form)


def taking_up(house: House, _state: str, _actor: str) -> Call:
    form = {"source": house.world.evaluation["written"], "words": "Pongan más micrófonos.", "tag": "method"}
    return Call({"slug": house.world.event["closed"]}, form)


def answering(house: House, _state: str, _actor: str) -> Call:
    values = {"slug": house.world.event["closed"], "number": house.world.evaluation["recommendation"]}
    return Call(values, {"done": "Compramos cuatro micrófonos."})


CALLS: dict[str, Make] = {
    "evaluations.detail": of_space("closed"),
    "evaluations.table": of_space("closed"),
    "evaluations.staff.space": of_space("closed"),
    "evaluations.staff.start": of_space("convened", days="5"),
    "evaluations.staff.exit_code": of_space("under_way", form_key="salida-de-la-matriz-01"),
    "evaluations.staff.recommendations": of_space("closed"),
    "evaluations.staff.take_up": taking_up,
    "evaluations.staff.answer": answering,
}
