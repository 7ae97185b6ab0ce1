"""Conditions as XLSForm writes them («relevant»), and back.

What is understood: comparisons of one answer with one value, `selected`, joined by `and` or by `or`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from participa.questionnaires.engine.branching import OPERATORS, figure
from participa.questionnaires.engine.definition import Condition, Definition, Item, ItemType, Look, Operator

LONGEST, DEEPEST = 4000, 20
CODES = (ItemType.SINGLE, ItemType.PLACE)
LISTS = (ItemType.MULTIPLE, ItemType.RANKING)
IN_PARTS = (ItemType.MATRIX, ItemType.POINTS)
TOKEN = re.compile(
    r"\s*(?:\$\{\s*(?P<name>[^}\s]+)\s*\}|(?P<text>'[^']*'|\"[^\"]*\")|(?P<sign>>=|<=|!=|=|>|<)"
    r"|(?P<mark>[(),])|(?P<figure>-?\d+(?:\.\d+)?)|(?P<word>[A-Za-z][\w-]*))"
)


class NotUnderstood(Exception):
    """The expression says something that a condition here cannot say."""


@dataclass(frozen=True)
class Known:
    """An earlier row of the form: the item that it became, whether it is whole numbers, and its codes as they are now.

    `is_part`: a row of a matrix or a share of points.
    """

    item: Item
    is_whole: bool = False
    is_part: bool = False
    codes: Mapping[str, str] | None = None

    def code(self, written: str) -> str:
        return (self.codes or {}).get(written, written)


@dataclass(frozen=True)
class Joined:
    """Several expressions of which all must hold, or one."""

    parts: tuple["Joined | Look", ...]
    needs_all: bool


def write(definition: Definition, condition: Condition | None) -> str:
    """The condition of an item as «relevant»; empty for an item that is always shown."""
    if condition is None:
        return ""
    words = [_written(definition.item(test.item), test) for test in condition.tests]
    return (" and " if condition.needs_all else " or ").join(words)


def _written(item: Item, test: Look) -> str:
    name = f"${{{item.name}}}"
    value = test.value if item.type is ItemType.NUMBER else f"'{test.value}'"
    match test.operator:
        case Operator.IS:
            return f"{name} = {value}"
        case Operator.IS_NOT:
            return f"({name} != '' and {name} != {value})"
        case Operator.INCLUDES:
            return f"selected({name}, {value})"
        case Operator.AT_LEAST:
            return f"{name} >= {test.value}"
        case Operator.AT_MOST:
            return f"({name} != '' and {name} <= {test.value})"
    if item.type in IN_PARTS:
        parts = item.rows if item.type is ItemType.MATRIX else item.options
        return "(" + " or ".join(f"${{{item.name}_{part.code}}} != ''" for part in parts) + ")"
    return f"{name} != ''"


def read(text: str, known: Mapping[str, Known]) -> Condition:
    """The condition of a «relevant». Raises NotUnderstood for what it cannot say."""
    if len(text) > LONGEST:
        raise NotUnderstood
    reader = _Reader(list(_tokens(text)), known)
    found = simple(reader.whole())
    if isinstance(found, Look):
        return Condition((found,))
    tests = tuple(part for part in found.parts if isinstance(part, Look))
    if len(tests) < len(found.parts):
        raise NotUnderstood
    return Condition(tests, found.needs_all)


def both(conditions: list[Condition]) -> Condition | None:
    """One condition that says what all of these say together. Raises NotUnderstood when there is none."""
    if len(conditions) < 2:
        return conditions[0] if conditions else None
    if any(not one.needs_all and len(one.tests) > 1 for one in conditions):
        raise NotUnderstood
    return Condition(tuple(dict.fromkeys(test for one in conditions for test in one.tests)))


def simple(found: Joined | Look) -> Joined | Look:
    """Without repetitions, without groups inside a group of the same kind, without «it was answered» said twice."""
    if isinstance(found, Look):
        return found
    parts: list[Joined | Look] = []
    for part in map(simple, found.parts):
        is_same = isinstance(part, Joined) and part.needs_all == found.needs_all
        parts.extend(part.parts if isinstance(part, Joined) and is_same else [part])
    parts = list(dict.fromkeys(parts))
    if found.needs_all:
        parts = [part for part in parts if not _is_said_better(part, parts)]
    return parts[0] if len(parts) == 1 else Joined(tuple(parts), found.needs_all)


def _is_said_better(part: Joined | Look, parts: list[Joined | Look]) -> bool:
    """«It was answered» adds nothing to another look at the same answer."""
    if not isinstance(part, Look) or part.operator is not Operator.ANSWERED:
        return False
    return any(isinstance(one, Look) and one.item == part.item and one != part for one in parts)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while text[place:].strip():
        found = TOKEN.match(text, place)
        if found is None or found.lastgroup is None:
            raise NotUnderstood
        yield found.lastgroup, found[found.lastgroup]
        place = found.end()


class _Reader:
    """Reads the tokens from left to right: `or` joins what `and` joined."""

    def __init__(self, tokens: list[tuple[str, str]], known: Mapping[str, Known]) -> None:
        self.tokens, self.known, self.place, self.depth = tokens, known, 0, 0

    def whole(self) -> Joined | Look:
        found = self._joined("or")
        if self.place < len(self.tokens):
            raise NotUnderstood
        return found

    def _joined(self, word: str) -> Joined | Look:
        parts = [self._part(word)]
        while self._next("word", word):
            parts.append(self._part(word))
        return parts[0] if len(parts) == 1 else Joined(tuple(parts), word == "and")

    def _part(self, word: str) -> Joined | Look:
        return self._joined("and") if word == "or" else self._one()

    def _one(self) -> Joined | Look:
        if self._next("mark", "("):
            self.depth += 1
            if self.depth > DEEPEST:
                raise NotUnderstood
            found = self._joined("or")
            self._expect("mark", ")")
            return found
        if self._next("word", "selected"):
            return self._selected()
        if self._next("word", "not"):
            return self._not()
        return self._compared()

    def _not(self) -> Look:
        self._expect("mark", "(")
        self._expect("word", "selected")
        found = self._selected()
        self._expect("mark", ")")
        if found.operator is not Operator.IS:
            raise NotUnderstood
        return Look(found.item, Operator.IS_NOT, found.value)

    def _selected(self) -> Look:
        self._expect("mark", "(")
        looked_at = self._looked_at()
        self._expect("mark", ",")
        value = looked_at.code(self._value())
        self._expect("mark", ")")
        is_list = looked_at.item.type in LISTS
        return _test(looked_at, Operator.INCLUDES if is_list else Operator.IS, value)

    def _compared(self) -> Look:
        looked_at, sign, value = self._looked_at(), self._take("sign"), self._value()
        if sign == "!=" and not value:
            return Look(looked_at.item.name, Operator.ANSWERED)
        if sign in (">", "<"):
            sign, value = _with_equal(looked_at, sign, value)
        operator = {"=": Operator.IS, "!=": Operator.IS_NOT, ">=": Operator.AT_LEAST, "<=": Operator.AT_MOST}[sign]
        return _test(looked_at, operator, looked_at.code(value))

    def _looked_at(self) -> Known:
        found = self.known.get(self._take("name"))
        if found is None:
            raise NotUnderstood
        return found

    def _value(self) -> str:
        if self.place < len(self.tokens) and self.tokens[self.place][0] == "text":
            return self._take("text")[1:-1].strip()
        return self._take("figure")

    def _take(self, kind: str) -> str:
        if self.place >= len(self.tokens) or self.tokens[self.place][0] != kind:
            raise NotUnderstood
        self.place += 1
        return self.tokens[self.place - 1][1]

    def _next(self, kind: str, text: str) -> bool:
        is_there = self.place < len(self.tokens) and self.tokens[self.place] == (kind, text)
        self.place += is_there
        return is_there

    def _expect(self, kind: str, text: str) -> None:
        if not self._next(kind, text):
            raise NotUnderstood


def _with_equal(looked_at: Known, sign: str, value: str) -> tuple[str, str]:
    """«More than 3» of whole numbers is «4 or more»; of others nothing here says it."""
    found = figure(value)
    is_whole = looked_at.is_whole or looked_at.item.type in (ItemType.SCALE, ItemType.FACES)
    if not is_whole or found is None or found != found.to_integral_value():
        raise NotUnderstood
    return (">=", str(int(found) + 1)) if sign == ">" else ("<=", str(int(found) - 1))


def _test(looked_at: Known, operator: Operator, value: str) -> Look:
    item = looked_at.item
    is_option = not item.options or item.type in IN_PARTS or value in {option.code for option in item.options}
    is_figure = operator not in (Operator.AT_LEAST, Operator.AT_MOST) or figure(value) is not None
    if looked_at.is_part or operator not in OPERATORS[item.type] or not value or not is_option or not is_figure:
        raise NotUnderstood
    return Look(item.name, operator, value)
