"""The list of the team, what can be chosen in the form, and which other commitments promise something alike."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, case, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload

from participa.accounts.models import Department, Role, User
from participa.commitments.models import Commitment, CommitmentKind, CommitmentOffice, CommitmentState
from participa.commitments.standing import STANDING_LABELS, Standing, is_standing
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.questions.models import KnownPlace, PlaceKind, Question
from participa.questions.queries import words
from participa.shared.personal_data import without
from participa.shared.similarity.reading import Reading, compare
from participa.shared.sql import fold, folded
from participa.shared.templating import plain_day
from participa.strategy.models import Activity, Strategy, StrategyState, Topic

PER_PAGE = 20
MOST_SPACES = 200
LONGEST_CHOICE = 90
CANDIDATES = 300  # the latest of the same office, space or place
MOST_ALIKE, LEAST = 3, 0.35  # under which nothing is offered
TERRITORY = (PlaceKind.VEREDA, PlaceKind.BARRIO)


class View(StrEnum):
    """The ready-made groups of the list, by their word in the address: not public yet, or how they stand."""

    ALL = "todos"
    REGISTERED = "sin_publicar"
    OVERDUE = Standing.OVERDUE.value
    AT_RISK = Standing.AT_RISK.value
    ON_TIME = Standing.ON_TIME.value
    FULFILLED = Standing.FULFILLED.value
    FULFILLED_LATE = Standing.FULFILLED_LATE.value
    UNFULFILLED = Standing.UNFULFILLED.value
    NOT_VIABLE = Standing.NOT_VIABLE.value


PLURALS = {
    View.ALL: "Todos",
    View.REGISTERED: "Sin publicar",
    View.OVERDUE: "Vencidos",
    View.AT_RISK: "En riesgo",
    View.ON_TIME: "A tiempo",
    View.FULFILLED: "Cumplidos",
    View.FULFILLED_LATE: "Cumplidos tarde",
    View.UNFULFILLED: "No cumplidos",
    View.NOT_VIABLE: "No viables",
}


@dataclass(frozen=True)
class Wanted:
    """What the list is asked to show, on a day of Colombia. `words` are of the promise, or its code."""

    day: date
    view: View = View.ALL
    words: str = ""
    office_id: int | None = None
    event_slug: str = ""
    year: int | None = None


def page(wanted: Wanted, person: User, number: int) -> Pagination:
    """The commitments that are wanted: of the own office first; what is not public, what is owed, what ended."""
    found = select(Commitment).where(*_conditions(wanted), _is_in_view(wanted.view, wanted.day))
    found = found.options(joinedload(Commitment.lead), joinedload(Commitment.place))
    undated = case((Commitment.due_on.is_(None), 1), else_=0)
    order = (_own_first(person), _stage(), undated, Commitment.due_on, Commitment.id.desc())
    return db.paginate(found.order_by(*order), page=number, per_page=PER_PAGE, max_per_page=PER_PAGE)


def counts(wanted: Wanted) -> dict[View, int]:
    """How many there are in each group; one statement."""
    amounts = (func.count().filter(_is_in_view(view, wanted.day)) for view in View)
    row = db.session.execute(select(*amounts).where(*_conditions(replace(wanted, view=View.ALL)))).one()
    return dict(zip(View, row, strict=True))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Commitment.kind == CommitmentKind.PROMISE]
    if wanted.office_id is not None:
        found.append(_is_of(wanted.office_id))
    if wanted.event_slug:
        found.append(Commitment.event_id == _space(wanted.event_slug))
    if wanted.year is not None:
        found.append(Commitment.year == wanted.year)
    if wanted.words.strip():
        found.append(_says(wanted.words.strip()))
    return found


def _is_of(office_id: int) -> ColumnElement[bool]:
    """The office leads it or shares it."""
    shares = select(CommitmentOffice.commitment_id).where(
        CommitmentOffice.commitment_id == Commitment.id, CommitmentOffice.department_id == office_id
    )
    return or_(Commitment.lead_id == office_id, shares.exists())


def _space(slug: str) -> ColumnElement[int]:
    return select(Event.id).where(Event.slug == slug).scalar_subquery()


def _says(typed: str) -> ColumnElement[bool]:
    in_words = folded(Commitment.text).contains(fold(typed), autoescape=True)
    return or_(in_words, Commitment.code == typed.upper())


def _is_in_view(view: View, day: date) -> ColumnElement[bool]:
    if view is View.ALL:
        return true()
    if view is View.REGISTERED:
        return Commitment.state == CommitmentState.REGISTERED
    return is_standing(Standing(view.value), day)


def _own_first(person: User) -> ColumnElement[int]:
    own = person.department_id if person.role is Role.LIAISON else None
    return case((Commitment.lead_id == own, 0), else_=1)


def _stage() -> ColumnElement[int]:
    ended = (CommitmentState.FULFILLED, CommitmentState.UNFULFILLED, CommitmentState.NOT_VIABLE)
    return case((Commitment.state == CommitmentState.REGISTERED, 0), (Commitment.state.in_(ended), 2), else_=1)


def view_label(view: View) -> str:
    return PLURALS[view]


def label_of(standing: Standing) -> str:
    return STANDING_LABELS[standing]


def years() -> list[int]:
    """The years of commitments, the latest first."""
    found = select(Commitment.year).where(Commitment.kind == CommitmentKind.PROMISE).distinct()
    return list(db.session.scalars(found.order_by(Commitment.year.desc())))


def offices() -> list[Department]:
    """Every office in use, by name."""
    found = select(Department).where(Department.is_active)
    return list(db.session.scalars(found.order_by(Department.name, Department.id)))


def spaces() -> list[tuple[int, str]]:
    """The latest public spaces, the last first, with their day."""
    found = select(Event).where(Event.state != EventState.DRAFT).order_by(Event.starts_at.desc(), Event.id.desc())
    latest = db.session.scalars(found.limit(MOST_SPACES))
    return [(event.id, f"{_short(event.title)} ({plain_day(event.starts_at)})") for event in latest]


def activities() -> list[tuple[int, str]]:
    """The activities of the strategies that are in force, the latest year first."""
    found = select(Activity).join(Activity.strategy).where(Strategy.state == StrategyState.PUBLISHED)
    found = found.options(contains_eager(Activity.strategy))
    ordered = found.order_by(Strategy.year.desc(), Activity.position, Activity.id)
    return [(one.id, activity_label(one)) for one in db.session.scalars(ordered)]


def activity_label(activity: Activity) -> str:
    return f"{activity.strategy.year} · {_short(activity.name)}"


def _short(name: str) -> str:
    plain = " ".join(name.split())
    return plain if len(plain) <= LONGEST_CHOICE else f"{plain[:LONGEST_CHOICE].rstrip()}…"


def activity_of_space(event_id: int) -> int | None:
    """The first activity that a space fulfils."""
    event = db.session.get(Event, event_id)
    public = [one for one in event.activities if one.strategy.is_public] if event else []
    return min((one.id for one in public), default=None)


def topics() -> list[tuple[int, str]]:
    found = select(Topic.id, Topic.name).where(Topic.is_active).order_by(Topic.name, Topic.id)
    return [(row.id, row.name) for row in db.session.execute(found)]


def places() -> list[tuple[int, str]]:
    """Veredas and barrios in use, by name."""
    found = select(KnownPlace).where(KnownPlace.is_active, KnownPlace.kind.in_(TERRITORY))
    return [(one.id, one.name) for one in db.session.scalars(found.order_by(KnownPlace.name, KnownPlace.id))]


def questions(radicados: Collection[str]) -> dict[str, int]:
    """The number of the row of each of these filing numbers that there are."""
    found = select(Question.radicado, Question.id).where(Question.radicado.in_(radicados))
    return {row.radicado: row.id for row in db.session.execute(found.order_by(Question.id))}


@dataclass(frozen=True)
class Neighbours:
    """Where something alike is looked for: the office, the space and the place of a promise."""

    lead_id: int | None = None
    event_id: int | None = None
    place_id: int | None = None


def alike(text: str, near: Neighbours, but: Sequence[int] = ()) -> list[Commitment]:
    """The commitments that promise something alike, most alike first. In a fixed count of statements."""
    rows = _near(near, but)
    lexicon = words.lexicon()
    asked = Reading(without(text), lexicon)
    if not rows or not asked.stems:
        return []
    others = [Reading(row.text, lexicon) for row in rows]
    scale = words.scale(asked.stems)
    found = compare(asked, others, [row.id for row in rows], scale, MOST_ALIKE)
    by_id = {row.id: row for row in rows}
    return [by_id[number] for number, match in found.items() if match.score >= LEAST]


def _near(near: Neighbours, but: Sequence[int]) -> list[Commitment]:
    columns = {Commitment.lead_id: near.lead_id, Commitment.event_id: near.event_id, Commitment.place_id: near.place_id}
    ways = [column == value for column, value in columns.items() if value is not None]
    if not ways:
        return []
    found: Select[Commitment] = select(Commitment).where(Commitment.kind == CommitmentKind.PROMISE, or_(*ways))
    found = found.where(Commitment.id.not_in(but)) if but else found
    found = found.options(joinedload(Commitment.lead)).order_by(Commitment.id.desc()).limit(CANDIDATES)
    return list(db.session.scalars(found))
