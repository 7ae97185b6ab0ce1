"""Which way the answers lead: what is seen, which page comes next, what is dropped.

One pass from first to last: a condition sees only the answers of items that stand before its own and are seen
themselves. So a chain of conditions cannot turn into a circle, and a hidden answer decides nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from participa.questionnaires.engine.definition import (
    DECLINED,
    Condition,
    Definition,
    Item,
    Look,
    Operator,
)
from participa.questionnaires.engine.definition import OPERATORS as OPERATORS

LONGEST_FIGURE = 40


def is_empty(value: Any) -> bool:
    """Whether nothing was said. «Prefiero no responder» is something said."""
    return value is None or value is False or (isinstance(value, str | list | dict) and not value)


def is_answered(value: Any) -> bool:
    """Whether a condition has something to look at: not when nothing was said, nor when somebody preferred not to."""
    return not is_empty(value) and value != DECLINED


def visible(definition: Definition, answers: Mapping[str, Any]) -> tuple[Item, ...]:
    """The items that these answers let see, in order. It never raises, whatever the answers are."""
    seen: list[Item] = []
    known: dict[str, Any] = {}
    for item in definition.items:
        if item.condition is None or holds(item.condition, known):
            seen.append(item)
            known[item.name] = answers.get(item.name)
    return tuple(seen)


def holds(condition: Condition, known: Mapping[str, Any]) -> bool:
    """Whether the answers known so far meet the condition. One without tests is always met."""
    met = [_meets(test, known.get(test.item)) for test in condition.tests]
    return all(met) if condition.needs_all or not met else any(met)


def _meets(test: Look, value: Any) -> bool:
    if not is_answered(value):
        return False
    match test.operator:
        case Operator.ANSWERED:
            return True
        case Operator.IS:
            return _is(value, test.value)
        case Operator.IS_NOT:
            return not _is(value, test.value)
        case Operator.INCLUDES:
            return isinstance(value, list) and test.value in value
        case Operator.AT_LEAST:
            return _compared(value, test.value) in (0, 1)
        case Operator.AT_MOST:
            return _compared(value, test.value) in (0, -1)


def _is(value: Any, wanted: str) -> bool:
    return value == wanted or value == [wanted] or _compared(value, wanted) == 0


def _compared(value: Any, wanted: str) -> int | None:
    """-1, 0 or 1 as the answer is less, the same or more; nothing when one of them is no figure."""
    one, other = figure(value), figure(wanted)
    return None if one is None or other is None else (one > other) - (one < other)


def figure(value: Any) -> Decimal | None:
    """A whole number or a text such as «12.5» as a number. Nothing for anything else."""
    if isinstance(value, int):
        return None if isinstance(value, bool) else Decimal(value)
    if not isinstance(value, str) or len(value) > LONGEST_FIGURE:
        return None
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def page_items(definition: Definition, answers: Mapping[str, Any], page_number: int) -> tuple[Item, ...]:
    """What is seen of a page. Pages are counted from 0, as in `definition.pages`; none for one that is not there."""
    if not 0 <= page_number < len(definition.pages):
        return ()
    names = _names(visible(definition, answers))
    return tuple(item for item in definition.pages[page_number] if item.name in names)


def first_page(definition: Definition, answers: Mapping[str, Any]) -> int | None:
    """The first page with something to see; none in an empty questionnaire."""
    return page_after(definition, answers, -1)


def page_after(definition: Definition, answers: Mapping[str, Any], page_number: int) -> int | None:
    """The next page with something to see, counted from 0; none after the last. Always greater than `page_number`."""
    return next(_with_items(definition, answers, range(max(page_number, -1) + 1, len(definition.pages))), None)


def page_before(definition: Definition, answers: Mapping[str, Any], page_number: int) -> int | None:
    """The page before with something to see, counted from 0; none before the first."""
    return next(_with_items(definition, answers, range(min(page_number, len(definition.pages)) - 1, -1, -1)), None)


def _with_items(definition: Definition, answers: Mapping[str, Any], numbers: Iterable[int]) -> Iterator[int]:
    names = _names(visible(definition, answers))
    return (number for number in numbers if any(item.name in names for item in definition.pages[number]))


def dropped(definition: Definition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Only the answers of what is seen: a hidden one is not kept, nor an empty one."""
    seen = (item.name for item in visible(definition, answers) if item.is_answered)
    return {name: answers[name] for name in seen if not is_empty(answers.get(name))}


def _names(items: Iterable[Item]) -> frozenset[str]:
    return frozenset(item.name for item in items)
