"""Evaluations, as read: one space, one year, and what was written to be taken up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, extract, func, select
from sqlalchemy.orm import joinedload, selectinload

from participa.attendance.models import Attendance
from participa.evaluations import rules
from participa.evaluations.models import Evaluation, Recommendation
from participa.events.models import Event, EventState, event_activity
from participa.extensions import db
from participa.questionnaires.engine.definition import DECLINED, Item, ItemType
from participa.registrations.models import Registration, RegistrationAuthorization, RegistrationPurpose
from participa.shared.sql import bogota_date
from participa.strategy.models import Activity
from participa.surveys import queries as surveys
from participa.surveys.models import Response, Survey, SurveyState

PER_PAGE = 25
WRITTEN = frozenset({ItemType.SHORT_TEXT, ItemType.LONG_TEXT})


@dataclass(frozen=True)
class Said:
    """Something written in an answer. `source` is a random mark and the name of the item, `question` what it asks."""

    source: str
    question: str
    words: str


def _whole() -> Select[Evaluation]:
    doors = (joinedload(Evaluation.survey), joinedload(Evaluation.open_survey))
    return select(Evaluation).options(joinedload(Evaluation.event), *doors, selectinload(Evaluation.figures))


def find_of(event: Event) -> Evaluation | None:
    """The evaluation of a space."""
    return db.session.scalars(_whole().where(Evaluation.event_id == event.id)).first()


def evaluation_of(event: Event) -> Evaluation:
    """The same. Raises NoResultFound when it is not evaluated."""
    return db.session.scalars(_whole().where(Evaluation.event_id == event.id)).one()


def event_to_change(event_id: int) -> Event:
    """The space, held until the end of the request."""
    return db.session.scalars(select(Event).where(Event.id == event_id).with_for_update()).one()


def evaluation_to_change(evaluation_id: int) -> Evaluation:
    """Held until the end of the request."""
    found = select(Evaluation).where(Evaluation.id == evaluation_id).with_for_update()
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def of_year(year: int) -> list[Evaluation]:
    """Those of the spaces that were held in a year of Colombia and whose answers were counted, by date."""
    found = _whole().join(Evaluation.event).where(Evaluation.counted_at.is_not(None), _took_place())
    in_year = found.where(extract("year", bogota_date(Event.starts_at)) == year)
    return list(db.session.scalars(in_year.order_by(Event.starts_at, Event.id)))


def years() -> list[int]:
    """The years with an evaluation that was counted, latest first."""
    year = extract("year", bogota_date(Event.starts_at)).label("year")
    found = select(year).join(Evaluation, Evaluation.event_id == Event.id)
    found = found.where(Evaluation.counted_at.is_not(None), _took_place())
    return [int(one) for one in db.session.scalars(found.distinct().order_by(year.desc()))]


def of_activity(activity: Activity) -> list[Evaluation]:
    """Those of the public spaces of an activity, by the date of the space."""
    found = _whole().join(Evaluation.event).join(event_activity, event_activity.c.event_id == Event.id)
    shown = found.where(event_activity.c.activity_id == activity.id, _took_place())
    rows = db.session.scalars(shown.order_by(Event.starts_at, Event.id))
    return [one for one in rows if one.event.is_public]


def _took_place() -> ColumnElement[bool]:
    return Event.state != EventState.CANCELLED


def running() -> list[Evaluation]:
    """Those that wait for answers now or later, of public spaces, by the day on which they close."""
    found = _whole().join(Evaluation.survey).where(Survey.state == SurveyState.OPEN)
    return [one for one in db.session.scalars(found.order_by(Survey.closes_at, Evaluation.id)) if one.event.is_public]


def for_team(page: int) -> Pagination:
    """Every one, latest space first. 404 beyond the last page."""
    found = _whole().join(Evaluation.event).order_by(Event.starts_at.desc(), Evaluation.id.desc())
    return db.paginate(found, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def to_count() -> list[int]:
    """Those whose surveys may be over and whose answers nobody counted, the oldest first."""
    found = select(Evaluation).where(Evaluation.counted_at.is_(None)).order_by(Evaluation.id)
    doors = (joinedload(Evaluation.survey), joinedload(Evaluation.open_survey))
    return [one.id for one in db.session.scalars(found.options(*doors)) if rules.is_over(one)]


def to_remind(at: datetime) -> list[int]:
    """Those that are open now and of which nobody was reminded, the oldest first."""
    found = _whole().where(Evaluation.reminded_at.is_(None)).order_by(Evaluation.id)
    return [one.id for one in db.session.scalars(found) if rules.is_open(one, at)]


def to_write_to(event: Event) -> list[tuple[int, str]]:
    """Number and mail of each adult who came, gave a mail and authorised to be written to for other things."""
    invited = select(RegistrationAuthorization.id).where(
        RegistrationAuthorization.registration_id == Registration.id,
        RegistrationAuthorization.purpose == RegistrationPurpose.INVITE,
    )
    came = select(Attendance.id).where(Attendance.registration_id == Registration.id, Attendance.undone_at.is_(None))
    found = select(Registration.id, Registration.email).where(
        Registration.event_id == event.id,
        Registration.email != "",
        Registration.is_minor.is_(False),
        Registration.erased_at.is_(None),
        invited.exists(),
        came.exists(),
    )
    return [(row.id, row.email) for row in db.session.execute(found.order_by(Registration.id))]


def recommendations(evaluation: Evaluation) -> list[Recommendation]:
    """Those that the team took up, in order."""
    found = select(Recommendation).where(Recommendation.evaluation_id == evaluation.id)
    return list(db.session.scalars(found.order_by(Recommendation.tag, Recommendation.id)))


def recommendation_of(evaluation: Evaluation, number: int) -> Recommendation:
    """One of this evaluation. Raises NoResultFound."""
    found = select(Recommendation).where(Recommendation.evaluation_id == evaluation.id, Recommendation.id == number)
    return db.session.scalars(found).one()


def find_by_source(source: str) -> Recommendation | None:
    return db.session.scalars(select(Recommendation).where(Recommendation.source == source)).first()


def unanswered_counts(of: list[Evaluation]) -> dict[int, tuple[int, int]]:
    """How many recommendations each has, and of how many nobody said yet what was done. One statement."""
    pending = func.count().filter(Recommendation.done == "")
    counted = select(Recommendation.evaluation_id, func.count(), pending).group_by(Recommendation.evaluation_id)
    wanted = counted.where(Recommendation.evaluation_id.in_([one.id for one in of]))
    rows = db.session.execute(wanted.order_by(Recommendation.evaluation_id))
    return {number: (int(all_), int(open_)) for number, all_, open_ in rows}


def written(evaluation: Evaluation) -> list[Said]:
    """What was written and not taken up yet, in the order of the random marks; nothing before the end."""
    if not rules.is_over(evaluation):
        return []
    known = {one.source for one in recommendations(evaluation)}
    return [one for _door, survey in evaluation.surveys for one in _said(survey) if one.source not in known]


def said(evaluation: Evaluation, source: str) -> Said | None:
    """What has this mark, taken up or not."""
    if not rules.is_over(evaluation):
        return None
    found = (one for _door, survey in evaluation.surveys for one in _said(survey))
    return next((one for one in found if one.source == source), None)


def _said(survey: Survey) -> Iterator[Said]:
    open_items = [item for item in survey.version.definition.items if item.type in WRITTEN]
    for response in surveys.responses(survey):
        yield from _texts(response, open_items)


def _texts(response: Response, open_items: list[Item]) -> Iterator[Said]:
    for item in open_items:
        words = response.answers.get(item.name)
        if isinstance(words, str) and words.strip() and words != DECLINED:
            yield Said(f"{response.id}/{item.name}", item.label, words.strip())
