"""Reads of what waits apart from the queue, and of the audience mode."""

from collections.abc import Iterable
from datetime import datetime

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from participa.extensions import db
from participa.questions.models import AudienceMode, Quarantine, Question, Visibility
from participa.shared.html import to_line

PER_PAGE = 25
HELD = Quarantine.released_at.is_(None)


def folds(page: int = 1) -> Pagination:
    """What waits apart, in the order in which it came: of those that say nearly the same, the first."""
    firsts = select(func.min(Quarantine.question_id)).where(HELD).group_by(Quarantine.fold)
    found = select(Quarantine).where(Quarantine.question_id.in_(firsts)).order_by(Quarantine.question_id)
    found = found.options(joinedload(Quarantine.question))
    return db.paginate(found, page=page, per_page=PER_PAGE, error_out=False)


def alike_counts(firsts: Iterable[Quarantine]) -> dict[str, int]:
    """How many wait and say the same as each of these, by fold."""
    wanted = [first.fold for first in firsts]
    found = select(Quarantine.fold, func.count()).where(Quarantine.fold.in_(wanted), HELD).group_by(Quarantine.fold)
    return {row.fold: row[1] for row in db.session.execute(found.order_by(Quarantine.fold))}


def count() -> int:
    """How many questions wait apart."""
    return db.session.scalar(select(func.count()).select_from(Quarantine).where(HELD)) or 0


def held(radicado: str) -> Quarantine:
    """The quarantine of a question, also one that is over. Raises NoResultFound."""
    found = select(Quarantine).join(Quarantine.question).where(Question.radicado == to_line(radicado))
    return db.session.scalars(found.options(joinedload(Quarantine.question))).one()


def held_to_change(radicado: str) -> Quarantine:
    """The same, locked until the end of the transaction."""
    found = select(Quarantine).join(Quarantine.question).where(Question.radicado == to_line(radicado))
    return db.session.scalars(found.with_for_update(of=Quarantine)).one()


def find(question_id: int) -> Quarantine | None:
    """The quarantine in which a question waits now."""
    return db.session.scalar(select(Quarantine).where(Quarantine.question_id == question_id, HELD))


def among(question_ids: Iterable[int]) -> set[int]:
    """Which of these questions wait apart now."""
    found = select(Quarantine.question_id).where(Quarantine.question_id.in_(list(question_ids)), HELD)
    return set(db.session.scalars(found.order_by(Quarantine.question_id)))


def alike(fold: str, page: int = 1) -> Pagination:
    """The questions that wait and say the same, in the order in which they came."""
    found = select(Quarantine).where(Quarantine.fold == fold, HELD).order_by(Quarantine.question_id)
    found = found.options(joinedload(Quarantine.question))
    return db.paginate(found, page=page, per_page=PER_PAGE, error_out=False)


def alike_to_change(fold: str) -> list[Quarantine]:
    """All of them, locked."""
    found = select(Quarantine).where(Quarantine.fold == fold, HELD).order_by(Quarantine.question_id)
    return list(db.session.scalars(found.with_for_update(of=Quarantine)))


def waiting_to_change(first: str, last: str) -> list[Question]:
    """Those of the fold of `first` from it to `last` that nobody has decided on yet, locked and as they are now."""
    held = select(Quarantine).join(Quarantine.question).where(Question.radicado == to_line(first)).subquery()
    end = select(Question.id).where(Question.radicado == to_line(last)).scalar_subquery()
    of_fold = (Quarantine.fold == held.c.fold, Question.id.between(held.c.question_id, end))
    found = select(Question).join(Quarantine, Quarantine.question_id == Question.id).join(held, of_fold[0])
    undecided = found.where(of_fold[1], HELD, Question.visibility == Visibility.WAITING).order_by(Question.id)
    return list(db.session.scalars(undecided.with_for_update(of=Question).execution_options(populate_existing=True)))


def audience_mode(at: datetime) -> AudienceMode | None:
    """The audience mode that is on at this instant."""
    on = select(AudienceMode).where(AudienceMode.began_at <= at, AudienceMode.ends_at > at)
    return db.session.scalar(on.order_by(AudienceMode.id.desc()).limit(1))


def audience_modes(most: int = 50) -> list[AudienceMode]:
    """Each time that it was on, latest first."""
    return list(db.session.scalars(select(AudienceMode).order_by(AudienceMode.id.desc()).limit(most)))
