"""The questionnaire and its answers in plain Spanish: which way each answer leads, and what somebody said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from participa.questionnaires.engine import writing
from participa.questionnaires.engine.branching import is_empty
from participa.questionnaires.engine.checking import counted
from participa.questionnaires.engine.definition import (
    DECLINED,
    DECLINED_LABEL,
    ITEM_TYPE_LABELS,
    Condition,
    Definition,
    Item,
    ItemType,
    Look,
    Operator,
)
from participa.questionnaires.engine.showing import STEP_LABELS

UNANSWERED = "Sin respuesta"


@dataclass(frozen=True)
class Line:
    """One item in the outline. `page` counts from 1. `number` is that of the question; a text between them has none."""

    page: int
    number: int | None
    label: str
    type_label: str
    when: str = ""

    @property
    def text(self) -> str:
        """The whole line: «3. Una sola opción: «¿Volvería?». Si en «…» respondió «…», se muestra.»"""
        head = f"{self.number}. " if self.number else ""
        tail = f" {self.when}" if self.when else ""
        return f"{head}{self.type_label}: «{self.label}».{tail}"


def outline(definition: Definition) -> list[Line]:
    """The questionnaire line by line, with what makes each item be shown."""
    return list(_lines(definition))


def _lines(definition: Definition) -> Iterator[Line]:
    number = 0
    for page, items in enumerate(definition.pages, 1):
        for item in items:
            number += item.is_answered
            when = when_shown(definition, item)
            yield Line(page, number if item.is_answered else None, item.label, ITEM_TYPE_LABELS[item.type], when)


def when_shown(definition: Definition, item: Item) -> str:
    """«Se muestra si en «…» respondió «…».»; empty for what everybody sees."""
    return f"Se muestra {condition_words(definition, item.condition)}." if item.condition else ""


def condition_words(definition: Definition, condition: Condition) -> str:
    """«si en «…» respondió «…» y en «…» eligió, entre otras, «…»»."""
    asked = {item.name: item for item in definition.items}
    words = [_test_words(asked.get(test.item), test) for test in condition.tests]
    return f"si {(' y ' if condition.needs_all else ' o ').join(words)}" if words else "siempre"


def _test_words(item: Item | None, test: Look) -> str:
    if item is None:
        return "se respondió una pregunta que ya no está"
    value = option_words(item, test.value)
    said = {
        Operator.IS: f"respondió «{value}»",
        Operator.IS_NOT: f"respondió algo distinto de «{value}»",
        Operator.INCLUDES: f"eligió, entre otras, «{value}»",
        Operator.AT_LEAST: f"respondió {value} o más",
        Operator.AT_MOST: f"respondió {value} o menos",
        Operator.ANSWERED: "dio alguna respuesta",
    }
    return f"en «{item.label}» {said[test.operator]}"


def option_words(item: Item, code: str) -> str:
    """The words of an option or row; the code itself for one that it does not have."""
    return {option.code: option.label for option in (*item.options, *item.rows)}.get(code, code)


def said(item: Item, value: Any) -> str:
    """An answer in words. It never raises: what is no answer of the item is told as it is."""
    if is_empty(value):
        return UNANSWERED
    if value == DECLINED:
        return DECLINED_LABEL
    return _said(item, value)


def _said(item: Item, value: Any) -> str:
    match value:
        case True:
            return "Sí, autoriza" if item.type is ItemType.CONSENT else "Sí"
        case list():
            return _listed(item, value)
        case dict():
            return "; ".join(_pair(item, str(part), told) for part, told in value.items())
        case _ if item.type is ItemType.FACES:
            return f"{value} de 5, {STEP_LABELS.get(value, '').lower()}".removesuffix(", ")
        case _ if item.type is ItemType.SCALE:
            return f"{value} de 5"
    return _written(item, str(value))


def _listed(item: Item, codes: list[Any]) -> str:
    words = [option_words(item, str(code)) for code in codes]
    if item.type is ItemType.RANKING:
        return "; ".join(f"{place}. {word}" for place, word in enumerate(words, 1))
    return "; ".join(words)


def _pair(item: Item, part: str, told: Any) -> str:
    label = option_words(item, part)
    if item.type is ItemType.POINTS and isinstance(told, int):
        return f"{label}: {counted(told, 'punto', 'puntos')}"
    return f"{label}: {option_words(item, str(told))}"


def _written(item: Item, text: str) -> str:
    if item.type is ItemType.NUMBER:
        return writing.number_as_written(text)
    if item.type is ItemType.DATE:
        return _day(text)
    return option_words(item, text)


def _day(text: str) -> str:
    day = writing.as_date(text)
    return f"{day.day}/{day.month:02}/{day.year}" if day else text


def all_said(definition: Definition, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Question and answer in words, in order, of what was answered; for a page of review or a list of the team."""
    items = (item for item in definition.to_answer if not is_empty(answers.get(item.name)))
    return [(item.label, said(item, answers[item.name])) for item in items]
