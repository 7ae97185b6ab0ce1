"""Surveys as read: for everybody, for the team, and what the rooms above count."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from participa.events.models import Event, EventState
from participa.extensions import db
from participa.questionnaires.models import QuestionnaireVersion
from participa.shared.html import to_line
from participa.shared.paging import asked_page
from participa.strategy import queries as strategies
from participa.strategy.models import Activity
from participa.surveys import proofs
from participa.surveys.models import (
    CodeKind,
    Participation,
    Response,
    ResponseDraft,
    Survey,
    SurveyChange,
    SurveyCode,
    SurveyRewording,
    SurveyState,
    WaitingResponse,
)

PER_PAGE = 20
AT_ONCE = 500
MOST_CHOICES = 200
OVER = (SurveyState.CLOSED, SurveyState.CONCLUDED)


def by_slug_public(slug: str) -> Survey:
    """Raises NoResultFound for a draft or an unknown one."""
    return db.session.scalars(_whole().where(Survey.slug == to_line(slug), Survey.state != SurveyState.DRAFT)).one()


def by_slug(slug: str) -> Survey:
    """Raises NoResultFound for an unknown one."""
    return db.session.scalars(_whole().where(Survey.slug == to_line(slug))).one()


def by_id(survey_id: int) -> Survey:
    """Raises NoResultFound for an unknown one."""
    return db.session.scalars(_whole().where(Survey.id == survey_id)).one()


def _whole() -> Select[Survey]:
    return select(Survey).options(joinedload(Survey.version), joinedload(Survey.event), joinedload(Survey.activity))


def open_now(at: datetime) -> list[Survey]:
    """Those that take answers, the one that closes first before the others."""
    found = _whole().where(Survey.state == SurveyState.OPEN, Survey.opens_at <= at, Survey.closes_at > at)
    return list(db.session.scalars(found.order_by(Survey.closes_at, Survey.id).limit(PER_PAGE * 5)))


def coming(at: datetime) -> list[Survey]:
    """Announced and not open yet."""
    found = _whole().where(Survey.state == SurveyState.OPEN, Survey.opens_at > at)
    return list(db.session.scalars(found.order_by(Survey.opens_at, Survey.id).limit(PER_PAGE)))


def past() -> Pagination:
    """Those that are over, the last one first."""
    found = _whole().where(Survey.state.in_(OVER)).order_by(Survey.closes_at.desc(), Survey.id.desc())
    return db.paginate(found, page=asked_page(), per_page=PER_PAGE)


def for_team(state: SurveyState | None) -> Pagination:
    """All surveys, newest first."""
    found = _whole() if state is None else _whole().where(Survey.state == state)
    return db.paginate(found.order_by(Survey.id.desc()), page=asked_page(), per_page=PER_PAGE)


def counts_by_state() -> dict[SurveyState, int]:
    found = select(Survey.state, func.count()).group_by(Survey.state).order_by(Survey.state)
    return {row[0]: int(row[1]) for row in db.session.execute(found)}


def of_event(event: Event, drafts: bool = False) -> list[Survey]:
    """The surveys of a space, in the order in which they open."""
    return _of(Survey.event_id == event.id, drafts)


def of_activity(activity: Activity, drafts: bool = False) -> list[Survey]:
    """The surveys that hang from an activity itself, in any version of its strategy."""
    ids = [one.id for one in strategies.same_in_all_versions(activity)]
    return _of(Survey.activity_id.in_([*ids, activity.id]), drafts)


def _of(condition: ColumnElement[bool], drafts: bool) -> list[Survey]:
    found = _whole().where(condition)
    found = found if drafts else found.where(Survey.state != SurveyState.DRAFT)
    return list(db.session.scalars(found.order_by(Survey.opens_at, Survey.id)))


def slugs_like(slug: str) -> set[str]:
    return set(db.session.scalars(select(Survey.slug).where(Survey.slug.startswith(slug, autoescape=True))))


def find_by_form_key(digest: str) -> Survey | None:
    return db.session.scalars(select(Survey).where(Survey.form_key_digest == digest)).one_or_none()


def changes(survey: Survey) -> list[SurveyChange]:
    """What the team changed while it was open, in order."""
    found = select(SurveyChange).where(SurveyChange.survey_id == survey.id)
    return list(db.session.scalars(found.order_by(SurveyChange.id)))


def rewordings(survey: Survey) -> list[tuple[SurveyRewording, QuestionnaireVersion]]:
    """The corrections of its words while it was open, in order, each with the version that was read before."""
    before = aliased(QuestionnaireVersion)
    found = select(SurveyRewording, before).join(SurveyRewording.version)
    found = found.join(before, before.questionnaire_id == QuestionnaireVersion.questionnaire_id)
    found = found.where(SurveyRewording.survey_id == survey.id, before.number == QuestionnaireVersion.number - 1)
    found = found.options(contains_eager(SurveyRewording.version)).order_by(QuestionnaireVersion.number)
    return [(row[0], row[1]) for row in db.session.execute(found)]


def participation_count(survey: Survey) -> int:
    """How many took part so far."""
    return _count(Participation.survey_id == survey.id)


def participation_counts(surveys: Sequence[Survey]) -> dict[int, int]:
    """The same of several, by the number of the survey."""
    found = select(Participation.survey_id, func.count()).where(Participation.survey_id.in_([s.id for s in surveys]))
    found = found.group_by(Participation.survey_id).order_by(Participation.survey_id)
    return {row[0]: int(row[1]) for row in db.session.execute(found)}


def waiting_count(survey: Survey) -> int:
    """How many answers are not shuffled into the box yet."""
    return _count(WaitingResponse.survey_id == survey.id)


def response_count(survey: Survey) -> int:
    """How many answers lie in the box."""
    return _count(Response.survey_id == survey.id)


def flagged_count(survey: Survey) -> int:
    """How many answers of the box were marked as suspicious."""
    return _count((Response.survey_id == survey.id) & Response.is_flagged)


def _count(condition: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).where(condition)) or 0


def responses(survey: Survey) -> Iterator[Response]:
    """All answers of the box by their random mark, a few in memory at once. They are read only, and detached."""
    last = ""
    while rows := _responses_after(survey.id, last):
        yield from rows
        last = rows[-1].id


def _responses_after(survey_id: int, last: str) -> list[Response]:
    found = select(Response).where(Response.survey_id == survey_id, Response.id > last).order_by(Response.id)
    rows = list(db.session.scalars(found.limit(AT_ONCE)))
    for row in rows:
        db.session.expunge(row)
    return rows


def find_participation(survey: Survey, digest: str) -> Participation | None:
    return db.session.get(Participation, (survey.id, digest))


def has_form(survey: Survey, form_digest: str) -> bool:
    """Whether the form with this receipt was received."""
    found = select(Participation.survey_id)
    found = found.where(Participation.survey_id == survey.id, Participation.form_digest == form_digest)
    return db.session.scalar(found) is not None


def has_code(survey: Survey, code: str) -> bool:
    """Whether a normalised single-use code is one of this survey, used or not."""
    return db.session.get(SurveyCode, (survey.id, proofs.code_digest(survey.id, code))) is not None


def known_codes(survey: Survey, digests: Iterable[str]) -> set[str]:
    """Those of these digests that are codes of this survey already."""
    found = select(SurveyCode.digest).where(SurveyCode.survey_id == survey.id)
    return set(db.session.scalars(found)) & set(digests)


def code_counts(survey: Survey) -> list[tuple[CodeKind, str, int, int]]:
    """Each batch of codes: kind, name, how many and how many of them were used."""
    used = func.count().filter(SurveyCode.is_used)
    found = select(SurveyCode.kind, SurveyCode.batch, func.count(), used).where(SurveyCode.survey_id == survey.id)
    found = found.group_by(SurveyCode.kind, SurveyCode.batch).order_by(SurveyCode.kind, SurveyCode.batch)
    return [(kind, batch, int(made), int(gone)) for kind, batch, made, gone in db.session.execute(found)]


def find_draft(digest: str) -> ResponseDraft | None:
    return db.session.get(ResponseDraft, digest)


def waiting(survey: Survey) -> list[WaitingResponse]:
    """The answers that wait, by their random mark."""
    found = select(WaitingResponse).where(WaitingResponse.survey_id == survey.id)
    return list(db.session.scalars(found.order_by(WaitingResponse.id)))


def locked(survey_id: int) -> Survey:
    """For who changes it: no answer comes in meanwhile. Raises NoResultFound for an unknown one."""
    found = select(Survey).where(Survey.id == survey_id).with_for_update()
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def locked_to_answer(survey_id: int) -> Survey:
    """For who answers: many at once, none while it is being changed."""
    found = select(Survey).where(Survey.id == survey_id).with_for_update(read=True, key_share=True)
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def locked_to_stir(survey_id: int) -> Survey:
    """For who shuffles its answers: one at a time, while others may answer."""
    found = select(Survey).where(Survey.id == survey_id).with_for_update(key_share=True)
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def ids_with_waiting() -> list[int]:
    """The surveys whose answers may have to be shuffled."""
    found = select(WaitingResponse.survey_id).distinct().order_by(WaitingResponse.survey_id)
    return list(db.session.scalars(found))


def ids_to_close(at: datetime) -> list[int]:
    """The open surveys whose time is over."""
    found = select(Survey.id).where(Survey.state == SurveyState.OPEN, Survey.closes_at <= at)
    return list(db.session.scalars(found.order_by(Survey.id)))


def ids_open_with(questionnaire_id: int) -> list[int]:
    """The open surveys that ask what this questionnaire asks, in any of its wordings."""
    found = select(Survey.id).where(Survey.questionnaire_id == questionnaire_id, Survey.state == SurveyState.OPEN)
    return list(db.session.scalars(found.order_by(Survey.id)))


def spaces_to_ask(chosen: int | None = None) -> list[Event]:
    """The spaces to which a survey may belong, latest first."""
    alive = Event.state.not_in((EventState.CANCELLED, EventState.CLOSED))
    found = select(Event).where(or_(alive, Event.id == chosen)).order_by(Event.starts_at.desc(), Event.id)
    return list(db.session.scalars(found.limit(MOST_CHOICES)))


def activities_to_ask(chosen: Activity | None = None) -> list[Activity]:
    """The activities of the strategy in force, with the one chosen before."""
    strategy = strategies.find_current()
    found = strategies.activities(strategy) if strategy else []
    return found if chosen is None or chosen in found else [chosen, *found]
