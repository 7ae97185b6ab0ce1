"""What other pages say of the surveys: the page of a space, for everybody and for the team, and that of an activity."""

from flask import url_for

from participa.accounts.models import User
from participa.events.doors import Door
from participa.events.models import Event, EventState
from participa.shared.clock import now
from participa.shared.templating import counted, hour, long_day
from participa.strategy.hangings import Hanging
from participa.strategy.models import Activity
from participa.surveys import queries, rules, services
from participa.surveys.models import Survey, SurveyState

CLOSED_DOORS = frozenset({EventState.CANCELLED, EventState.CLOSED})


def for_everybody(event: Event) -> list[Door]:
    """Each public survey of the space that no other room shows, with the door to answer or to see it."""
    surveys, elsewhere = queries.of_event(event), services.shown_elsewhere(event)
    return [_door(survey) for survey in surveys if survey.id not in elsewhere]


def _door(survey: Survey) -> Door:
    url, at = url_for("surveys.detail", slug=survey.slug), now()
    if rules.receives(survey, at):
        words = f"{survey.title}. Cierra a las {hour(survey.closes_at)} del {long_day(survey.closes_at)}."
        return Door("Encuesta abierta", words, url, "Responder")
    if survey.is_over:
        return Door("Encuesta cerrada", f"{survey.title}.", url, "Ver la encuesta")
    words = f"{survey.title}. Abre a las {hour(survey.opens_at)} del {long_day(survey.opens_at)}."
    return Door("Encuesta", words, url, "Ver la encuesta")


def for_team(event: Event, person: User) -> list[Door]:
    """The surveys of the space with their count, and a new one for who writes them."""
    if not rules.may_read(person):
        return []
    surveys = queries.of_event(event, drafts=True)
    counts = queries.participation_counts(surveys)
    doors = [_team_door(survey, counts.get(survey.id, 0)) for survey in surveys]
    if rules.may_edit(person) and event.state not in CLOSED_DOORS:
        url = url_for("surveys.staff.new", espacio=event.id)
        doors.append(Door("Nueva encuesta", "Pregunte a la gente antes o después del espacio.", url, "Crear"))
    return doors


def _team_door(survey: Survey, total: int) -> Door:
    text = f"{survey.title}. {survey.state_label}. {counted(total, 'persona respondió', 'personas respondieron')}."
    return Door("Encuesta", text, url_for("surveys.staff.detail", slug=survey.slug), "Abrir")


def of_activity(activity: Activity) -> list[Hanging]:
    """Each public survey of the activity."""
    return [_hanging(survey) for survey in queries.of_activity(activity)]


def _hanging(survey: Survey) -> Hanging:
    tone = "good" if survey.state is SurveyState.OPEN else "neutral"
    url = url_for("surveys.detail", slug=survey.slug)
    return Hanging("Encuesta", survey.title, url, survey.state_label, tone, survey.closes_at)
