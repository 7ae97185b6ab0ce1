"""What the pages show of results: bars, changes over time, and the words around them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from participa.questionnaires.engine.definition import ItemType
from participa.shared.templating import number, plain_day
from participa.surveys.levels import LEVEL_WORDS
from participa.surveys.models import Level, Survey
from participa.surveys.results.parts import PART_LABELS
from participa.surveys.results.tables import Line, Results, Table, TableKind

NEVER = "Esta encuesta nunca es representativa de toda la población."
MOST_BARS = 40
GOOD_STEPS = ("4", "5")


@dataclass(frozen=True)
class Bar:
    """A line of a drawing."""

    label: str
    value: int | None
    of: int
    verified: int | None = None


@dataclass(frozen=True)
class Rate:
    """How many answered of those who came."""

    answered: int
    came: int

    @property
    def percent(self) -> int:
        return round(100 * self.answered / self.came)


def bars(table: Table) -> list[Bar]:
    """The lines of a list or of the first column of a grid. Who said nothing is drawn only when there is somebody."""
    lines = [line for line in table.lines if line.value != 0 or line.code not in PART_LABELS]
    return [Bar(line.label, line.value, table.people or 0, line.clean) for line in lines[:MOST_BARS]]


def describe(table: Table) -> str:
    """One sentence with what the drawing shows."""
    shown = [line for line in table.lines if line.value]
    if not shown:
        return "No hay barras para mostrar."
    most = max(shown, key=lambda line: line.value or 0)
    return f"La barra más larga es «{most.label}», con {most.value} de {table.people}."


def means(table: Table) -> list[tuple[Line, float]]:
    """The lines of a table of means with the share of each bar, from 0 to 1, of the points that each person had."""
    values = [float(line.mean.replace(",", ".")) for line in table.lines]
    whole = sum(values) or 1
    return [(line, value / whole) for line, value in zip(table.lines, values, strict=True)]


def warning(level: Level) -> str:
    """What must never be said of the lowest levels."""
    return NEVER if level in (Level.OPEN, Level.CHECKED) else ""


def rate(results: Results, came: int) -> Rate | None:
    """None when nobody noted who came, when those were few, or when more answered than came."""
    answers = results.answers or 0
    return Rate(answers, came) if came >= max(answers, 5) and answers else None


@dataclass(frozen=True)
class Change:
    """One item over several surveys: each line has the share of each survey, None where hidden."""

    name: str
    title: str
    surveys: list[Survey]
    people: list[int | None]
    lines: list[tuple[str, list[int | None]]]
    drawn: list[Bar]
    drawn_title: str
    means: list[str]


def changes(told: Sequence[tuple[Survey, Results]]) -> list[Change]:
    """The items of the last survey that earlier ones asked too, under the same name."""
    if len(told) < 2:
        return []
    items = [item for item in told[-1][1].items if item.tables and item.tables[0].kind is TableKind.PARTS]
    return [change for item in items if not item.writes and (change := _change(item.name, item.type, told))]


def _change(name: str, kind: str, told: Sequence[tuple[Survey, Results]]) -> Change | None:
    found = [(survey, table) for survey, results in told if (table := _table(results, name))]
    if len(found) < 2:
        return None
    surveys, tables = [survey for survey, _table in found], [table for _survey, table in found]
    codes = {line.code: line.label for table in tables for line in table.lines}
    lines = [(label, [_value(table, code) for table in tables]) for code, label in codes.items()]
    is_step = kind in (ItemType.SCALE, ItemType.FACES)
    best = GOOD_STEPS if is_step else _first(tables[-1])
    drawn = [Bar(plain_day(s.closes_at), _sum(t, best), t.people or 0) for s, t in found]
    title = "Marcaron 4 o 5" if is_step else f"Respondieron «{codes.get(best[0], '')}»" if best else ""
    means = [table.mean for table in tables]
    return Change(name, tables[-1].title, surveys, [table.people for table in tables], lines, drawn, title, means)


def _table(results: Results, name: str) -> Table | None:
    item = results.item(name)
    return item.tables[0] if item and item.tables and item.tables[0].withheld is None else None


def _value(table: Table, code: str) -> int | None:
    line = next((line for line in table.lines if line.code == code), None)
    return line.value if line else 0


def _first(table: Table) -> tuple[str, ...]:
    shown = [line for line in table.lines if line.value and line.code not in PART_LABELS]
    return (max(shown, key=lambda line: line.value or 0).code,) if shown else ()


def _sum(table: Table, codes: Sequence[str]) -> int | None:
    """The sum of some lines; None when one of them is hidden: the sum would tell it."""
    values = [_value(table, code) for code in codes]
    return None if None in values or not values else sum(value or 0 for value in values)


def share_words(survey: Survey, results: Results) -> tuple[str, str, int, str]:
    """For the picture: how many, what most said, its per cent, and the level of honesty."""
    answers = results.answers
    told = f"{number(answers)} respuestas" if answers is not None else "Menos de 5 respuestas"
    level = LEVEL_WORDS[survey.level]
    foot = f"Nivel {level.number}: {level.label.lower()}."
    foot = f"{foot} No es representativa." if warning(survey.level) else foot
    leading = results.leading
    if not leading:
        return told, "", 0, foot
    people, of = leading["people"], leading["of"]
    if people is None:
        return told, f"Más puntos por puesto: {leading['words']}", 0, foot
    share = round(100 * people / of)
    return told, f"Lo más respondido: {leading['words']}, {share} %", share, foot
