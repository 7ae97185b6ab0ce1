"""What the page of a space says of its evaluation, and what it lacks before the space closes."""

from flask import url_for

from participa.accounts.models import User
from participa.evaluations import queries, rules
from participa.evaluations.models import Evaluation
from participa.events.doors import Door
from participa.events.models import Event
from participa.shared.clock import now
from participa.shared.templating import counted, long_day, moment
from participa.strategy.hangings import Hanging
from participa.strategy.models import Activity
from participa.surveys import queries as surveys

TITLE = "Evaluación del espacio"


def for_everybody(event: Event) -> list[Door]:
    evaluation = queries.find_of(event)
    if evaluation is None or event.state.value == "cancelled":
        return []
    url, is_open = url_for("evaluations.detail", slug=event.slug), rules.is_open(evaluation, now())
    if evaluation.is_counted:
        return [Door(TITLE, "Cómo le pareció a quien estuvo y qué se hizo con lo que pidió.", url, "Ver la evaluación")]
    text = f"¿Estuvo? Cuente cómo le pareció, hasta el {long_day(evaluation.survey.closes_at)}."
    if not is_open:
        text = f"Quien asista podrá evaluarlo. Abre el {moment(evaluation.survey.opens_at)}."
    return [Door(TITLE, text, url, "Evaluar" if is_open else "Cómo se evalúa", is_main=is_open)]


def for_team(event: Event, person: User) -> list[Door]:
    if person.role not in rules.READERS or not event.is_public:
        return []
    evaluation = queries.find_of(event)
    url = url_for("evaluations.staff.space", slug=event.slug)
    if evaluation is not None:
        return [Door(TITLE, _standing(evaluation), url, "Ver la evaluación")]
    if rules.is_startable(event):
        text = "Falta la evaluación. Enciéndala antes de que el espacio se realice."
        return [Door(TITLE, text, url, "Encender la evaluación" if rules.may_start(person, event) else "Ver")]
    if event.state in rules.ENDED:
        return [Door(TITLE, "Falta la evaluación: nadie la encendió antes del espacio.", url, "Ver")]
    return []


def _standing(evaluation: Evaluation) -> str:
    if evaluation.is_counted:
        return "Terminó. Vea las cifras y responda las recomendaciones."
    amount = sum(surveys.participation_count(survey) for _door, survey in evaluation.surveys)
    came = counted(amount, "persona ha respondido", "personas han respondido")
    return f"{came}. Cierra el {long_day(evaluation.survey.closes_at)}."


def surveys_of(event: Event) -> list[int]:
    """The surveys of the evaluation: its own page leads to them."""
    evaluation = queries.find_of(event)
    return [survey.id for _door, survey in evaluation.surveys] if evaluation else []


def of_activity(activity: Activity) -> list[Hanging]:
    """The evaluation of each space of the activity."""
    return [_hanging(evaluation) for evaluation in queries.of_activity(activity)]


def _hanging(evaluation: Evaluation) -> Hanging:
    url, at = url_for("evaluations.detail", slug=evaluation.event.slug), evaluation.survey.closes_at
    if evaluation.is_counted:
        return Hanging("Evaluación", evaluation.event.title, url, "Con resultados", "good", at)
    state, tone = ("Abierta", "progress") if rules.is_open(evaluation, now()) else ("Sin cifras todavía", "neutral")
    return Hanging("Evaluación", evaluation.event.title, url, state, tone, at)


def lacks(event: Event) -> list[str]:
    """A sentence for the team while the evaluation goes on."""
    if event.state not in rules.ENDED:
        return []
    evaluation = queries.find_of(event)
    if evaluation is None or evaluation.is_counted or rules.is_over(evaluation):
        return []
    return [f"Falta la evaluación: recibe respuestas hasta el {long_day(evaluation.survey.closes_at)}."]
