"""A questionnaire as an XLSForm."""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from participa.questionnaires.engine.checking import total_points
from participa.questionnaires.engine.definition import DECLINED, DECLINED_LABEL, Definition, Item, ItemType, Option
from participa.questionnaires.exchange import expressions
from participa.questionnaires.exchange.xlsform.words import (
    CHOICES,
    FACES_LABELS,
    INTRO,
    SETTINGS,
    SURVEY,
    TAG,
    THANKS,
    TYPES,
)

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML may hold them
Row = dict[str, str]
MEASURED = {
    ItemType.NUMBER: ".",
    ItemType.SHORT_TEXT: "string-length(.)",
    ItemType.LONG_TEXT: "string-length(.)",
    ItemType.MULTIPLE: "count-selected(.)",
    ItemType.RANKING: "count-selected(.)",
}
WITH_LIST = (ItemType.SINGLE, ItemType.MULTIPLE, ItemType.RANKING, ItemType.FACES)


def write(title: str, slug: str, version: int, definition: Definition) -> bytes:
    """The workbook. `version` is the number of the version."""
    form_id = re.sub(r"[^a-z0-9_]", "_", slug)
    form_id = form_id if form_id[:1].isalpha() else f"c_{form_id}"
    settings = {"form_title": title, "form_id": form_id, "version": str(version), "default_language": "Español (es)"}
    settings |= {"style": "pages"} if len(_pages(definition)) > 1 else {}
    book = Workbook(write_only=True)
    _sheet(book, "survey", SURVEY, survey(definition))
    _sheet(book, "choices", CHOICES, choices(definition))
    _sheet(book, "settings", SETTINGS, iter([settings]))
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _sheet(book: Workbook, name: str, columns: tuple[str, ...], rows: Iterator[Row]) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = 50 if column in ("label", "hint", "relevant") else 20
    sheet.append([_cell(sheet, column, Font(bold=True)) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, row.get(column, ""), Font()) for column in columns])


def _cell(sheet: object, value: str, font: Font) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, UNPRINTABLE.sub("", value) or None)
    if value:
        cell.data_type = "s"  # never a formula
    cell.font, cell.alignment = font, Alignment(vertical="top", wrap_text=True)
    return cell


def survey(definition: Definition) -> Iterator[Row]:
    """The rows of the first sheet. Pages are groups that are shown together."""
    if definition.intro:
        yield {"type": "note", "name": _free(definition, INTRO), "label": definition.intro}
    pages = _pages(definition)
    for number, page in enumerate(pages, 1):
        if len(pages) > 1:
            yield {"type": "begin_group", "name": _free(definition, f"pagina_{number}"), "appearance": "field-list"}
        for item in page:
            yield from _item(definition, item)
        if len(pages) > 1:
            yield {"type": "end_group"}
    if definition.thanks:
        yield {"type": "note", "name": _free(definition, THANKS), "label": definition.thanks}


def _free(definition: Definition, name: str) -> str:
    """A name that no item has. Ours begin with a letter, so one with a line before it is always free."""
    return f"_{name}" if any(item.name == name for item in definition.items) else name


def _pages(definition: Definition) -> list[list[Item]]:
    pages: list[list[Item]] = []
    for item in definition.items:
        if item.starts_page or not pages:
            pages.append([])
        pages[-1].append(item)
    return pages


def _item(definition: Definition, item: Item) -> Iterator[Row]:
    shared = {
        "name": item.name,
        "label": item.label,
        "hint": item.help,
        "relevant": expressions.write(definition, item.condition),
        TAG: " ".join(_tags(item)),
    }
    if item.type is ItemType.MATRIX:
        yield from _matrix(item, shared)
    elif item.type is ItemType.POINTS:
        yield from _points(item, shared)
    else:
        yield {**shared, **_alone(item)}


def _tags(item: Item) -> Iterator[str]:
    if item.type in (ItemType.FACES, ItemType.PLACE, ItemType.MATRIX, ItemType.POINTS):
        yield item.type.value
    if item.may_decline:
        yield DECLINED
    if item.shuffles and item.type is ItemType.POINTS:
        yield "randomize"


def _alone(item: Item) -> Row:
    row = {"type": TYPES[item.type], "required": _yes(item), "constraint": _constraint(item)}
    if item.type in WITH_LIST:
        row["type"] += f" {_list_of(item)}"
    if item.type is ItemType.SCALE:
        row["parameters"] = "start=1 end=5 step=1"
    if item.type is ItemType.LONG_TEXT:
        row["appearance"] = "multiline"
    if item.type is ItemType.FACES:
        row["appearance"] = "likert"
    if item.shuffles:
        row["parameters"] = "randomize=true"
    return row


def _yes(item: Item) -> str:
    return "yes" if item.is_required else ""


def _constraint(item: Item) -> str:
    measured = MEASURED.get(item.type, "")
    limits = {">=": item.minimum, "<=": item.maximum} if measured else {}
    return " and ".join(f"{measured} {sign} {limit}" for sign, limit in limits.items() if limit is not None)


def _matrix(item: Item, shared: Row) -> Iterator[Row]:
    yield {**shared, "type": "begin_group", "appearance": "table-list"}
    for row in item.rows:
        name = f"{item.name}_{row.code}"
        yield {"type": f"select_one {_list_of(item)}", "name": name, "label": row.label, "required": _yes(item)}
    yield {"type": "end_group"}


def _points(item: Item, shared: Row) -> Iterator[Row]:
    """A whole number for each option; the last one checks that they sum up."""
    yield {**shared, "type": "begin_group", "appearance": "field-list"}
    others = [f"coalesce(${{{item.name}_{option.code}}}, 0)" for option in item.options[:-1]]
    for option in item.options:
        row = {"type": "integer", "name": f"{item.name}_{option.code}", "label": option.label, "constraint": ". >= 0"}
        if option is item.options[-1]:
            row["constraint"] = f". >= 0 and {' + '.join(['.', *others])} = {total_points(item)}"
            row["constraint_message"] = f"Los puntos deben sumar {total_points(item)}."
        yield {**row, "required": _yes(item)}
    yield {"type": "end_group"}


def _list_of(item: Item) -> str:
    return f"lista_{item.name}"


def choices(definition: Definition) -> Iterator[Row]:
    """The rows of the second sheet: a list for each item."""
    for item in definition.items:
        if item.type in WITH_LIST or item.type is ItemType.MATRIX:
            for code, label in _offered(item).items():
                yield {"list_name": _list_of(item), "name": code, "label": label}


def _offered(item: Item) -> Mapping[str, str]:
    options = item.options
    if item.type is ItemType.FACES:
        options = tuple(Option(str(place), label) for place, label in enumerate(FACES_LABELS, 1))
    offered = {option.code: option.label for option in options}
    return offered | ({DECLINED: DECLINED_LABEL} if item.may_decline and item.type in WITH_LIST else {})
