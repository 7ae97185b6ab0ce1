"""Switching the evaluation of a space on, moving it with the space, and handing out codes at the exit."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from participa.accounts.models import User
from participa.evaluations import queries, rules
from participa.evaluations.models import Evaluation, EvaluationFigure
from participa.events.doors import Move
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.questionnaires import queries as questionnaires
from participa.questionnaires import services as writing
from participa.questionnaires.models import Purpose, QuestionnaireVersion
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid
from participa.surveys import services as surveys
from participa.surveys.models import CodeKind, Level, Survey
from participa.surveys.services import NewSurvey

NOT_TEAM = "Solo Comunicaciones y el equipo líder encienden la evaluación."
TOO_LATE = "La evaluación se enciende antes de que el espacio se realice."
OFFICIAL_KEY = "evaluacion-oficial-de-la-entidad"
TITLE = "Evaluación del espacio de diálogo"
LONGEST_TITLE = 200
EXIT_BATCH = "Salida"
OTHER_DATE = "El espacio cambió de fecha."


def start(event: Event, days: int, has_open_link: bool, actor: User) -> Evaluation:
    """Evaluate a space with the official items; a second click gives the same one.

    Raises Forbidden, Closed, or Invalid for a number of days that does not fit.
    """
    if actor.role not in rules.EDITORS:
        raise Forbidden(NOT_TEAM)
    held = queries.event_to_change(event.id)
    if (made := queries.find_of(held)) is not None:
        return made
    if not rules.is_startable(held):
        raise Closed(TOO_LATE)
    if not 1 <= days <= rules.MOST_DAYS:
        raise Invalid(f"Escriba un número de días, de 1 a {rules.MOST_DAYS}.")
    version = _questionnaire()
    evaluation = Evaluation(event_id=held.id, days=days, started_at=now(), started_by_id=actor.id)
    _give_surveys(evaluation, held, version, has_open_link)
    db.session.add(evaluation)
    db.session.flush()
    audit.record("evaluation.start", evaluation, actor, days=days, has_open_link=has_open_link)
    return evaluation


def _questionnaire() -> QuestionnaireVersion:
    """The one of the entity for evaluations, made from the official model the first time."""
    ready = questionnaires.published_choices(Purpose.EVALUATION)
    if ready:
        return ready[0]
    made = writing.from_template("evaluation", "Evaluación oficial de espacios", None, OFFICIAL_KEY)
    return questionnaires.latest_version(made.id)


def _give_surveys(
    evaluation: Evaluation, event: Event, version: QuestionnaireVersion, has_open_link: bool, after: str = ""
) -> None:
    evaluation.survey = _survey(event, evaluation.days, version, Level.CODE, after)
    evaluation.open_survey = _survey(event, evaluation.days, version, Level.CHECKED, after) if has_open_link else None


def _survey(event: Event, days: int, version: QuestionnaireVersion, level: Level, after: str) -> Survey:
    opens_at, closes_at = rules.opens_and_closes(event, days)
    kind = "Evaluación" if level is Level.CODE else "Evaluación por el enlace abierto"
    about = f"Cuéntenos cómo le pareció «{event.title}»."
    title = f"{kind}: {event.title}"[:LONGEST_TITLE]
    new = NewSurvey(title, version, level, opens_at, closes_at, about, event=event)
    survey = surveys.create(new, f"evaluacion/{event.id}/{level.value}{after}")
    surveys.open_survey(survey)
    return survey


def follow(move: Move) -> None:
    """Open when the space ends, move with its date, and end with it when it is cancelled."""
    evaluation = queries.find_of(move.event)
    if evaluation is None:
        return
    if move.to is EventState.CANCELLED:
        _end(evaluation)
    elif move.to is EventState.HELD:
        _move(evaluation, min(move.event.ends_at, now()), move.author)
    elif move.to is EventState.RESCHEDULED:
        _to_another_date(queries.evaluation_to_change(evaluation.id), move)


def _end(evaluation: Evaluation) -> None:
    for _door, survey in evaluation.surveys:
        surveys.close(survey)


def _to_another_date(evaluation: Evaluation, move: Move) -> None:
    """Who comes on the new date is reminded, also when the old one had passed."""
    evaluation.reminded_at = None
    if rules.is_over(evaluation):
        _again(evaluation, move.event)
    else:
        _move(evaluation, move.event.ends_at, move.author)


def _again(evaluation: Evaluation, event: Event) -> None:
    """It closed before the space was held: new surveys take its place; the old ones stay on their own pages."""
    db.session.execute(delete(EvaluationFigure).where(EvaluationFigure.evaluation_id == evaluation.id))
    evaluation.attended = evaluation.counted_at = None
    has_open_link, after = evaluation.open_survey is not None, f"/{evaluation.survey_id}"
    _give_surveys(evaluation, event, _questionnaire(), has_open_link, after)
    db.session.flush()
    audit.record("evaluation.again", evaluation)


def _move(evaluation: Evaluation, opens_at: datetime, author: User) -> None:
    """What has answers already opens when it did, and lasts as long as the new date asks."""
    closes_at = opens_at + timedelta(days=evaluation.days)
    for _door, survey in evaluation.surveys:
        if survey.is_over or survey.opens_at == opens_at:
            continue
        try:
            surveys.move(survey, opens_at, closes_at)
        except Conflict:
            _last_until(survey, closes_at, author)


def _last_until(survey: Survey, closes_at: datetime, author: User) -> None:
    if survey.closes_at < closes_at and now() < survey.closes_at and author.role in rules.EDITORS:
        surveys.extend(survey, closes_at, OTHER_DATE, author)


def hand_out(evaluation: Evaluation, form_key: str, actor: User) -> str:
    """One code for who leaves now, shown once; the same form again is the same code. Nothing tells who got it.

    Raises Forbidden, or Closed when the evaluation is over.
    """
    if not rules.may_hand_out(actor):
        raise Forbidden("Su cuenta no entrega códigos.")
    if evaluation.survey.is_over:
        raise Closed("La evaluación ya cerró.")
    [code] = surveys.issue_codes(evaluation.survey, CodeKind.EXIT, 1, EXIT_BATCH, form_key, actor)
    return code
