"""Whether some hide more than others, and whether naming the mayor makes a difference. Read by Internal Control."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, distinct, func, or_, select

from participa.accounts.models import User
from participa.extensions import db
from participa.questions.models import Question, QuestionMove, Restriction, RestrictionKind, Visibility
from participa.questions.queries import restrictions
from participa.restrictions import rules

HIDING = (RestrictionKind.WITHHELD, RestrictionKind.REDACTED)


@dataclass(frozen=True)
class Group:
    """How many questions somebody decided and of how many something was hidden, and the same of all the others."""

    name: str
    hidden: int
    shown: int
    others: tuple[int, int]

    @property
    def decided(self) -> int:
        return self.hidden + self.shown

    @property
    def percent(self) -> float:
        return round(100 * self.hidden / self.decided, 1) if self.decided else 0.0

    @property
    def chance(self) -> float:
        return rules.fisher((self.hidden, self.shown), self.others)

    @property
    def is_alarming(self) -> bool:
        return rules.is_alarming(self.chance, self.decided + sum(self.others))


def by_person() -> list[Group]:
    """Each person who decided whether a text is public, by name, beside all the others."""
    decided = _pairs(
        select(QuestionMove.author_id, func.count(distinct(QuestionMove.question_id)))
        .join(Question, Question.id == QuestionMove.question_id)
        .where(QuestionMove.axis == "visibility", QuestionMove.from_value == Visibility.WAITING.value)
        .where(Question.visibility != Visibility.WAITING)
        .group_by(QuestionMove.author_id)
    )
    hidden = _pairs(
        select(Restriction.author_id, func.count(distinct(Restriction.question_id)))
        .where(Restriction.kind.in_(HIDING), ~restrictions.was_undone())
        .group_by(Restriction.author_id)
    )
    people = {person: (hidden.get(person, 0), decided.get(person, 0)) for person in decided.keys() | hidden.keys()}
    pairs = {person: (some, max(0, all_ - some)) for person, (some, all_) in people.items()}
    totals = tuple(sum(pair[place] for pair in pairs.values()) for place in (0, 1))
    return [
        Group(name, *pairs[person], (totals[0] - pairs[person][0], totals[1] - pairs[person][1]))
        for person, name in _names(pairs)
    ]


def _pairs(statement: object) -> dict[int, int]:
    rows = db.session.execute(statement)  # type: ignore[call-overload] # any select of two columns
    return {person: total for person, total in rows if person is not None}


def _names(people: Iterable[int]) -> list[tuple[int, str]]:
    found = select(User.id, User.name).where(User.id.in_(list(people))).order_by(User.name, User.id)
    return [(row.id, row.name) for row in db.session.execute(found)]


def by_mention() -> list[Group]:
    """Questions that name the mayor and those that do not, of all whose text was decided."""
    words = func.lower(Question.body)
    names_mayor = or_(words.contains("alcalde"), words.contains("alcaldía"), words.contains("alcaldia"))
    stood = (Restriction.question_id == Question.id, Restriction.kind.in_(HIDING), ~restrictions.was_undone())
    is_hidden = select(Restriction.id).where(*stood).correlate(Question).exists()
    found = select(
        _count(and_(names_mayor, is_hidden)),
        _count(and_(names_mayor, ~is_hidden)),
        _count(and_(~names_mayor, is_hidden)),
        _count(and_(~names_mayor, ~is_hidden)),
    ).where(Question.visibility != Visibility.WAITING)
    a, b, c, d = db.session.execute(found).one()
    return [Group("Nombran a la alcaldía", a, b, (c, d)), Group("No la nombran", c, d, (a, b))]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
