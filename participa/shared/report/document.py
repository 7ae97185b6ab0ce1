"""A report as plain data that can be frozen, and the same report again. Pure.

The text of a document is canonical JSON: sorted keys, no spaces, UTF-8. Equal reports have equal texts, so the digest
of one tells whether anything in it changed, to the last letter.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from participa.shared.ledger import canonical
from participa.shared.report.model import (
    Block,
    Cell,
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
)

FORMAT = 1
Document: TypeAlias = dict[str, Any]


def to_document(report: Report) -> Document:
    """Plain data with nothing but texts, numbers, lists and dictionaries; the instant in UTC.

    Raises ValueError for an instant without zone and for a number that is none.
    """
    if report.cut_at.tzinfo is None:
        raise ValueError("The cut of a report needs its zone.")
    told = {name: getattr(report, name) for name in ("kind", "title", "entity", "subtitle", "address", "number")}
    told |= {"reason": report.reason, "cut_at": report.cut_at.astimezone(UTC).isoformat(), "format": FORMAT}
    document: Document = told | {"blocks": [_told(block) for block in report.blocks]}
    as_text(document)
    return document


def from_document(document: Document) -> Report:
    """The report that a document froze. Raises ValueError for one written in another format."""
    if document.get("format") != FORMAT:
        raise ValueError(f"A document of format {document.get('format')!r} cannot be read.")
    told = {name: document[name] for name in ("kind", "title", "entity", "subtitle", "address", "number", "reason")}
    blocks = tuple(READERS[block["block"]](block) for block in document["blocks"])
    return Report(**told, cut_at=datetime.fromisoformat(document["cut_at"]), blocks=blocks)


def as_text(document: Document) -> str:
    """The canonical JSON. Raises ValueError for NaN and the infinite."""
    json.dumps(document, allow_nan=False)
    return canonical(document)


def digest(document: Document) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(as_text(document).encode()).hexdigest()


def _told(block: Block) -> Document:
    name, write = WRITERS[type(block)]
    return {"block": name} | write(block)


def _cell(cell: Cell) -> Document:
    told: Document = {"text": cell.text}
    if cell.number is not None:
        told["number"] = cell.number
    if cell.day is not None:
        told["day"] = cell.day.isoformat()
    if cell.address:
        told["address"] = cell.address
    return told


def _read_cell(told: Document) -> Cell:
    day = date.fromisoformat(told["day"]) if "day" in told else None
    return Cell(told["text"], told.get("number"), day, told.get("address", ""))


def _table(table: Table) -> Document:
    columns = [{"label": column.label, "kind": column.kind.value} for column in table.columns]
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    return {"name": table.name, "caption": table.caption, "columns": columns, "rows": rows, "empty": table.empty}


def _read_table(told: Document) -> Table:
    columns = tuple(Column(column["label"], ColumnKind(column["kind"])) for column in told["columns"])
    rows = tuple(tuple(_read_cell(cell) for cell in row) for row in told["rows"])
    return Table(told["name"], told["caption"], columns, rows, told["empty"])


def _chart(chart: Chart) -> Document:
    told = {name: getattr(chart, name) for name in ("name", "title", "describe", "unit")}
    series = [{"name": one.name, "values": list(one.values)} for one in chart.series]
    return told | {"kind": chart.kind.value, "labels": list(chart.labels), "series": series}


def _read_chart(told: Document) -> Chart:
    series = tuple(Series(one["name"], tuple(one["values"])) for one in told["series"])
    words = {name: told[name] for name in ("name", "title", "describe", "unit")}
    return Chart(kind=ChartKind(told["kind"]), labels=tuple(told["labels"]), series=series, **words)


def _figures(block: Figures) -> Document:
    figures = [{"label": one.label, "value": _cell(one.value), "how": one.how} for one in block.figures]
    return {"name": block.name, "caption": block.caption, "figures": figures}


def _read_figures(told: Document) -> Figures:
    figures = tuple(Figure(one["label"], _read_cell(one["value"]), one["how"]) for one in told["figures"])
    return Figures(told["name"], told["caption"], figures)


WRITERS: dict[type, tuple[str, Callable[[Any], Document]]] = {
    Heading: ("heading", lambda block: {"text": block.text, "level": block.level, "anchor": block.anchor}),
    Prose: ("prose", lambda block: {"text": block.text, "key": block.key}),
    Points: ("points", lambda block: {"items": list(block.items)}),
    Table: ("table", _table),
    Chart: ("chart", _chart),
    Figures: ("figures", _figures),
    Note: ("note", lambda block: {"source": block.source, "address": block.address}),
}
READERS: dict[str, Callable[[Document], Block]] = {
    "heading": lambda told: Heading(told["text"], told["level"], told["anchor"]),
    "prose": lambda told: Prose(told["text"], told["key"]),
    "points": lambda told: Points(tuple(told["items"])),
    "table": _read_table,
    "chart": _read_chart,
    "figures": _read_figures,
    "note": lambda told: Note(told["source"], told["address"]),
}
