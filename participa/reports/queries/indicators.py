"""The figures of a year or a part of it, each with the same count as the public page that tells it.

The six minimum indicators of the evaluation report (Manual Único de Rendición de Cuentas) and the questions of the
citizens (Ley 1757 de 2015, art. 56). Kinds of report and the page «Cómo vamos» read them here and count nothing anew.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from participa.attendance.statistics import counting
from participa.commitments.models import Commitment
from participa.commitments.queries import board
from participa.commitments.queries.public import is_promise
from participa.evaluations import figures as evaluation_figures
from participa.evaluations import queries as evaluations
from participa.evaluations.figures import Told
from participa.events.models import EVENT_TYPE_LABELS, MODALITY_LABELS, Event
from participa.events.queries.spaces import FINISHED
from participa.extensions import db
from participa.questions.queries import figures as questions
from participa.shared.sql import bogota_date
from participa.shared.suppression import Shown, protect_total
from participa.strategy import queries as strategies
from participa.strategy.fulfilment import Fulfilment, fulfilment
from participa.strategy.models import Activity, Strategy

MONTHS_OF_A_TERM = 4
TERM_LABELS = {1: "Enero a abril", 2: "Mayo a agosto", 3: "Septiembre a diciembre"}


@dataclass(frozen=True)
class Period:
    """From one day of Colombia to another, both inside. `label` says it in words."""

    first: date
    last: date
    label: str


@dataclass(frozen=True)
class Space:
    """A space that was held. `attended` is None for a few people; `is_counted`: whether anybody noted arrivals."""

    event: Event
    attended: Shown
    is_counted: bool


@dataclass(frozen=True)
class Spaces:
    """The spaces held (indicator B1), in the order of their dates."""

    held: tuple[Space, ...]

    @property
    def total(self) -> int:
        return len(self.held)

    @property
    def by_type(self) -> dict[str, int]:
        """How many of each type, in the order of the types; those without any are left out."""
        amounts = Counter(one.event.type for one in self.held)
        return {label: amounts[code] for code, label in EVENT_TYPE_LABELS.items() if amounts[code]}

    @property
    def by_modality(self) -> dict[str, int]:
        amounts = Counter(one.event.modality for one in self.held)
        return {label: amounts[code] for code, label in MODALITY_LABELS.items() if amounts[code]}

    @property
    def people(self) -> int:
        """The sum of what the page of each space tells. Who came to two spaces counts twice."""
        return sum(one.attended or 0 for one in self.held)

    @property
    def hidden(self) -> int:
        """Spaces whose people are so few that their number is not told."""
        return sum(one.attended is None for one in self.held)

    @property
    def uncounted(self) -> int:
        """Spaces where nobody noted any arrival."""
        return sum(not one.is_counted for one in self.held)

    @property
    def groups(self) -> dict[str, int]:
        """In how many spaces each group was called, also by what the space fulfils (indicator B2), by name."""
        return _spread({*_names(one.event, *one.event.activities)} for one in self.held)

    @property
    def goals(self) -> dict[str, int]:
        """In how many spaces each goal of the plan was told of (indicator B3), by its words."""
        return _spread({*one.event.goals, *_goals(one.event.activities)} for one in self.held)


@dataclass(frozen=True)
class Evaluated:
    """The evaluation of a space (indicator B4): its public figures and how many recommendations it left."""

    told: Told
    recommendations: int
    without_answer: int


@dataclass(frozen=True)
class Promised:
    """The commitments of a year (indicator B5). `progress`: mean reported progress, None without any."""

    whole: board.Figures
    offices: tuple[board.Line, ...]
    progress: float | None


def year_of(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), f"Año {year}")


def term_of(year: int, number: int) -> Period:
    """A cuatrimestre, from 1 to 3. Raises KeyError for another number."""
    label, month = TERM_LABELS[number], number * MONTHS_OF_A_TERM
    last = 30 if month == MONTHS_OF_A_TERM else 31
    return Period(date(year, month - MONTHS_OF_A_TERM + 1, 1), date(year, month, last), f"{label} de {year}")


def spaces(period: Period) -> Spaces:
    """Those that began in the period and were held. A fixed number of statements."""
    day = bogota_date(Event.starts_at)
    links = (
        selectinload(Event.value_groups),
        selectinload(Event.activities).selectinload(Activity.value_groups),
    )
    found = select(Event).where(Event.state.in_(FINISHED), day >= period.first, day <= period.last).options(*links)
    held = list(db.session.scalars(found.order_by(Event.starts_at, Event.id)))
    totals = counting.totals_of(held)
    return Spaces(tuple(_space(event, totals.get(event.id, counting.Totals())) for event in held))


def _space(event: Event, totals: counting.Totals) -> Space:
    return Space(event, protect_total(totals.attended), totals.attended > 0)


def _names(*of: Event | Activity) -> Iterator[str]:
    return (group.name for one in of for group in one.value_groups)


def _goals(activities: Sequence[Activity]) -> Iterator[str]:
    return (one.meta_pdm for one in activities if one.meta_pdm)


def _spread(found: Iterator[set[str]]) -> dict[str, int]:
    amounts = Counter(word for words in found for word in words)
    return {word: amounts[word] for word in sorted(amounts)}


def evaluated(period: Period) -> list[Evaluated]:
    """The spaces of the period whose evaluation everybody reads, by date."""
    years = range(period.first.year, period.last.year + 1)
    counted = [one for year in years for one in evaluations.of_year(year) if one.event.is_public]
    inside = [one for one in counted if period.first <= one.event.day <= period.last]
    amounts = evaluations.unanswered_counts(inside)
    return [Evaluated(evaluation_figures.of(one), *amounts.get(one.id, (0, 0))) for one in inside]


def promised(year: int | None) -> Promised:
    """As the public board of offices: of the year of the code, or of all for None."""
    lines = board.board(year)
    return Promised(board.together(lines), tuple(lines), _progress(year))


def _progress(year: int | None) -> float | None:
    found = select(func.avg(Commitment.percent)).where(is_promise())
    mean = db.session.scalar(found.where(Commitment.year == year) if year else found)
    return None if mean is None else round(float(mean), 1)


def find_strategy(year: int) -> Strategy | None:
    """The public strategy of the year: the one in force, or else its latest version."""
    return next((one for one in strategies.published() if one.year == year), None)


def fulfilled(strategy: Strategy, day: date) -> Fulfilment:
    """How far a strategy is fulfilled (indicator B6), as its public page counts it on a day of Colombia."""
    activities = strategies.activities(strategy)
    return fulfilment(activities, day, strategies.histories(activities))


def answered(period: Period, day: date) -> questions.Performance:
    """The questions received in the period (Ley 1757 de 2015, art. 56 f): whole, by office and by topic.

    Counts them all; what many people read keeps the result (see the chores of the rooms).
    """
    return questions.of_period(period.first, period.last, day)
