"""The counter: boxes, slips and spoken questions."""

from typing import Any

from tests.access.bodies.registrations import at_space
from tests.access.bodies.request import Call, Make, fixed


def of_box(usual: str = "open", /, form: dict[str, Any] | None = None, **values: Any) -> Make:
    """A page of a box of slips; `state` is that of the box."""
    return lambda house, state, _actor: Call({"box_id": house.world.box[state or usual], **values}, form or {})


SPOKEN = {"body": "¿Cuándo llega el agua?", "channel": "oral", "event": "", "came_at": "2026-01-15T09:30"}
SPOKEN |= {"reason": "Se anotó a mano."}
BOX = {"label": "Buzón de la plaza", "event": "", "first": "901", "last": "920", "check_one_of": "1"}
BOX |= {"collected_at": "2026-01-15T09:30"}
MENDED_BOX = {"label": "Buzón del parque", "event": "", "collected_at": "2026-01-15T09:30"}


CALLS: dict[str, Make] = {
    "intake.kiosk": at_space({"body": "¿Cuándo abren el puente?"}),
    "intake.spoken": fixed(SPOKEN),
    "intake.new_box": fixed(BOX),
    "intake.box": of_box(),
    "intake.print_slips": of_box(),
    "intake.type_slip": of_box(form={"number": "3", "body": "¿Quién arregla la escuela?", "kind": "pregunta"}),
    "intake.void": of_box(form={"first": "4", "last": "5", "reason": "unused"}),
    "intake.check": of_box(form={"body": "¿Y la vía?", "kind": "pregunta", "note": "Faltaba una palabra."}, number=1),
    "intake.scan": of_box(number=2),
    "intake.close": of_box("ready", form={"counted": "1"}),
    "intake.mend_box": of_box("ready", form=MENDED_BOX),
    "intake.recover": of_box("ready", number=31),
    "intake.closing_record": of_box("closed"),
}
