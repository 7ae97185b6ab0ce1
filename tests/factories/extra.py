"""The extra questions of a space."""

import secrets

from participa.accounts.models import Role
from participa.events.models import Event
from participa.questionnaires import queries, services
from participa.questionnaires.engine.definition import Condition, Definition, Item, ItemType, Look, Operator, Option
from participa.questionnaires.models import Purpose, QuestionnaireVersion
from participa.registrations import services as registrations
from participa.shared.unit_of_work import unit_of_work
from tests.factories.accounts import user

MEAL = Item(
    "almuerzo",
    ItemType.SINGLE,
    "¿Se queda a almorzar?",
    options=(Option("si", "Sí"), Option("no", "No")),
    is_required=True,
    may_decline=True,
)
DIET = Item(
    "dieta",
    ItemType.SHORT_TEXT,
    "¿Qué no puede comer?",
    is_required=True,
    condition=Condition((Look("almuerzo", Operator.IS, "si"),)),
)
TOPICS = Item(
    "temas",
    ItemType.RANKING,
    "¿Qué temas le importan más?",
    options=(Option("vias", "Vías"), Option("agua", "Agua"), Option("salud", "Salud")),
    shuffles=True,
)


def extra_questions(event: Event, *items: Item, title: str = "Preguntas del almuerzo") -> QuestionnaireVersion:
    """A space that asks these items besides the usual data."""
    with unit_of_work():
        actor = user(Role.COMMUNICATIONS)
        definition = Definition(items or (MEAL, DIET, TOPICS))
        made = services.create(title, Purpose.REGISTRATION, actor, secrets.token_urlsafe(16), definition)
        version = queries.latest_version(made.id)
        registrations.choose_questions(event, version, actor)
    return version
