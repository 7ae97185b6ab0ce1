"""Documents, consultations of drafts and the news by mail."""

from datetime import timedelta
from typing import Any

from participa.documents import queries
from participa.shared.clock import today
from tests.access.bodies.request import Call, Make
from tests.world.house import House

KEY = "form-key-of-a-document"
DRAFT = "draft"


def of(name: str = "own", **form: Any) -> Make:
    """The document of this name, or the draft where the line says so."""
    return lambda house, state, _actor: Call({"slug": house.world.documents[DRAFT if state == DRAFT else name]}, form)


def of_file(house: House, _state: str, _actor: str) -> Call:
    return Call({"slug": house.world.documents["own"], "name": house.world.documents["file"]})


def of_version(house: House, _state: str, _actor: str) -> Call:
    return Call({"slug": house.world.documents["own"], "number": 1})


def of_observation(**form: Any) -> Make:
    return lambda house, _state, _actor: Call({"number": house.world.documents["observation"]}, form)


def writing(house: House, _state: str, _actor: str) -> Call:
    form = {"kind": "bulletin", "title": "Ya empezó la obra", "year": str(today().year), "text": "Empezó el lunes."}
    return Call({}, {**form, "form_key": KEY, "event": house.world.event["held"]})


def rewriting(house: House, _state: str, _actor: str) -> Call:
    slug = house.world.documents["own"]
    revision = str(queries.by_slug(slug).revision)
    form = {"kind": "management_report", "title": "Informe", "year": str(today().year), "text": "Esto se hizo."}
    return Call({"slug": slug}, {**form, "form_key": KEY, "revision": revision, "reason": "Se corrige un total."})


def window(house: House, _state: str, _actor: str) -> Call:
    first, last = today().isoformat(), (today() + timedelta(days=8)).isoformat()
    return Call({"slug": house.world.documents["own"]}, {"opens_on": first, "closes_on": last, "ask": "¿Qué falta?"})


def with_code(name: str, use: str) -> Make:
    """The code of a subscriber of the seeded world that confirms or stops."""
    return lambda house, _state, _actor: Call({}, {"code": getattr(house.world.documents[name], use)})


def one_click(house: House, _state: str, _actor: str) -> Call:
    return Call({"codigo": house.world.documents["subscribed"].stop}, {"List-Unsubscribe": "One-Click"})


CALLS: dict[str, Make] = {
    "documents.detail": of(),
    "documents.version": of_version,
    "documents.file": of_file,
    "documents.observe": of(form_key="form-key-of-an-observer", body="Falta el acueducto.", part="Página 3"),
    "documents.observations": of(),
    "documents.follow_observation": lambda house, *_: Call({}, {"code": house.world.documents["code"]}),
    "documents.news": lambda *_: Call({}, {"email": "vecina@ejemplo.example", "agrees": "y"}),
    "documents.confirm_news": with_code("asked", "confirm"),
    "documents.stop_news": with_code("subscribed", "stop"),
    "documents.one_click_stop": one_click,
    "documents.staff.new": writing,
    "documents.staff.edit": rewriting,
    "documents.staff.detail": of(),
    "documents.staff.publish": of(number="3"),
    "documents.staff.discard": of(number="3"),
    "documents.staff.withdraw": of(reason="Tenía un dato que no debía estar."),
    "documents.staff.consult": window,
    "documents.staff.observations": of(),
    "documents.staff.observation": of_observation(decision="accepted", reasons="Se agrega el acueducto."),
    "documents.staff.publish_reply": of_observation(),
    "documents.staff.file": of_file,
}
