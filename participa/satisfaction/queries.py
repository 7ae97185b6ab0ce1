"""Reads: what was said of the answers, by question, by office and by year."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, extract, func, select
from sqlalchemy.orm import aliased, joinedload

from participa.accounts.models import Department, Role, User
from participa.extensions import db
from participa.questions.models import AnswerVersion, Question, Status
from participa.questions.queries import following, links
from participa.questions.queries.figures import find_kept
from participa.satisfaction.models import CorrectionRequest, Opinion, Verdict
from participa.shared import follow_codes
from participa.shared.sql import bogota_date
from participa.shared.suppression import TOTAL, protect_list, protect_table

NAME = "opinions"
PER_PAGE = 25
WITHOUT_OFFICE = "Sin oficina"


@dataclass(frozen=True)
class Rates:
    """What the public reads of a year; None where few people spoke. `offices`, by name, is empty when none is shown."""

    whole: dict[str, int | None]
    offices: dict[str, dict[str, int | None]]


def find_by_code(code: str) -> Question | None:
    """The question of a typed code."""
    return following.find_by_code(follow_codes.normalise(code))


def find_answer(question: Question) -> AnswerVersion | None:
    """The version of the answer that everybody or who asked reads now."""
    if question.status not in (Status.PUBLISHED, Status.REFERRED):
        return None
    published = [version for version in question.answers if version.published_at is not None]
    return published[-1] if published else links.shared_answer(question.id)


def opinions(question_id: int) -> list[Opinion]:
    """All that was said, last first."""
    return list(
        db.session.scalars(select(Opinion).where(Opinion.question_id == question_id).order_by(Opinion.id.desc()))
    )


def find_last(question_id: int) -> Opinion | None:
    """What who asked said last."""
    found = select(Opinion).where(Opinion.question_id == question_id).order_by(Opinion.id.desc())
    return db.session.scalar(found.limit(1))


def find_request(question_id: int) -> CorrectionRequest | None:
    """The last request to correct the answer."""
    found = select(CorrectionRequest).where(CorrectionRequest.question_id == question_id)
    wanted = found.options(joinedload(CorrectionRequest.author)).order_by(CorrectionRequest.id.desc())
    return db.session.scalar(wanted.limit(1))


def opinion_to_judge(opinion_id: int, question_id: int) -> Opinion:
    """One opinion of this question. Raises NoResultFound."""
    found = select(Opinion).where(Opinion.id == opinion_id, Opinion.question_id == question_id)
    return db.session.scalars(found).one()


def liaisons(department_id: int | None) -> list[User]:
    """Who answers in an office and can enter."""
    found = select(User).where(User.role == Role.LIAISON, User.department_id == department_id, User.is_active)
    return list(db.session.scalars(found.order_by(User.id)))


def latest(user: User, verdicts: Collection[Verdict], before: int | None) -> tuple[list[Opinion], int | None]:
    """A page of what was said last of each question, latest first, and where the next one begins (None: no more).

    A liaison reads what was said of the answers of the own office.
    """
    found = (
        select(Opinion)
        .where(_is_last(), Opinion.verdict.in_(verdicts))
        .options(joinedload(Opinion.question), joinedload(Opinion.department))
    )
    if user.role is Role.LIAISON:
        found = found.where(Opinion.department_id == user.department_id)
    if before is not None:
        found = found.where(Opinion.id < before)
    rows = list(db.session.scalars(found.order_by(Opinion.id.desc()).limit(PER_PAGE + 1)))
    return rows[:PER_PAGE], rows[PER_PAGE - 1].id if len(rows) > PER_PAGE else None


def _is_last() -> ColumnElement[bool]:
    later = aliased(Opinion)
    is_later = (later.question_id == Opinion.question_id) & (later.id > Opinion.id)
    return ~select(later.id).where(is_later).exists()


def rates() -> dict[int, Rates]:
    """By year in Colombia, latest first, as counted last; counted now when nobody did before."""
    kept = find_kept(NAME)
    found = kept if kept is not None else count()
    return {int(year): Rates(**told) for year, told in found.items()}


def count() -> dict[str, Any]:
    """Count everything anew, with the few hidden, as it is kept."""
    counted: dict[int, dict[tuple[str, str], int]] = {}
    for year, office, verdict, amount in db.session.execute(_counts()):
        counted.setdefault(year, {})[office or WITHOUT_OFFICE, verdict] = amount
    return {str(year): _protected(counted[year]) for year in sorted(counted, reverse=True)}


def _counts() -> Select[*tuple[Any, ...]]:
    by = (extract("year", bogota_date(Opinion.at)), Department.name, Opinion.verdict)
    counted = select(*by, func.count(Opinion.id)).outerjoin(Department, Department.id == Opinion.department_id)
    return counted.where(_is_last()).group_by(*by).order_by(*by)


def _protected(counts: dict[tuple[str, str], int]) -> dict[str, Any]:
    offices = sorted({office for office, _verdict in counts})
    table = protect_table(counts, offices, tuple(Verdict))
    columns = (*Verdict, TOTAL)
    told = {office: {str(column): table.cells[office, column] for column in columns} for office in offices}
    whole = {str(column): table.cells[TOTAL, column] for column in columns}
    if all(amount is None for row in told.values() for amount in row.values()):
        return {"whole": _alone(counts), "offices": {}}
    return {"whole": whole, "offices": told}


def _alone(counts: dict[tuple[str, str], int]) -> dict[str, int | None]:
    """The whole of a year of which no office is shown: nothing can be subtracted from it."""
    amounts = {str(verdict): 0 for verdict in Verdict}
    for (_office, verdict), amount in counts.items():
        amounts[verdict] += amount
    shown = protect_list(amounts)
    return {**shown.counts, TOTAL: shown.total}
