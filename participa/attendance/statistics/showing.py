"""What the pages and the files show of the figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from participa.attendance.statistics import counting, publishing
from participa.attendance.statistics.counting import Totals
from participa.attendance.statistics.protecting import ABSENT, CAME, CUTS, GROUPS, Cut, for_team
from participa.events.models import Event
from participa.shared.suppression import TOTAL, PublishedList, PublishedTable, Shown, protect_total

HIDDEN = "Oculto"


@dataclass(frozen=True)
class Bar:
    """A line of a chart; `value` is None when it is hidden."""

    label: str
    value: Shown
    of: int


@dataclass(frozen=True)
class Chart:
    """A table with its drawing."""

    name: str
    title: str
    heading: str
    people: int
    bars: list[Bar]
    hides: bool

    @property
    def drawn(self) -> list[Bar]:
        """The bars of the drawing: who is in no part needs none."""
        return [bar for bar in self.bars if bar.value != 0]

    @property
    def empty(self) -> list[str]:
        """The parts where there is nobody."""
        return [bar.label for bar in self.bars if bar.value == 0]

    @property
    def describe(self) -> str:
        """What the drawing shows, for who does not see it."""
        shown = [bar for bar in self.bars if bar.value]
        most = max(shown, key=lambda bar: bar.value or 0, default=None)
        if most is None:
            return "Todas las barras están ocultas."
        return f"La barra más larga es «{most.label}», con {most.value} de {most.of}."


@dataclass(frozen=True)
class Earlier:
    """A space before, to compare with."""

    event: Event
    registered: Shown
    confirmed: Shown
    attended: Shown


@dataclass(frozen=True)
class Figures:
    """Everything of the page of a space. `totals` are safe to show: small ones are None."""

    totals: dict[str, Shown]
    arrivals: list[Chart]
    groups: list[Chart]
    answered: Shown
    compared: list[Earlier]

    @property
    def charts(self) -> list[Chart]:
        return [*self.arrivals, *self.groups]

    @property
    def hides(self) -> bool:
        return any(chart.hides for chart in self.charts)


def figures(event: Event) -> Figures:
    """What everybody may read."""
    tables = publishing.tables(event)
    groups = [chart for cut in GROUPS if (chart := _chart(cut, tables.get(cut.name)))]
    return Figures(
        totals=_safe(counting.totals(event)),
        arrivals=[chart for cut in CUTS if (chart := _chart(cut, tables.get(cut.name)))],
        groups=groups,
        answered=groups[0].people if groups else None,
        compared=compared(event),
    )


def _safe(totals: Totals) -> dict[str, Shown]:
    return {
        "registered": protect_total(totals.registered),
        "confirmed": protect_total(totals.confirmed),
        "attended": protect_total(totals.attended),
    }


def _chart(cut: Cut, table: PublishedList | None) -> Chart | None:
    """None when there is nothing that may be shown."""
    if table is None or not table.total or table.is_withheld:
        return None
    bars = [Bar(cut.labels.get(part, part), value, table.total) for part, value in table.counts.items()]
    return Chart(cut.name, cut.title, cut.heading, table.total, bars, table.hides)


def compared(event: Event) -> list[Earlier]:
    """The space itself and the last ones of its type, latest first; empty when it is the first."""
    before = counting.earlier(event)
    found = counting.totals_of([event, *before])
    rows = [(one, _safe(found.get(one.id, Totals()))) for one in [event, *before]]
    return [Earlier(one, **safe) for one, safe in rows] if before else []


@dataclass(frozen=True)
class TeamTable:
    """A cut for the team: registered, came, did not come."""

    cut: Cut
    table: PublishedTable

    def rows(self) -> list[tuple[str, Shown, Shown, Shown]]:
        cells = self.table.cells
        lines = [(part, self.cut.labels.get(part, part)) for part in self.table.rows] + [(TOTAL, "Total")]
        return [(label, cells[part, TOTAL], cells[part, CAME], cells[part, ABSENT]) for part, label in lines]


def team_tables(event: Event) -> list[TeamTable]:
    return [TeamTable(cut, table) for cut in CUTS if (table := for_team(event, cut)).rows]


def lines(shown: Figures) -> list[tuple[str, str, str, str]]:
    """The figures as lines of a file: table, part, people, of how many."""
    names = {"registered": "Inscritas", "confirmed": "Confirmadas", "attended": "Llegaron"}
    first = [("Totales", names[name], _words(value), "") for name, value in shown.totals.items()]
    return first + [
        (chart.title, bar.label, _words(bar.value), str(bar.of)) for chart in shown.charts for bar in chart.bars
    ]


def team_lines(tables: Sequence[TeamTable]) -> list[tuple[str, str, str, str, str]]:
    return [(one.cut.title, row[0], *(_words(value) for value in row[1:])) for one in tables for row in one.rows()]  # type: ignore[misc]


def _words(value: Shown) -> str:
    return HIDDEN if value is None else str(value)
