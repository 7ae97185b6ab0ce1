"""The differential approach."""

from typing import Any

from tests.access.bodies.request import Call, Make


def about_groups(**form: Any) -> Make:
    """The form about groups of a space that takes answers."""
    return lambda house, state, actor: Call({"slug": house.world.event["convened"]}, form)


CALLS: dict[str, Make] = {
    "differential.answer": about_groups(gender="mujer", consent="y"),
    "differential.open_with_permit": about_groups(permit="0123456789abcdef" * 2),
    "differential.staff.entrance": about_groups(),
}
