"""Reports that chance makes, with texts that documents do not like."""

from datetime import UTC, date, datetime

from hypothesis import strategies as some

from participa.shared.report.model import (
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Figure,
    Figures,
    Heading,
    Note,
    Points,
    Prose,
    Report,
    Series,
    Table,
    amount,
    average,
    on_day,
    said,
    share,
)
from tests.shared.report import made

TEXTS = some.sampled_from(made.HOSTILE) | some.text(alphabet=some.characters(exclude_categories=["Cs"]), max_size=40)
ADDRESSES = some.sampled_from(("", "/preguntas/1", "https://otra.example/a", "javascript:alert(1)", "//malo.example"))
COUNTS = some.integers(0, 5_000_000)
CELLS = {
    ColumnKind.TEXT: some.builds(said, TEXTS, ADDRESSES),
    ColumnKind.NUMBER: some.builds(amount, some.none() | COUNTS) | some.builds(average, some.floats(-99, 9999)),
    ColumnKind.PERCENT: some.builds(lambda part, more: share(part, part + more), COUNTS, COUNTS),
    ColumnKind.DAY: some.builds(on_day, some.none() | some.dates(date(1991, 7, 4), date(2099, 12, 31))),
}


@some.composite
def tables(draw) -> Table:
    kinds = draw(some.lists(some.sampled_from(list(ColumnKind)), min_size=1, max_size=5))
    columns = tuple(Column(draw(TEXTS), kind) for kind in kinds)
    rows = draw(some.lists(some.tuples(*(CELLS[kind] for kind in kinds)), max_size=6))
    return Table(draw(TEXTS), draw(TEXTS), columns, tuple(rows), draw(TEXTS))


@some.composite
def charts(draw) -> Chart:
    labels = draw(some.lists(TEXTS, max_size=25))
    values = some.none() | some.integers(0, 10_000) | some.floats(0, 1000)
    series = [
        Series(draw(TEXTS), tuple(draw(some.lists(values, min_size=len(labels), max_size=len(labels)))))
        for _ in range(draw(some.integers(1, 7)))
    ]
    kind, unit = draw(some.sampled_from(list(ChartKind))), draw(some.sampled_from(["", "%", "días"]))
    return Chart(draw(TEXTS), draw(TEXTS), kind, tuple(labels), tuple(series), draw(TEXTS), unit)


FIGURES = some.builds(Figure, TEXTS, CELLS[ColumnKind.NUMBER], TEXTS)
BLOCKS = some.one_of(
    some.builds(Heading, TEXTS, some.integers(2, 4), TEXTS),
    some.builds(Prose, TEXTS, TEXTS),
    some.builds(Points, some.lists(TEXTS, max_size=3).map(tuple)),
    tables(),
    charts(),
    some.builds(Figures, TEXTS, TEXTS, some.lists(FIGURES, max_size=3).map(tuple)),
    some.builds(Note, TEXTS, ADDRESSES),
)
REPORTS = some.builds(
    Report,
    kind=some.just("prueba"),
    title=TEXTS,
    entity=TEXTS,
    subtitle=TEXTS,
    cut_at=some.datetimes(datetime(1995, 1, 1), datetime(2090, 1, 1), timezones=some.just(UTC)),  # noqa: DTZ001
    blocks=some.lists(BLOCKS, max_size=5).map(tuple),
    address=some.sampled_from(("", "https://participa.example/informes/1")),
    number=some.integers(0, 9),
    reason=TEXTS,
)
