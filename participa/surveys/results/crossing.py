"""Two items against each other, for the team: counted by the database, protected as everything that leaves it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from participa.extensions import db
from participa.questionnaires.engine.definition import Definition, Item, ItemType
from participa.shared.suppression import TOTAL, PublishedTable, is_few, protect_table
from participa.surveys.models import Response, Survey
from participa.surveys.results.forms import CrossForm
from participa.surveys.results.parts import PART_LABELS, UNANSWERED_PART, labels_of
from participa.surveys.results.tables import Results

ALLOWED = frozenset({ItemType.SINGLE, ItemType.SCALE, ItemType.FACES})
NO_FILTER = ("", "Todas las personas")


@dataclass(frozen=True)
class Asked:
    """The rows, the columns and the answer that filters, as (item, code)."""

    rows: Item
    columns: Item
    only: tuple[Item, str] | None = None


@dataclass(frozen=True)
class CrossTable:
    asked: Asked
    table: PublishedTable
    row_labels: dict[str, str]
    column_labels: dict[str, str]


def choices(definition: Definition) -> list[Item]:
    """The items where each person says one thing."""
    return [item for item in definition.to_answer if item.type in ALLOWED]


def asked(definition: Definition, given: Mapping[str, str]) -> Asked | None:
    """What the address asks for; None when it names no two different items."""
    known = {item.name: item for item in choices(definition)}
    rows, columns = known.get(given.get("fila", "")), known.get(given.get("columna", ""))
    if rows is None or columns is None or rows is columns:
        return None
    name, _, code = given.get("filtro", "").partition(".")
    item = known.get(name)
    return Asked(rows, columns, (item, code) if item is not None and code in labels_of(item, {}) else None)


def form_of(items: list[Item], given: Any) -> CrossForm:
    """The filters, with what the address asks for."""
    form = CrossForm(given)
    form.fila.choices = form.columna.choices = [(item.name, item.label) for item in items]
    codes = [
        (f"{one.name}.{code}", f"{one.label}: {label}") for one in items for code, label in labels_of(one, {}).items()
    ]
    form.filtro.choices = [NO_FILTER, *codes]
    return form


def table(survey: Survey, asked: Asked, results: Results | None) -> CrossTable | None:
    """Who said what in both items, silence among it, so that the totals are those of the public page.

    None where it would tell a few people: beside a table that hides something or is of an earlier day, or when among
    those who gave some answer to the item that filters a cell is of a few, which could be subtracted.
    """
    counts = _counted(survey, asked)
    parts = [_labels(item, [key[place] for key in counts]) for place, item in enumerate((asked.rows, asked.columns))]
    if not _is_open(asked, results) or (asked.only is not None and any(map(is_few, counts.values()))):
        return None
    wanted = asked.only[1] if asked.only else ""
    cells = {(row, column): amount for (row, column, said), amount in counts.items() if said == wanted}
    margins = [(row, TOTAL) for row in parts[0]] + [(TOTAL, column) for column in parts[1]]
    shown = protect_table(cells, parts[0], parts[1], published=() if asked.only else margins)
    return None if shown.is_withheld else CrossTable(asked, shown, parts[0], parts[1])


def _is_open(asked: Asked, results: Results | None) -> bool:
    if results is None or not all(table.is_current for table in results.tables):
        return False
    items = [asked.rows, asked.columns, *([asked.only[0]] if asked.only else [])]
    found = [results.item(item.name) for item in items]
    return all(one is not None and not any(table.hides for table in one.tables) for one in found)


def _labels(item: Item, codes: list[str]) -> dict[str, str]:
    labels = labels_of(item, {})
    return labels | ({UNANSWERED_PART: PART_LABELS[UNANSWERED_PART]} if UNANSWERED_PART in codes else {})


def _counted(survey: Survey, asked: Asked) -> dict[tuple[str, str, str], int]:
    """How many gave each answer to the rows, the columns and the item that filters; "" when none does."""
    items = [asked.rows, asked.columns, *([asked.only[0]] if asked.only else [])]
    said = [_said(item).label(f"said_{place}") for place, item in enumerate(items)]
    names = [column.name for column in said]
    found = select(*said, func.count()).where(Response.survey_id == survey.id).group_by(*names).order_by(*names)
    counts: Counter[tuple[str, str, str]] = Counter()
    for *values, amount in db.session.execute(found):
        row, column, *only = (_part(item, value) for item, value in zip(items, values, strict=True))
        counts[row, column, only[0] if only else ""] += int(amount)
    return counts


def _part(item: Item, value: Any) -> str:
    return str(value) if str(value) in labels_of(item, {}) else UNANSWERED_PART


def _said(item: Item) -> Any:
    return Response.answers[item.name].as_string()
