"""Restrictions and appeals."""

from tests.access.bodies.questions import NOTE, of_question
from tests.access.bodies.request import Call, Make
from tests.world.house import House


def appealing(house: House, state: str, _actor: str) -> Call:
    return Call({"radicado": house.world.question[state or "redacted"]}, {"words": NOTE})


def deciding(house: House, state: str, _actor: str) -> Call:
    """The appeal is about what moderation hid, or approval (`by_approver`)."""
    form = {"outcome": "upheld", "reasons": NOTE}
    return Call({"appeal_id": house.world.appeal[state or "by_moderator"]}, form)


def lifting(house: House, state: str, _actor: str) -> Call:
    name = "redacted_by_approver" if state else "redacted"
    return Call({"radicado": house.world.question[name]}, {"note": NOTE})


CALLS: dict[str, Make] = {
    "restrictions.appeal": appealing,
    "restrictions.appeal_with_code": lambda house, *_: Call(form={"code": house.world.redacted_code, "words": NOTE}),
    "restrictions.staff.decide": deciding,
    "restrictions.staff.redact": of_question(
        "public", form={"words_0": "vía", "reason_0": "R1", "note": NOTE, "publish": "1"}
    ),
    "restrictions.staff.lift": lifting,
    "restrictions.staff.withhold_answer": lambda house, *_: Call(
        {"radicado": house.world.question["corrected"], "number": 1}, {"reason": "R1", "note": NOTE}
    ),
    "restrictions.staff.redact_answer": lambda house, *_: Call(
        {"radicado": house.world.question["corrected"], "number": 2},
        {"words_0": "abril", "reason_0": "R1", "note": NOTE, "publish": "1"},
    ),
    "restrictions.staff.second": of_question("proposed", form={"decision": "descartar"}),
}
