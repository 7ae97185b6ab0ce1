"""Questionnaires: the list, the editor, corrections and files."""

from typing import Any

from participa.questionnaires.exchange import document
from participa.questionnaires.models import Purpose
from participa.questionnaires.official import TEMPLATES
from tests.access.bodies.events import Lasting
from tests.access.bodies.request import Call, Make, fixed
from tests.world.house import House

WRITTEN = document.write("Necesidades de información", Purpose.INFORMATION_NEEDS, TEMPLATES["topics"].definition)


def of(usual: str, name: str = "", **form: Any) -> Make:
    """A page of the questionnaire in a state; of one of its items when a name is given."""

    def make(house: House, state: str, _actor: str) -> Call:
        values: dict[str, Any] = {"questionnaire_id": house.world.questionnaire[state or usual]}
        return Call(values | ({"name": name} if name else {}), form)

    return make


def adding(house: House, _state: str, _actor: str) -> Call:
    values = {"questionnaire_id": house.world.questionnaire["draft"], "tipo": "single"}
    return Call(values, {"label": "¿Vive en el municipio?", "options": "Sí\nNo"})


def importing(_house: House, _state: str, _actor: str) -> Call:
    return Call({}, {"file": (Lasting(WRITTEN), "cuestionario.json")})


CONFIRMED = {"form_key": "q" * 22, "title": "Necesidades", "purpose": "other", "document": document.pack(WRITTEN)}
CALLS: dict[str, Make] = {
    "questionnaires.staff.new": fixed({"form_key": "q" * 22, "start": "evaluation", "title": "", "purpose": "other"}),
    "questionnaires.staff.detail": of("draft"),
    "questionnaires.staff.about": of("draft", title="Otro nombre", purpose="perception"),
    "questionnaires.staff.duplicate": of("frozen", form_key="q" * 22, title="La copia"),
    "questionnaires.staff.archive": of("draft"),
    "questionnaires.staff.take_back": of("archived"),
    "questionnaires.staff.delete": of("draft"),
    "questionnaires.staff.versions": of("frozen"),
    "questionnaires.staff.organize": of("draft"),
    "questionnaires.staff.texts": of("draft", intro="Hola.", thanks="Gracias."),
    "questionnaires.staff.new_item": adding,
    "questionnaires.staff.item": of("draft", "tema", label="¿Qué tema prefiere?", options="Vías\nAgua\nOtro"),
    "questionnaires.staff.move_item": of("draft", "nota", way="arriba"),
    "questionnaires.staff.duplicate_item": of("draft", "nota"),
    "questionnaires.staff.remove_item": of("draft", "nota"),
    "questionnaires.staff.put_back": of("draft", "quitada"),
    "questionnaires.staff.condition": of("draft", "nota", item="tema", look="is:vias"),
    "questionnaires.staff.drop_test": of("draft", "cual", item="tema", operator="is", value="vias"),
    "questionnaires.staff.join_tests": of("draft", "cual", needs="any"),
    "questionnaires.staff.correct": of(
        "frozen", **{"reason": "Se entendía mal.", "label-tema": "¿Qué tema le importa?", "seen": "2"}
    ),
    "questionnaires.staff.preview": of("draft", **{"page": "0", "carried": "", "r-tema": "vias"}),
    "questionnaires.staff.as_document": of("draft"),
    "questionnaires.staff.as_xlsform": of("draft"),
    "questionnaires.staff.import_": importing,
    "questionnaires.staff.import_confirm": fixed(CONFIRMED),
}
