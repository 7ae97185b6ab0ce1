"""What is hidden now and who decided it, the appeals, and how often what is hidden."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from participa.accounts.models import User
from participa.extensions import db
from participa.questions.models import (
    AnswerVersion,
    Question,
    Restriction,
    RestrictionKind,
    RestrictionProposal,
    Visibility,
)
from participa.questions.models.redaction import Part
from participa.questions.queries import restrictions as hidden
from participa.questions.queries.staff import question, question_to_change
from participa.restrictions import rules
from participa.restrictions.models import Appeal

__all__ = ["question", "question_to_change"]

PER_PAGE = 25
ROLES = {
    "moderacion": "Moderación",
    "aprobacion": "Aprobación",
    "enlace": "Enlace",
    "comunicaciones": "Comunicaciones",
    "control_interno": "Control Interno",
    "administracion": "Administración",
}


@dataclass(frozen=True)
class Standing:
    """What is hidden of a question now. `role` says who decided, without a name."""

    restriction: Restriction
    is_whole: bool

    @property
    def role(self) -> str:
        return ROLES.get(self.restriction.role, self.restriction.role)

    @property
    def at(self) -> datetime:
        return self.restriction.at


def find_standing(question_id: int, visibility: Visibility) -> Standing | None:
    """The decision by which something is hidden now; None when all of it can be read or it still waits."""
    if visibility is Visibility.WITHHELD:
        whole = hidden.find_withholding(question_id)
        return Standing(whole, True) if whole else None
    parts = hidden.find_redaction(question_id)
    return Standing(parts, False) if parts else None


def parts(question_id: int) -> list[Part]:
    return hidden.standing_parts(question_id)


def find_proposal(question_id: int) -> RestrictionProposal | None:
    return hidden.find_proposal(question_id)


def open_proposals() -> list[RestrictionProposal]:
    return hidden.open_proposals()


def redaction_of(question_id: int) -> Restriction | None:
    return hidden.find_redaction(question_id)


def answer_to_hide(radicado: str, number: int) -> AnswerVersion:
    """A published version of an answer. Raises NoResultFound."""
    found = select(AnswerVersion).join(AnswerVersion.question)
    found = found.where(Question.radicado == radicado, AnswerVersion.number == number)
    return db.session.scalars(found.where(AnswerVersion.published_at.is_not(None))).one()


def listed(radicado: str) -> Question:
    """A question that the public list shows. Raises NoResultFound."""
    listed_ones = (Question.radicado == radicado, Question.visibility != Visibility.WAITING)
    return db.session.scalars(select(Question).where(*listed_ones)).one()


def appeals_of(question_id: int) -> list[Appeal]:
    """All appeals about a question, the last one first."""
    return list(db.session.scalars(_appeals_of(), {"question_id": question_id}))


@cache
def _appeals_of() -> Select[Appeal]:
    return _appeals(Appeal.question_id == bindparam("question_id"))


def appeals_against(restriction: Restriction) -> list[Appeal]:
    return list(db.session.scalars(_appeals(Appeal.restriction_id == restriction.id)))


def _appeals(*conditions: ColumnElement[bool]) -> Select[Appeal]:
    together = joinedload(Appeal.restriction)
    return select(Appeal).where(*conditions).order_by(Appeal.id.desc()).options(together)


def appeal_to_decide(appeal_id: int) -> Appeal:
    """An appeal with its question, both locked. Raises NoResultFound."""
    found = select(Appeal).where(Appeal.id == appeal_id).with_for_update(of=Appeal)
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def appeal(appeal_id: int) -> Appeal:
    """An appeal. Raises NoResultFound."""
    return db.session.scalars(select(Appeal).where(Appeal.id == appeal_id).options(joinedload(Appeal.question))).one()


def open_appeals() -> list[Appeal]:
    """All that wait for a decision, the one that falls due first on top."""
    found = select(Appeal).where(Appeal.decided_at.is_(None)).order_by(Appeal.due_on, Appeal.id)
    return list(db.session.scalars(found.options(joinedload(Appeal.question), joinedload(Appeal.restriction))))


def decided_appeals(page: int) -> Pagination:
    """Those already decided, the last one first."""
    found = select(Appeal).where(Appeal.decided_at.is_not(None)).order_by(Appeal.decided_at.desc(), Appeal.id.desc())
    return db.paginate(found.options(joinedload(Appeal.question)), page=page, per_page=PER_PAGE, error_out=False)


def deciders(people: Iterable[User], appeal: Appeal) -> list[User]:
    """Those of the team who may decide an appeal."""
    hidden_by = involved(appeal.restriction)
    return [person for person in people if rules.may_decide(person, appeal, hidden_by)]


def involved(restriction: Restriction) -> set[int]:
    """Who took part in hiding it: who decided this or an earlier part of it, and who proposed what was confirmed."""
    back = RestrictionKind.LIFTED if restriction.kind is RestrictionKind.REDACTED else RestrictionKind.RESTORED
    of_question = Restriction.question_id == restriction.question_id
    shown = select(func.coalesce(func.max(Restriction.id), 0))
    shown = shown.where(of_question, Restriction.kind == back, Restriction.id < restriction.id)
    since = (Restriction.kind == restriction.kind, Restriction.id.between(shown.scalar_subquery(), restriction.id))
    deciders = set(db.session.scalars(select(Restriction.author_id).where(of_question, *since)))
    confirmed = (
        RestrictionProposal.question_id == restriction.question_id,
        RestrictionProposal.closed_by_id.in_(deciders),
        RestrictionProposal.is_confirmed.is_(True),
    )
    return deciders | set(db.session.scalars(select(RestrictionProposal.author_id).where(*confirmed)))
