"""What the team does with a survey: write it, open it, extend it, close it, open its results before the end."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete

from participa.accounts.models import User
from participa.extensions import db
from participa.questionnaires import services as questionnaires
from participa.questionnaires.engine.definition import ItemType
from participa.questionnaires.models import QuestionnaireVersion
from participa.questionnaires.queries import latest_version
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.slugs import to_slug
from participa.surveys import queries, rules
from participa.surveys.models import (
    ChangeKind,
    NewSurvey,
    ResponseDraft,
    Survey,
    SurveyChange,
    SurveyRewording,
    SurveyState,
)
from participa.surveys.services.codes import forget_mails
from participa.surveys.services.shaking import stir

NOT_YOURS = "Su cuenta no puede cambiar encuestas."
SECRET_BYTES = 32
RESERVED = "gestion"  # the pages of the team
_closing: list[Callable[[Survey], bool]] = []


def create(new: NewSurvey, form_key: str, actor: User | None = None) -> Survey:
    """A draft; the same form again is the same survey. Without `actor`, another room makes it. Raises Forbidden."""
    _check_editor(actor)
    _check(new)
    digest = hashlib.sha256(form_key.encode()).hexdigest()
    if (made := queries.find_by_form_key(digest)) is not None:
        return made
    survey = Survey(slug=_free_slug(new.title, digest), form_key_digest=digest, created_at=now(), outcome="")
    survey.secret, survey.state = secrets.token_bytes(SECRET_BYTES), SurveyState.DRAFT
    _write(survey, new)
    db.session.add(survey)
    db.session.flush()
    audit.record("survey.create", survey, actor)
    return survey


def edit(survey: Survey, new: NewSurvey, actor: User) -> None:
    """Only while it is a draft. Raises Forbidden, Conflict or Invalid."""
    _check_editor(actor)
    _check(new)
    survey = queries.locked(survey.id)
    if not rules.is_editable(survey):
        raise Conflict("La encuesta ya se abrió: sus datos quedan como están.")
    _write(survey, new)
    audit.record("survey.edit", survey, actor)


def open_survey(survey: Survey, actor: User | None = None) -> None:
    """Publish it: from `opens_at` on it takes answers, and its questionnaire no longer changes.

    Raises Forbidden, and Conflict when it was opened before, its time is over or its questionnaire lacks something.
    """
    _check_editor(actor)
    survey = queries.locked(survey.id)
    if not rules.is_editable(survey):
        raise Conflict("La encuesta ya se abrió.")
    if survey.closes_at <= now():
        raise Conflict("La fecha de cierre ya pasó. Cámbiela antes de abrir.")
    questionnaires.freeze(survey.version)
    survey.version = latest_version(survey.questionnaire_id)  # its words may have been corrected since it was written
    survey.state = SurveyState.OPEN
    audit.record("survey.open", survey, actor)


def take_up_correction(version: QuestionnaireVersion) -> None:
    """Ask with the corrected words from now on. What was answered before keeps the version that was read."""
    for survey_id in queries.ids_open_with(version.questionnaire_id):
        survey = queries.locked(survey_id)
        if survey.state is SurveyState.OPEN:
            survey.version = version
            db.session.add(SurveyRewording(survey_id=survey.id, version_id=version.id, at=now()))
            audit.record("survey.reword", survey, None, number=version.number)


def extend(survey: Survey, closes_at: datetime, reason: str, actor: User) -> None:
    """Give it more time, with a reason that everybody reads. Raises Forbidden, Conflict or Invalid."""
    _check_editor(actor)
    survey = queries.locked(survey.id)
    if survey.state is not SurveyState.OPEN or survey.closes_at <= now():
        raise Conflict("Solo se amplía el plazo de una encuesta abierta.")
    if closes_at <= survey.closes_at or not rules.fits(survey.opens_at, closes_at):
        raise Invalid("La nueva fecha debe ser posterior a la de ahora, y antes de un año.")
    survey.closes_at = closes_at
    _note(survey, ChangeKind.EXTENDED, reason, actor, closes_at)


def move(survey: Survey, opens_at: datetime, closes_at: datetime) -> None:
    """Give other days to a survey of a space whose date changed, before anybody answered. For rooms above.

    Raises Conflict, or Invalid when the days do not fit.
    """
    survey = queries.locked(survey.id)
    if survey.is_over or queries.participation_count(survey):
        raise Conflict("La encuesta ya tiene respuestas o ya cerró: sus fechas quedan como están.")
    if not rules.fits(opens_at, closes_at):
        raise Invalid("El cierre va después de la apertura, y antes de un año.")
    survey.opens_at, survey.closes_at = opens_at, closes_at
    audit.record("survey.move", survey, None, opens_at=opens_at.isoformat(), closes_at=closes_at.isoformat())


def unseal(survey: Survey, reason: str, actor: User) -> None:
    """Open the results before the end, with a reason that everybody reads. Raises Forbidden, Conflict or Invalid."""
    _check_editor(actor)
    survey = queries.locked(survey.id)
    if not rules.may_unseal(survey):
        raise Conflict("Los resultados de esta encuesta ya están abiertos, o todavía es un borrador.")
    _note(survey, ChangeKind.UNSEALED, reason, actor)
    survey.unsealed_at, survey.unsealed_reason, survey.unsealed_by_id = now(), reason.strip(), actor.id


def set_tablet(survey: Survey, takes_tablet: bool, actor: User) -> None:
    """Allow or end the shared tablets; those of before never come back by themselves. Raises Forbidden."""
    _check_editor(actor)
    survey = queries.locked(survey.id)
    survey.tablet_round += survey.takes_tablet and not takes_tablet
    survey.takes_tablet = takes_tablet
    audit.record("survey.tablet", survey, actor, takes=takes_tablet)


def listen_to_closing(put_last: Callable[[Survey], bool]) -> None:
    """Let another part put what it still holds into the box, before the secret is destroyed.

    It says whether it put everything: what it could not open keeps the secret.
    """
    if put_last not in _closing:
        _closing.append(put_last)


def close(survey: Survey, actor: User | None = None, reason: str = "") -> None:
    """Take no more answers, shuffle the last ones and destroy the secret. Again does nothing.

    By a person before its time it needs a reason that everybody reads. Raises Forbidden, Conflict or Invalid.
    """
    survey = queries.locked(survey.id)
    if survey.is_over:
        return
    if survey.state is SurveyState.DRAFT:
        raise Conflict("Esta encuesta no se ha abierto.")
    if actor is not None:
        _check_editor(actor)
        _note(survey, ChangeKind.CLOSED_EARLY, reason, actor)
    put = [put_last(survey) for put_last in _closing]  # each of them, also after one that could not
    stir(survey, is_last=True)
    survey = queries.locked(survey.id)
    survey.state, survey.closed_at, survey.takes_tablet = SurveyState.CLOSED, now(), False
    if all(put) and not queries.waiting_count(survey):  # what could not be opened may still be, with the right key
        survey.secret = None
    db.session.execute(delete(ResponseDraft).where(ResponseDraft.survey_id == survey.id))
    forget_mails(survey)
    audit.record("survey.close", survey, actor)


def _check_editor(actor: User | None) -> None:
    """None is another room, or the clock."""
    if actor is not None and not rules.may_edit(actor):
        raise Forbidden(NOT_YOURS)


def _check(new: NewSurvey) -> None:
    if new.activity is None and new.event is None:
        raise Invalid("Elija de qué actividad o de qué espacio es la encuesta.")
    if any(item.type is ItemType.FILE for item in new.version.definition.items):
        raise Invalid("Las encuestas no reciben archivos: un archivo puede decir de quién es.")
    if not rules.fits(new.opens_at, new.closes_at):
        raise Invalid("El cierre va después de la apertura, y antes de un año.")


def _write(survey: Survey, new: NewSurvey) -> None:
    survey.title, survey.about, survey.level = new.title, new.about, new.level
    survey.version, survey.questionnaire_id = new.version, new.version.questionnaire_id
    survey.opens_at, survey.closes_at, survey.takes_tablet = new.opens_at, new.closes_at, new.takes_tablet
    survey.activity_id = new.activity.id if new.activity else None
    survey.event_id = new.event.id if new.event else None


def _note(survey: Survey, kind: ChangeKind, reason: str, actor: User, closes_at: datetime | None = None) -> None:
    if not reason.strip():
        raise Invalid("Escriba el motivo: lo leerá todo el mundo.")
    change = SurveyChange(survey_id=survey.id, kind=kind, reason=reason.strip(), author_id=actor.id, at=now())
    change.closes_at = closes_at
    db.session.add(change)
    audit.record(f"survey.{kind.value}", survey, actor)


def _free_slug(title: str, digest: str) -> str:
    """Two people may give the same title at once: the second address ends in letters of its form key."""
    slug = to_slug(title, "encuesta")
    return f"{slug}-{digest[:6]}" if slug in {RESERVED, *queries.slugs_like(slug)} else slug
