"""Attendance: doors, tablets and figures."""

from typing import Any

from tests.access.bodies.request import OTHER, Call, Make
from tests.world.house import House


def figures_of(house: House, state: str, _actor: str) -> Call:
    return Call({"slug": house.world.event[state or "convened"]})


def at_door(form: dict[str, Any] | None = None, **values: Any) -> Make:
    """A page of the door of the space of today; `other` is another space."""

    def made(house: House, state: str, _actor: str) -> Call:
        slug = house.world.event["convened" if state == OTHER else "today"]
        numbers = {name: house.world.door[key] for name, key in values.items() if key in house.world.door}
        person = {"person": house.world.door["person"]} if form and "entry_key" in form else {}
        return Call({"slug": slug, **values, **numbers}, {**(form or {}), **person})

    return made


def entering(house: House, _state: str, _actor: str) -> Call:
    return Call(form={"code": house.world.door["code"]})


ENTRY = {"entry_key": "llegada-de-la-matriz-01"}
WALKING_IN = {"first_name": "Aura Inés", "last_name": "De La Vega", "attends": "presencial"}
PAPER = {**WALKING_IN, "at": "09:15", "entry_key": "llegada-de-la-matriz-02"}
DOOR = {"label": "Puerta sur", "kind": "door", "form_key": "enlace-de-la-matriz-01"}


CALLS: dict[str, Make] = {
    "attendance.enter": entering,
    "attendance.door": at_door(),
    "attendance.door_list": at_door(),
    "attendance.find": at_door({"wanted": "Lucero Del Campo"}),
    "attendance.check_in": at_door({**ENTRY, "way": "name"}),
    "attendance.walk_in": at_door({**WALKING_IN, "way": "walk_in"}),
    "attendance.undo": at_door({"reason": "Se anotó a otra persona."}, attendance_id="arrival"),
    "attendance.send": at_door({**ENTRY, "way": "name", "at": ""}),
    "attendance.kiosk": at_door({"wanted": "Lucero Del Campo"}),
    "attendance.kiosk_confirm": at_door(ENTRY),
    "attendance.kiosk_done": at_door(name="bien"),
    "attendance.staff.index": at_door(),
    "attendance.staff.find": at_door({"wanted": "Lucero Del Campo"}),
    "attendance.staff.links": at_door(DOOR),
    "attendance.staff.revoke": at_door({}, link_id="other_link"),
    "attendance.staff.conflicts": at_door(),
    "attendance.staff.decide": at_door({}, conflict_id="conflict", decision="seen"),
    "attendance.staff.sheet": at_door(),
    "attendance.staff.paper": at_door(PAPER),
    "attendance.staff.download": at_door({}),
    "attendance.figures": figures_of,
    "attendance.figures_table": figures_of,
    "attendance.figures_workbook": figures_of,
    "attendance.staff.figures_for_team": figures_of,
    "attendance.staff.figures_for_team_workbook": figures_of,
}
