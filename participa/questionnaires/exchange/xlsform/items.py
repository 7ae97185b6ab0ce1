"""The rows of «survey» as items, one after the other. What is not understood is noted and left out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from participa.questionnaires.engine.definition import (
    DECLINED,
    MOST_ITEMS,
    Condition,
    Definition,
    Item,
    ItemType,
    Option,
)
from participa.questionnaires.exchange import expressions
from participa.questionnaires.exchange.brought import Unread
from participa.questionnaires.exchange.expressions import Known, NotUnderstood
from participa.questionnaires.exchange.xlsform import limits
from participa.questionnaires.exchange.xlsform.lists import OptionList
from participa.questionnaires.exchange.xlsform.sheets import Line
from participa.questionnaires.exchange.xlsform.tree import GROUP, Node
from participa.questionnaires.exchange.xlsform.words import INTRO, TAG, THANKS
from participa.shared.html import to_plain

TYPES = {
    "integer": ItemType.NUMBER,
    "int": ItemType.NUMBER,
    "decimal": ItemType.NUMBER,
    "date": ItemType.DATE,
    "text": ItemType.SHORT_TEXT,
    "string": ItemType.SHORT_TEXT,
    "note": ItemType.NOTE,
    "file": ItemType.FILE,
    "image": ItemType.FILE,
    "photo": ItemType.FILE,
    "audio": ItemType.FILE,
    "video": ItemType.FILE,
    "acknowledge": ItemType.CONSENT,
    "trigger": ItemType.CONSENT,
}
LISTED = {"select_one": ItemType.SINGLE, "select_multiple": ItemType.MULTIPLE, "rank": ItemType.RANKING}
SELECT = re.compile(
    r"(select[_ ]one|select1|select[_ ]multiple|rank)\s+(?:from\s+)?(\S+)(\s+or[_ ]other)?", re.IGNORECASE
)
OF_THE_DEVICE = {
    "start", "end", "today", "deviceid", "device_id", "subscriberid", "simserial", "phonenumber", "phone_number",
    "username", "email", "audit", "background-audio", "start-geopoint",
}  # fmt: skip
KNOWN = {
    "type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message", "required_message",
    "appearance", "parameters", TAG,
}  # fmt: skip
YES = {"yes", "true", "true()", "sí", "si", "1"}
NO = {"", "no", "false", "false()", "0"}
LONGEST = {"label": 500, "help": 1000, "text": 2000}
OTHER = Option("otro", "Otro")
FIVE = tuple("12345")


@dataclass
class Reader:
    """Reads the tree of a form. `unread` says what was left out."""

    lists: Mapping[str, OptionList]
    unread: list[Unread] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)
    intro: str = ""
    thanks: str = ""
    turns_page: bool = False

    def read(self, nodes: Sequence[Node]) -> Definition:
        """The questionnaire of the rows."""
        self._walk(nodes, (), is_top=True)
        return Definition(tuple(self.items), self.intro, self.thanks)

    def note(self, line: Line, text: str) -> None:
        self.unread.append(Unread(line.where, text))

    def _walk(self, nodes: Iterable[Node], conditions: tuple[str, ...], is_top: bool = False) -> None:
        for node in nodes:
            if len(self.items) > MOST_ITEMS:
                return  # more than a questionnaire holds: what follows will not be kept
            if node.kind == GROUP:
                self._group(node, conditions, is_top)
            elif node.kind:
                self._leave_out(node, "Las partes que se repiten no se leen; tampoco sus preguntas.")
            elif not (is_top and self._is_edge_text(node.line)):
                self._row(node.line, conditions)

    def _leave_out(self, node: Node, why: str) -> None:
        self.note(node.line, why)
        for inner in node.inside:
            self._leave_out(inner, f"No se leyó: está dentro de «{node.line['name'][:40]}».")

    def _is_edge_text(self, line: Line) -> bool:
        """Whether it is the text before the first question, or after the last one, as this platform writes them."""
        name = line["name"].removeprefix("_")
        if line["type"].strip().lower() != "note" or name not in (INTRO, THANKS):
            return False
        text = self._words(line, "label", LONGEST["text"])
        self.intro, self.thanks = (text, self.thanks) if name == INTRO else (self.intro, text)
        return True

    def _group(self, node: Node, conditions: tuple[str, ...], is_top: bool) -> None:
        if self._is_matrix(node):
            self._matrix(node, conditions)
            return
        if ItemType.POINTS.value in _tags(node.line):
            self._points(node, conditions)
            return
        inner = (*conditions, node.line["relevant"]) if node.line["relevant"] else conditions
        is_page = is_top and "field-list" in node.line["appearance"]
        self.turns_page = self.turns_page or is_page
        if node.line["label"]:
            self._add(node.line, ItemType.NOTE, inner)
        self._walk(node.inside, inner)
        self.turns_page = self.turns_page or is_page

    def _row(self, line: Line, conditions: tuple[str, ...]) -> None:
        written = line["type"].strip()
        base = written.lower().replace(" ", "_") if " " in written else written.lower()
        if selected := SELECT.fullmatch(written):
            self._selected(line, selected, conditions)
        elif base == "range":
            self._range(line, conditions)
        elif base in TYPES:
            self._plain(line, TYPES[base], conditions)
        elif base in OF_THE_DEVICE:
            self.note(line, f"«{written}» es un dato del aparato o de la persona. La plataforma no lo guarda.")
        elif not written:
            self.note(line, "La fila no dice de qué tipo es; no se leyó.")
        else:
            self.note(line, f"El tipo «{written[:60]}» no existe aquí; la fila no se leyó.")

    def _selected(self, line: Line, selected: "re.Match[str]", conditions: tuple[str, ...]) -> None:
        kind = LISTED[selected[1].lower().replace(" ", "_").replace("select1", "select_one")]
        found = self.lists.get(selected[2])
        if found is None or not found.options:
            self.note(line, f"La lista «{selected[2][:40]}» no está en la hoja «choices»; la pregunta no se leyó.")
            return
        self._take_notes(found)
        options = (*found.options, OTHER) if selected[3] and "otro" not in _codes(found) else tuple(found.options)
        if kind is ItemType.SINGLE and ItemType.FACES.value in _tags(line) and _codes(found) == FIVE:
            self._add(line, ItemType.FACES, conditions, may_decline=found.may_decline)
            return
        added = self._add(line, kind, conditions, options=options, may_decline=found.may_decline, **self._shuffle(line))
        self._know(line, added, codes=found.codes)

    def _take_notes(self, found: OptionList) -> None:
        self.unread += found.unread
        found.unread = []

    def _shuffle(self, line: Line) -> dict[str, bool]:
        told = limits.parameters(line["parameters"])
        for name in told.keys() - {"randomize", "seed"}:
            self.note(line, f"El parámetro «{name[:40]}» no se lee.")
        return {"shuffles": told.get("randomize", "").lower() == "true"}

    def _range(self, line: Line, conditions: tuple[str, ...]) -> None:
        told = limits.parameters(line["parameters"])
        start, end = limits.whole(told.get("start", "1")), limits.whole(told.get("end", "10"))
        if (start, end, told.get("step", "1")) == (1, 5, "1"):
            self._add(line, ItemType.SCALE, conditions)
            return
        if start is None or end is None:
            self.note(line, "Los límites de «range» no son números enteros; queda un número sin límites.")
        item = self._add(line, ItemType.NUMBER, conditions, minimum=start, maximum=end)
        self._know(line, item, is_whole=True)

    def _plain(self, line: Line, kind: ItemType, conditions: tuple[str, ...]) -> None:
        if kind is ItemType.SHORT_TEXT and ItemType.PLACE.value in _tags(line):
            kind = ItemType.PLACE
        elif kind is ItemType.SHORT_TEXT and "multiline" in line["appearance"]:
            kind = ItemType.LONG_TEXT
        item = self._add(line, kind, conditions)
        self._know(line, item, is_whole=line["type"].strip().lower() in ("integer", "int"))

    def _is_matrix(self, node: Node) -> bool:
        looks = [node.line["appearance"], *(inner.line["appearance"] for inner in node.inside)]
        is_told = "table-list" in looks[0] or any("list-nolabel" in look for look in looks[1:])
        lists = {inner.line["type"].split(" ")[-1] for inner in _rows(node)}
        are_single = all(_is_single(inner) for inner in _rows(node))
        return bool(node.inside) and is_told and are_single and len(lists) == 1

    def _matrix(self, node: Node, conditions: tuple[str, ...]) -> None:
        rows = _rows(node)
        found = self.lists.get(rows[0].line["type"].split(" ")[-1])
        if found is None or not found.options:
            self._leave_out(node, "La lista de este cuadro no está en la hoja «choices»; el cuadro no se leyó.")
            return
        self._take_notes(found)
        parts = self._parts(node, rows)
        needed = [inner.line["required"].lower() in YES for inner in rows]
        item = self._add(
            node.line, ItemType.MATRIX, conditions, options=tuple(found.options), rows=parts, is_required=any(needed)
        )
        for inner in rows:
            self._leave_columns(inner.line, {"hint", "relevant", "constraint"})
        self._know_parts(rows, item)

    def _parts(self, node: Node, rows: Sequence[Node]) -> tuple[Option, ...]:
        """The rows of a matrix or the shares of points, with short codes."""
        prefix = f"{node.line['name']}_"
        made: dict[str, Option] = {}
        for inner in rows:
            code = limits.code(inner.line["name"].removeprefix(prefix), made)
            made[code] = Option(code, self._words(inner.line, "label", 200) or code)
        return tuple(made.values())

    def _know_parts(self, rows: Iterable[Node], item: Item) -> None:
        for inner in rows:
            self.known[inner.line["name"]] = Known(item, is_part=True)

    def _points(self, node: Node, conditions: tuple[str, ...]) -> None:
        rows = [inner for inner in node.inside if inner.line["type"].strip() == "integer"]
        if len(rows) < 2:
            self._leave_out(node, "Para repartir puntos hacen falta dos opciones; no se leyó.")
            return
        total = limits.total(rows[-1].line["constraint"])
        needed = any(inner.line["required"].lower() in YES for inner in rows)
        shuffles = "randomize" in _tags(node.line)
        item = self._add(
            node.line,
            ItemType.POINTS,
            conditions,
            options=self._parts(node, rows),
            maximum=total,
            is_required=needed,
            shuffles=shuffles,
        )
        self._know_parts(rows, item)

    def _add(self, line: Line, kind: ItemType, conditions: tuple[str, ...], **more: object) -> Item:
        item = Item(
            name=limits.name(line["name"] or line["label"], {one.name for one in self.items}),
            type=kind,
            label=self._words(line, "label", LONGEST["label"]) or line["name"],
            help=self._words(line, "hint", LONGEST["help"]),
            is_required=self._required(line) if kind is not ItemType.NOTE else False,
            starts_page=self.turns_page and bool(self.items),
            condition=self._condition(line, conditions),
        )
        item = replace(item, **more)  # type: ignore[arg-type]  # the fields of an item
        item = replace(item, may_decline=item.may_decline or DECLINED in _tags(line))
        item = self._limited(line, item)
        self._leave_columns(line, set())
        self.turns_page = False
        self.items.append(item)
        self.known[line["name"]] = Known(item)
        return item

    def _know(self, line: Line, item: Item, is_whole: bool = False, codes: Mapping[str, str] | None = None) -> None:
        self.known[line["name"]] = Known(item, is_whole, codes=codes)

    def _words(self, line: Line, column: str, most: int) -> str:
        text = to_plain(line[column])
        if len(text) > most:
            self.note(line, f"El texto de «{column}» tiene más de {most} letras; se cortó.")
        if "${" in text:
            self.note(
                line, f"El texto de «{column}» trae una respuesta anterior («${{…}}»); se mostrará como está escrito."
            )
        return text[:most]

    def _required(self, line: Line) -> bool:
        told = line["required"].strip().lower()
        if told not in YES | NO:
            self.note(line, "«required» depende de otras respuestas; la pregunta queda opcional.")
        return told in YES

    def _condition(self, line: Line, outer: tuple[str, ...]) -> Condition | None:
        written = dict.fromkeys([*outer, *([line["relevant"]] if line["relevant"] else [])])
        try:
            return expressions.both([expressions.read(text, self.known) for text in written])
        except NotUnderstood:
            told = " y ".join(written)[:200]
            self.note(line, f"La condición «{told}» no se entiende; la pregunta se muestra siempre.")
            return None

    def _limited(self, line: Line, item: Item) -> Item:
        found = limits.read(item.type, line["constraint"], is_whole=line["type"].strip().lower() in ("integer", "int"))
        if found is None:
            self.note(line, f"La restricción «{line['constraint'][:120]}» no se entiende; no se revisará.")
            return item
        return replace(item, **found)  # type: ignore[arg-type]  # its limits

    def _leave_columns(self, line: Line, more: set[str]) -> None:
        for column in line.cells:
            if (column not in KNOWN or column in more) and not column.startswith(("$", "_")) and column != "kuid":
                self.note(line, f"La columna «{column[:40]}» no se lee.")


def _tags(line: Line) -> list[str]:
    return line[TAG].split()


def _codes(found: OptionList) -> tuple[str, ...]:
    return tuple(option.code for option in found.options)


def _rows(node: Node) -> list[Node]:
    """The questions of a matrix: without the one that only shows the names of the columns."""
    return [inner for inner in node.inside if inner.line["appearance"].strip() != "label"]


def _is_single(node: Node) -> bool:
    selected = SELECT.fullmatch(node.line["type"].strip())
    return not node.kind and selected is not None and selected[1].lower() not in ("select_multiple", "rank")
