"""The results of surveys, as read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import joinedload

from participa.attendance import queries as attendance
from participa.extensions import db
from participa.surveys import queries as surveys
from participa.surveys.models import Response, Survey, SurveyState, Via
from participa.surveys.results.models import FileState, OpenAnswer, RowsFile, SurveySummary, WordsState
from participa.surveys.results.tables import Results, Table, TableKind, from_document

__all__ = ["Table", "TableKind"]

AT_ONCE = 1_000
PER_PAGE = 25
COMPARED = 6
OVER = (SurveyState.CLOSED, SurveyState.CONCLUDED)


class Sheet(NamedTuple):
    """An answer sheet as it goes by."""

    id: str
    answers: dict[str, Any]
    via: Via
    is_flagged: bool


def sheets(survey_id: int) -> Iterator[Sheet]:
    """All answers of the box in the order of their random marks, which is no order of arrival.

    A thousand in memory at once, and no reader stays open between them: not inside a unit of work.
    """
    last = ""
    while rows := _sheets_after(survey_id, last):
        db.session.rollback()
        yield from rows
        last = rows[-1].id


def _sheets_after(survey_id: int, last: str) -> list[Sheet]:
    columns = (Response.id, Response.answers, Response.via, Response.is_flagged)
    found = select(*columns).where(Response.survey_id == survey_id, Response.id > last)
    return [Sheet(*row) for row in db.session.execute(found.order_by(Response.id).limit(AT_ONCE))]


def find_summary(survey_id: int) -> SurveySummary | None:
    return db.session.get(SurveySummary, survey_id)


def results_of(survey: Survey) -> Results | None:
    """What may be read of a survey; None while it is sealed or not counted yet."""
    summary = find_summary(survey.id) if survey.shows_results else None
    return replace(from_document(summary.shown), counted_at=summary.counted_at) if summary is not None else None


def unsealed(slug: str) -> Survey:
    """A survey whose results may be read. Raises NoResultFound while they are sealed, for everybody alike."""
    survey = surveys.by_slug_public(slug)
    if not survey.shows_results:
        raise NoResultFound("The results are sealed.")
    return survey


def to_count() -> list[tuple[Survey, SurveySummary | None]]:
    """Surveys that show results and have no final counts."""
    found = select(Survey, SurveySummary).outerjoin(SurveySummary, SurveySummary.survey_id == Survey.id)
    shows = or_(Survey.state.in_(OVER), and_(Survey.state == SurveyState.OPEN, Survey.unsealed_at.is_not(None)))
    found = found.where(shows, or_(SurveySummary.survey_id.is_(None), SurveySummary.is_final.is_(False)))
    return [(survey, summary) for survey, summary in db.session.execute(found.order_by(Survey.id))]


def to_make() -> list[RowsFile]:
    """The files that are not finished."""
    found = select(RowsFile).where(RowsFile.state.in_((FileState.WAITING, FileState.MAKING)))
    return list(db.session.scalars(found.order_by(RowsFile.id)))


def files_of(survey: Survey) -> list[RowsFile]:
    found = select(RowsFile).where(RowsFile.survey_id == survey.id)
    return list(db.session.scalars(found.order_by(RowsFile.id)))


def file_of(survey: Survey, kind: str) -> RowsFile:
    """Raises NoResultFound for one that is not finished."""
    found = select(RowsFile).where(RowsFile.survey_id == survey.id, RowsFile.kind == kind)
    return db.session.scalars(found.where(RowsFile.state == FileState.READY)).one()


def attended(survey: Survey) -> int:
    """How many people came to the space of the survey; 0 when it has none or nobody noted who came."""
    return attendance.counts(survey.event).arrived if survey.event is not None else 0


def same_questionnaire(survey: Survey) -> list[tuple[Survey, Results]]:
    """The last surveys that are over with the same questionnaire, this one among them, the earliest first."""
    found = _with_same_questions(select(Survey, SurveySummary), survey)
    rows = db.session.execute(found.order_by(Survey.closes_at.desc(), Survey.id.desc()).limit(COMPARED))
    return [(one, from_document(summary.shown)) for one, summary in rows][::-1]


def has_earlier(survey: Survey) -> bool:
    """Whether an earlier survey asked with the same questionnaire."""
    found = _with_same_questions(select(Survey.id), survey).where(Survey.id != survey.id)
    return db.session.scalar(found.order_by(Survey.id).limit(1)) is not None


def _with_same_questions(found: Any, survey: Survey) -> Any:
    found = found.join(SurveySummary, SurveySummary.survey_id == Survey.id)
    found = found.where(Survey.questionnaire_id == survey.questionnaire_id, Survey.state.in_(OVER))
    return found.where(SurveySummary.is_final, Survey.closes_at <= survey.closes_at)


def published_words(survey: Survey, item: str, after: tuple[str, str] | None) -> list[OpenAnswer]:
    """One page, and one more row when another follows, of what was written: by heading, then in random order."""
    found = _words(survey, item).where(OpenAnswer.state == WordsState.APPROVED)
    return _page(found, after)


def words_to_review(survey: Survey, state: WordsState, after: tuple[str, str] | None) -> list[OpenAnswer]:
    """The same for the team, of all items."""
    found = select(OpenAnswer).where(OpenAnswer.survey_id == survey.id, OpenAnswer.state == state)
    return _page(found, after)


def _words(survey: Survey, item: str) -> Select[OpenAnswer]:
    return select(OpenAnswer).where(OpenAnswer.survey_id == survey.id, OpenAnswer.item == item)


def _page(found: Select[OpenAnswer], after: tuple[str, str] | None) -> list[OpenAnswer]:
    if after is not None:
        heading, mark = after
        later = and_(OpenAnswer.heading == heading, OpenAnswer.mark > mark)
        found = found.where(or_(OpenAnswer.heading > heading, later))
    return list(db.session.scalars(found.order_by(OpenAnswer.heading, OpenAnswer.mark).limit(PER_PAGE + 1)))


def words_of(survey: Survey, mark: str) -> OpenAnswer:
    """Raises NoResultFound for a mark of another survey."""
    found = select(OpenAnswer).where(OpenAnswer.survey_id == survey.id, OpenAnswer.mark == mark)
    return db.session.scalars(found.options(joinedload(OpenAnswer.survey))).one()


def words_counts(survey: Survey) -> dict[WordsState, int]:
    """How many texts are in each state."""
    found = select(OpenAnswer.state, func.count()).where(OpenAnswer.survey_id == survey.id)
    return {
        row[0]: int(row[1]) for row in db.session.execute(found.group_by(OpenAnswer.state).order_by(OpenAnswer.state))
    }


def headings(survey: Survey) -> list[str]:
    """The headings in use, to group under the same words."""
    found = select(OpenAnswer.heading).where(OpenAnswer.survey_id == survey.id, OpenAnswer.heading != "")
    return list(db.session.scalars(found.distinct().order_by(OpenAnswer.heading).limit(100)))


def known_marks(marks: Sequence[str]) -> set[str]:
    return set(db.session.scalars(select(OpenAnswer.mark).where(OpenAnswer.mark.in_(marks)).order_by(OpenAnswer.mark)))
