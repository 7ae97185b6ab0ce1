"""What who asked says of the answer."""

from tests.access.bodies.questions import NOTE
from tests.access.bodies.request import Call, Make

CALLS: dict[str, Make] = {
    "satisfaction.say": lambda house, *_: Call(
        form={"code": house.world.answered_code, "verdict": "no", "comment": NOTE}
    ),
    "satisfaction.staff.ask_correction": lambda house, *_: Call(
        {"radicado": house.world.question["judged"], "opinion_id": house.world.opinion}, form={"note": NOTE}
    ),
}
