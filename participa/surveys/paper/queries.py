"""The sheets of a survey: how many, in which state, which comes next."""

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, select

from participa.accounts.models import User
from participa.extensions import db
from participa.shared.paging import asked_page
from participa.surveys.models import Survey
from participa.surveys.paper.models import PaperPile, PaperSheet, SheetState

PER_PAGE = 50


def printed(survey: Survey) -> int:
    return db.session.scalar(select(PaperPile.printed).where(PaperPile.survey_id == survey.id)) or 0


def find_pile(survey: Survey) -> PaperPile | None:
    return db.session.get(PaperPile, survey.id, populate_existing=True)


def find(survey: Survey, number: int) -> PaperSheet | None:
    return db.session.get(PaperSheet, (survey.id, number))


def find_locked(survey: Survey, number: int) -> PaperSheet | None:
    return db.session.get(PaperSheet, (survey.id, number), with_for_update=True, populate_existing=True)


def sheet(survey: Survey, number: int) -> PaperSheet:
    """Raises NoResultFound for one that nobody typed."""
    return db.session.scalars(_of(survey).where(PaperSheet.number == number)).one()


def sheets(survey: Survey) -> Pagination:
    """Those that wait for their second look first, then by number."""
    waits_last = PaperSheet.state != SheetState.TYPED
    return db.paginate(_of(survey).order_by(waits_last, PaperSheet.number), page=asked_page(), per_page=PER_PAGE)


def waiting_locked(survey: Survey) -> list[PaperSheet]:
    return list(db.session.scalars(_waiting(survey).order_by(PaperSheet.number).with_for_update()))


def next_to_check(survey: Survey, person: User) -> PaperSheet | None:
    """The lowest number that somebody else typed."""
    of_others = _waiting(survey).where(PaperSheet.typed_by_id != person.id)
    return db.session.scalar(of_others.order_by(PaperSheet.number).limit(1))


def counts(survey: Survey) -> dict[SheetState, int]:
    found = select(PaperSheet.state, func.count()).where(PaperSheet.survey_id == survey.id).group_by(PaperSheet.state)
    return {row[0]: int(row[1]) for row in db.session.execute(found)}


def _of(survey: Survey) -> Select[PaperSheet]:
    return select(PaperSheet).where(PaperSheet.survey_id == survey.id)


def _waiting(survey: Survey) -> Select[PaperSheet]:
    return _of(survey).where(PaperSheet.state == SheetState.TYPED)
