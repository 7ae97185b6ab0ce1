"""Surveys with a small questionnaire, and answers to them."""

from datetime import timedelta
from typing import Any

from participa.questionnaires.engine.definition import (
    Condition,
    Definition,
    Item,
    ItemType,
    Look,
    Operator,
    Option,
    to_document,
)
from participa.questionnaires.models import Purpose, Questionnaire, QuestionnaireVersion, VersionState
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from participa.surveys import proofs, services
from participa.surveys.models import Level, Survey, SurveyState
from participa.surveys.proofs import Proof
from tests.factories.events import event as make_event
from tests.factories.keep import keep, next_number

TOPIC = Item(
    "tema",
    ItemType.SINGLE,
    "¿Qué tema le importa más?",
    is_required=True,
    options=(Option("vias", "Vías"), Option("agua", "Agua"), Option("parques", "Parques")),
)
WHICH_ROAD = Item(
    "cual",
    ItemType.SHORT_TEXT,
    "¿Cuál vía?",
    is_required=True,
    starts_page=True,
    condition=Condition((Look("tema", Operator.IS, "vias"),)),
)
GRADE = Item("nota", ItemType.SCALE, "¿Cómo califica la información que recibe?", starts_page=True, may_decline=True)
WORDS = Item("detalle", ItemType.LONG_TEXT, "¿Algo más?")
SMALL = Definition((TOPIC, WHICH_ROAD, GRADE, WORDS), intro="Sus respuestas ayudan a escoger los temas.")


def version(definition: Definition = SMALL, **values: Any) -> QuestionnaireVersion:
    """A questionnaire with one version, a draft unless said otherwise."""
    number, at = next_number(), now()
    row = Questionnaire(slug=f"cuestionario-{number}", title=f"Cuestionario {number}")
    row.purpose = values.pop("purpose", Purpose.PERCEPTION)
    row.form_key_digest, row.created_at = f"{number:064}", at
    defaults = {"number": 1, "state": VersionState.DRAFT, "removed": [], "created_at": at}
    return keep(QuestionnaireVersion(questionnaire=row, document=to_document(definition), **(defaults | values)))


def survey(level: Level = Level.OPEN, state: SurveyState = SurveyState.OPEN, **values: Any) -> Survey:
    """A survey of a space that takes answers now and for a week, open unless said otherwise."""
    of, number, at = values.pop("version", None) or version(), next_number(), now()
    defaults: dict[str, Any] = {
        "slug": f"encuesta-{number}",
        "title": f"Temas de la audiencia {number}",
        "about": "Para escoger los temas de la audiencia.",
        "version": of,
        "questionnaire_id": of.questionnaire_id,
        "opens_at": at - timedelta(hours=1),
        "closes_at": at + timedelta(days=7),
        "secret": b"s" * 32,
        "form_key_digest": f"{number:064}",
        "created_at": at,
    }
    if "event" not in values and "activity" not in values:
        values["event"] = make_event()
    return keep(Survey(level=level, state=state, **(defaults | values)))


def answered(survey: Survey, proof: Proof | None = None, form_key: str = "", **answers: Any) -> services.Receipt:
    """An answer that came in, of another device each time."""
    number = next_number()
    said = answers or {"tema": "agua", "nota": 4}
    with unit_of_work():
        return services.submit(
            survey, said, proof or proofs.by_device(f"aparato-{number}"), form_key or f"formulario-{number:020}"
        )
