"""How each office and each territory keeps what was promised. Only public promises count.

Counting reads every commitment. When there are more than MOST_READ a chore counts and keeps the result, and pages read
what is kept, however many there are; until then each page counts them itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from participa.accounts.models import Department
from participa.commitments.models import Commitment, CommitmentEntry, EntryKind
from participa.commitments.queries import public
from participa.commitments.standing import Standing, has_outlived, is_never_dated
from participa.extensions import db
from participa.questions.models import KnownPlace
from participa.questions.queries.figures import find_kept
from participa.shared.clock import today

OFFICES, PLACES = "commitments/offices", "commitments/places"
MOST_READ = 1_000
DECIDED = (Standing.FULFILLED, Standing.FULFILLED_LATE, Standing.UNFULFILLED, Standing.OVERDUE)
Plain = dict[str, Any]


@dataclass(frozen=True)
class Figures:
    """Counts of commitments. `slips`: how many times another date was given.

    `outlived`: those still owed after their first date because another one was given. `undated`: those fulfilled that
    never had a first date.
    """

    by_standing: tuple[int, ...] = (0,) * len(Standing)
    slips: int = 0
    outlived: int = 0
    undated: int = 0

    def of(self, standing: Standing | str) -> int:
        return self.by_standing[list(Standing).index(Standing(standing))]

    @property
    def promised(self) -> int:
        return sum(self.by_standing)

    @property
    def decided(self) -> int:
        """Fulfilled, not fulfilled, or owed after the first date: of which one may say whether the word was kept."""
        return sum(self.of(one) for one in DECIDED) + self.outlived - self.undated

    @property
    def kept(self) -> int:
        """Fulfilled by the first date."""
        return self.of(Standing.FULFILLED) - self.undated

    @property
    def on_time_rate(self) -> int | None:
        """Of each hundred that were decided, how many were fulfilled by their FIRST date."""
        return round(100 * self.kept / self.decided) if self.decided else None

    def __add__(self, other: "Figures") -> "Figures":
        together = (mine + theirs for mine, theirs in zip(self.by_standing, other.by_standing, strict=True))
        sums = (self.slips + other.slips, self.outlived + other.outlived, self.undated + other.undated)
        return Figures(tuple(together), *sums)


@dataclass(frozen=True)
class Line:
    """The figures of an office or a territory. `id` is what the list is narrowed by."""

    id: int
    name: str
    figures: Figures


def counts(wanted: public.Filters) -> dict[Standing, int] | None:
    """How many stand how among what is narrowed otherwise; None when they are too many to be counted for a page."""
    others = replace(wanted, standing=None)
    kept = _kept_counts(others)
    if kept is not None:
        return kept
    if others.is_narrow and (public.has_many_words(others) or public.count(others, MOST_READ) > MOST_READ):
        return None
    return public.counts(others)


def _kept_counts(wanted: public.Filters) -> dict[Standing, int] | None:
    """As kept for all, for an office or for a place; nobody keeps those of words, of a space or of both together."""
    if wanted.words.strip() or wanted.event_slug or None not in (wanted.lead_id, wanted.place_id):
        return None
    lines = _kept(OFFICES if wanted.place_id is None else PLACES, wanted.year)
    if lines is None:
        return None
    chosen = wanted.lead_id if wanted.place_id is None else wanted.place_id
    figures = together(line for line in lines if chosen is None or line.id == chosen)
    return dict(zip(Standing, figures.by_standing, strict=True))


def board(year: int | None = None) -> list[Line]:
    """By office that leads, in the order of their names; of one year, or of all."""
    kept = _kept(OFFICES, year)
    return _by_office(year, today()) if kept is None else kept


def territories(year: int | None = None) -> list[Line]:
    """By place, the whole municipality first and then in the order of their names."""
    kept = _kept(PLACES, year)
    return _by_place(year, today()) if kept is None else kept


def together(lines: Iterable[Line]) -> Figures:
    return sum((line.figures for line in lines), Figures())


def names() -> list[tuple[str, int | None]]:
    """What is kept: both boards of all years and of each."""
    return [(what, year) for what in (OFFICES, PLACES) for year in (None, *public.years())]


def name_of(what: str, year: int | None) -> str:
    return f"{what}/{year or ''}"


def counted(what: str, year: int | None, day: date) -> Plain:
    """A board as it is kept. `day` is a day of Colombia."""
    lines = _by_office(year, day) if what == OFFICES else _by_place(year, day)
    return {"lines": [[line.id, line.name, *_plain(line.figures)] for line in lines]}


def _plain(of: Figures) -> list[Any]:
    return [list(of.by_standing), of.slips, of.outlived, of.undated]


def is_many() -> bool:
    """Whether there are more than a page should read."""
    return public.count(public.Filters(), MOST_READ) > MOST_READ


def _kept(what: str, year: int | None) -> list[Line] | None:
    kept = find_kept(name_of(what, year))
    if kept is None:
        return None
    return [Line(number, name, Figures(tuple(amounts), *others)) for number, name, amounts, *others in kept["lines"]]


def _by_office(year: int | None, day: date) -> list[Line]:
    return _lines(Commitment.lead_id, Department.id, Department.name, year, day)


def _by_place(year: int | None, day: date) -> list[Line]:
    whole = [(public.WHOLE_MUNICIPALITY, "Todo el municipio")]
    return _lines(Commitment.place_id, KnownPlace.id, KnownPlace.name, year, day, whole)


def _lines(
    owner: Any, key: Any, name: Any, year: int | None, day: date, first: list[tuple[int, str]] | None = None
) -> list[Line]:
    """The figures by what `owner` points to. Three statements."""
    others = (func.count().filter(one) for one in (has_outlived(day), is_never_dated()))
    sums = select(owner, *public.sums(day), *others).group_by(owner)
    amounts = {row[0] or public.WHOLE_MUNICIPALITY: tuple(row[1:]) for row in db.session.execute(_of(sums, year))}
    slips = {row[0] or public.WHOLE_MUNICIPALITY: row[1] for row in db.session.execute(_of(_slips(owner), year))}
    names = [*(first or []), *((row[0], row[1]) for row in db.session.execute(select(key, name).order_by(name, key)))]
    return [
        Line(number, label, Figures(amounts[number][:-2], slips.get(number, 0), *amounts[number][-2:]))
        for number, label in names
        if number in amounts
    ]


def _slips(owner: Any) -> Select[Any, int]:
    """Other dates that were given to a whole commitment; those of its steps do not count."""
    given = select(owner, func.count()).join(CommitmentEntry, CommitmentEntry.commitment_id == Commitment.id)
    moved = (CommitmentEntry.kind == EntryKind.RESCHEDULED, CommitmentEntry.step_id.is_(None))
    return given.where(*moved).group_by(owner)


def _of(found: Select[*tuple[Any, ...]], year: int | None) -> Select[*tuple[Any, ...]]:
    found = found.where(public.is_promise())
    return found.where(Commitment.year == year) if year else found
