"""Small things that every part needs: addresses, counts as tables, shares of each hundred."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import current_app

from participa.config import Settings
from participa.reports.kinds import Kind, Subject, Texts
from participa.shared.clock import now
from participa.shared.report.model import (
    Block,
    Cell,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Figure,
    Heading,
    Report,
    Series,
    Table,
    amount,
    average,
    said,
    table,
)

NUMBER = ColumnKind.NUMBER


def page(endpoint: str, **values: Any) -> str:
    """The path of a public page; works without a request, as chores need."""
    return current_app.url_map.bind("").build(endpoint, values)


def report_of(kind: Kind, subject: Subject, blocks: Sequence[Block], at: datetime | None = None) -> Report:
    """The report of a subject with these blocks, as the data are at this instant."""
    settings: Settings = current_app.extensions["settings"]
    return Report(
        kind=kind.name,
        title=kind.title_of(subject),
        entity=settings.entity.name,
        subtitle=kind.describe,
        cut_at=at or now(),
        blocks=tuple(blocks),
    )


def part(texts: Texts, key: str, title: str, anchor: str) -> Iterator[Block]:
    """A text of the team under its title; nothing while nobody wrote it."""
    if texts[key]:
        yield Heading(title, 2, anchor)
        yield from texts.prose(key)


def numbers(*labels: str) -> tuple[Column, ...]:
    """Columns of numbers."""
    return tuple(Column(label, NUMBER) for label in labels)


def of_hundred(value: int | None) -> Cell:
    """How many of each hundred, the whole number that the public page shows; «Sin dato» of none."""
    return average(None if value is None else float(value), 0)


def typical(days: float | None) -> Cell:
    """Business days as the public page writes them: 7 or 7,5."""
    return average(days, 0 if days is None or float(days).is_integer() else 1)


def counts(name: str, caption: str, head: str, unit: str, amounts: Mapping[str, int]) -> Table | Chart:
    """How many of each: a drawing, which every format also tells as a table; with one line alone, only the table."""
    for drawn in bars(name, caption, amounts, unit, unit.lower()):
        return drawn
    rows = [(said(label), amount(value)) for label, value in amounts.items()]
    return table(name, caption, (Column(head), Column(unit, NUMBER)), rows)


def bars(name: str, title: str, amounts: Mapping[str, int], series: str, unit: str) -> Iterator[Chart]:
    """The drawing of a count; nothing when there are less than two lines to compare."""
    if len(amounts) < 2 or not any(amounts.values()):
        return
    most = max(amounts, key=lambda label: amounts[label])
    describe = f"El número más alto es el de «{most}»: {amounts[most]}."
    values = Series(series, tuple(float(value) for value in amounts.values()))
    yield Chart(name, title, ChartKind.BARS, tuple(amounts), (values,), describe, unit)


def figure(label: str, value: Cell, how: str) -> Figure:
    return Figure(label, value, how)
