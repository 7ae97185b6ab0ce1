"""The surveys of the story: one that takes answers now, one that closed."""

import random
from datetime import timedelta
from typing import Any

from participa.events.models import Event
from participa.portal.demo.calendar import Story
from participa.portal.demo.people import Staff
from participa.questionnaires import queries as questionnaires
from participa.questionnaires import services as written
from participa.questionnaires.engine import branching
from participa.questionnaires.engine.definition import Definition, Item, ItemType
from participa.shared.clock import at_instant
from participa.strategy import queries as strategies
from participa.strategy.models import Strategy
from participa.surveys import services
from participa.surveys.models import Level, Survey

NEEDED_BY, LOOKED_BY = 23, 84  # how many people answered
PLACES = ("Comuna 1", "Comuna 2", "Comuna 3", "Vereda La Loma", "Vereda El Salado")
SAID = (
    *("Que respondan más rápido.", "Las vías de la vereda.", "Explicar mejor el presupuesto."),
    *("Más reuniones los sábados.", "Todo bien por ahora."),
)


def survey(story: Story, staff: Staff, strategy: Strategy, spaces: dict[str, Event]) -> None:
    """Perception, which closed two weeks ago, and what people need to know for the audiencia, which is open."""
    perception = _create(
        story, staff, "perception", "Cómo ve la gente la gestión del año", -45, -14,
        about="Para saber qué piensa la gente de la gestión y qué debemos mejorar.",
        activity=strategies.activities(strategy)[0],
    )  # fmt: skip
    with at_instant(story.at(-30)):
        _answer(perception, LOOKED_BY)
    with at_instant(story.at(-14)):
        services.close(perception)
    needs = _create(
        story, staff, "information_needs", "Qué necesita saber antes de la audiencia", -5, 7,
        about="Para llevar a la audiencia la información que la gente pide.",
        event=spaces["audiencia"], level=Level.CHECKED, takes_tablet=True,
    )  # fmt: skip
    with at_instant(story.at(-2)):
        _answer(needs, NEEDED_BY)
        services.stir(needs)


def _create(story: Story, staff: Staff, template: str, title: str, opens: int, closes: int, **more: Any) -> Survey:
    with at_instant(story.at(opens) - timedelta(days=2)):
        form_key = f"demostracion-{template}"
        made = written.from_template(template, title, staff.communications, form_key)
        version = questionnaires.latest_version(made.id)
        values = {"level": Level.OPEN, **more}
        new = services.NewSurvey(
            title=title, version=version, opens_at=story.at(opens, 8), closes_at=story.at(closes, 18), **values
        )
        survey = services.create(new, form_key, staff.communications)
        services.open_survey(survey, staff.communications)
    return survey


def _answer(survey: Survey, people: int) -> None:
    chance = random.Random(survey.id)  # noqa: S311 - invented answers, the same each time
    for person in range(people):
        answers = _answers(survey.version.definition, chance)
        services.submit(survey, answers, services.by_device(f"demostracion-{person}"), f"demostracion-{person:012}")


def _answers(definition: Definition, chance: random.Random) -> dict[str, Any]:
    """Of one person, in order, so that the way leads where it leads."""
    answers: dict[str, Any] = {}
    for item in definition.items:
        if item in branching.visible(definition, answers) and (item.is_required or chance.random() < 0.8):
            value = _value(item, chance)
            if value is not None:
                answers[item.name] = value
    return answers


def _value(item: Item, chance: random.Random) -> Any:
    codes = [option.code for option in item.options]
    match item.type:
        case ItemType.SINGLE:
            return chance.choice(codes)
        case ItemType.MULTIPLE:
            return sorted(chance.sample(codes, chance.randint(1, min(3, item.maximum or 3))))
        case ItemType.SCALE | ItemType.FACES:
            return chance.choice((2, 3, 3, 4, 4, 5))
        case ItemType.MATRIX:
            return {row.code: chance.choice(codes) for row in item.rows}
        case ItemType.PLACE:
            return chance.choice(PLACES)
        case ItemType.LONG_TEXT | ItemType.SHORT_TEXT:
            return chance.choice(SAID) if chance.random() < 0.4 else None
    return None
