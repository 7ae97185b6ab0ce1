"""Dialogue spaces."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from participa.shared.clock import local, now
from tests.access.bodies.request import Call, Make
from tests.world.house import House

MOVES = {
    "convocar": "draft",
    "iniciar": "today",
    "terminar": "under_way",
    "responder": "held",
    "cerrar": "answering",
    "reprogramar": "convened",
    "cancelar": "rescheduled",
}


def event_of(house: House, state: str, _actor: str) -> Call:
    return Call({"slug": house.world.event[state or "convened"]})


def event_part(house: House, state: str, _actor: str) -> Call:
    """Its words change; its date stays, because people were called for it."""
    form = {"methodology": "Presentación del informe y preguntas.", "rules": "Cada persona habla tres minutos."}
    return Call({"slug": house.world.event[state or "convened"], "part": "como"}, form)


def of_event(state: str = "convened", line: str = "", **form: Any) -> Make:
    """A space in a state unless the matrix says another, and one of its lines when it is named."""

    def make(house: House, said: str, _actor: str) -> Call:
        slug = house.world.event[said or state]
        number = {"number": house.world.line[slug][line]} if line else {}
        return Call({"slug": slug, **number}, form)

    return make


def with_photo(house: House, _state: str, _actor: str) -> Call:
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(drawn, "PNG")
    form = {"title": "La plaza llena", "alt_text": "Personas sentadas en la plaza.", "is_image_authorized": "y"}
    form |= {"form_key": "f" * 22, "upload": (Lasting(drawn.getvalue()), "plaza.png")}
    return Call({"slug": house.world.event["under_way"]}, form)


def fulfilling(house: House, _state: str, _actor: str) -> Call:
    chosen = {"activity": str(house.world.activity["other"]["id"])}
    return Call({"slug": house.world.event["convened"]}, chosen)


def unfulfilling(house: House, _state: str, _actor: str) -> Call:
    """An activity that it does not fulfil: a second click, which does no harm."""
    return Call({"slug": house.world.event["convened"], "number": house.world.activity["other"]["id"]})


def new_series(house: House, _state: str, _actor: str) -> Call:
    form = {"type": "reunion_zonal", "modality": "presencial", "title": "Diálogos zonales", "form_key": "s" * 22}
    for row in range(2):
        stop = {"label": f"Comuna {row + 1}", "place": "Salón comunal", "day": "2031-08-04"}
        stop |= {"starts": "09:00", "ends": "11:00"}
        form |= {f"stops-{row}-{name}": value for name, value in stop.items()}
    return Call({"activity_id": house.world.activity["own"]["id"]}, form)


def event_step(house: House, state: str, _actor: str) -> Call:
    step = state or "convocar"
    form = {"note": "El auditorio tiene goteras y se repara esta semana."}
    return Call({"slug": house.world.event[MOVES[step]], "name": step}, form)


def new_event(house: House, _state: str, _actor: str) -> Call:
    starts = local(now() + timedelta(days=7))
    form = {
        "type": "audiencia_publica",
        "modality": "presencial",
        "title": "Audiencia pública del parque central",
        "objective": "Contar qué se hizo con el dinero del año.",
        "starts_at": starts.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (starts + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"),
        "place": "Auditorio municipal",
    }
    return Call({"activity_id": house.world.activity["own"]["id"]}, form)


class Lasting(BytesIO):
    """A file that may be sent again: closing it only takes it back to its beginning."""

    def close(self) -> None:
        self.seek(0)


CALLS: dict[str, Make] = {
    "events.detail": event_of,
    "events.staff.new": new_event,
    "events.staff.detail": event_of,
    "events.staff.edit": event_part,
    "events.appointment": event_of,
    "events.poster_file": lambda house, state, _: Call({"slug": house.world.event[state or "convened"], "size": "a4"}),
    "events.document_file": of_event(line="file"),
    "events.series": lambda house, *_: Call({"slug": house.world.series}),
    "events.staff.preview": of_event("draft"),
    "events.staff.agenda": of_event(title="Preguntas del público", minutes="30", responsible="Moderación"),
    "events.staff.agenda_item": of_event(line="item", title="Saludo", minutes="5", responsible="Alcaldía"),
    "events.staff.shift_item": of_event(line="item", way="abajo"),
    "events.staff.remove_item": of_event(line="item"),
    "events.staff.route": of_event(moment="after", text="Se publican las respuestas.", responsible="Planeación"),
    "events.staff.route_step": of_event(line="step", text="Se invita por radio.", responsible="Comunicaciones"),
    "events.staff.shift_step": of_event(line="step", way="abajo"),
    "events.staff.remove_step": of_event(line="step"),
    "events.staff.activities": fulfilling,
    "events.staff.remove_activity": unfulfilling,
    "events.staff.documents": of_event(
        form_key="d" * 22, kind="call", title="Convocatoria", url="https://www.demostracion.example/convocatoria.pdf"
    ),
    "events.staff.document_file": of_event("draft", line="file"),
    "events.staff.remove_document": of_event(line="file"),
    "events.staff.memorias": of_event("under_way", minutes_text="Se habló de vías.", recording_url=""),
    "events.staff.new_memoria": of_event(
        "under_way", form_key="m" * 22, kind="account", title="Relatoría", url="https://www.demostracion.example/r.pdf"
    ),
    "events.staff.new_photo": with_photo,
    "events.staff.new_series": new_series,
    "events.staff.series": lambda house, *_: Call({"slug": house.world.series}),
    "events.staff.move": event_step,
}
