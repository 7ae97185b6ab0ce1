"""What everybody reads of the changes of a survey after it opened: what, when and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from participa.questionnaires.engine.definition import Definition, Item
from participa.shared.templating import moment
from participa.surveys import queries
from participa.surveys.models import Survey, SurveyChange, SurveyRewording

REWORDED = "Se corrigieron palabras de las preguntas"
MOST_TOLD = 5


@dataclass(frozen=True)
class Told:
    """One change, in words."""

    title: str
    at: datetime
    words: str


def changes(survey: Survey) -> list[Told]:
    """Every one, the earliest first."""
    told = [_of_team(change) for change in queries.changes(survey)]
    told += [_of_words(row, before.definition) for row, before in queries.rewordings(survey)]
    return sorted(told, key=lambda one: one.at)


def _of_team(change: SurveyChange) -> Told:
    until = f" Nueva fecha: {moment(change.closes_at)}" if change.closes_at else ""
    return Told(change.kind_label, change.at, f"Motivo: {change.reason}{until}")


def _of_words(row: SurveyRewording, before: Definition) -> Told:
    said = [f"Decía «{old}» y dice «{new}»." for old, new in reworded(before, row.version.definition)]
    more = f" También cambiaron {len(said) - MOST_TOLD} textos más." if len(said) > MOST_TOLD else ""
    return Told(REWORDED, row.at, f"Motivo: {row.version.reason} {' '.join(said[:MOST_TOLD])}{more}")


def reworded(before: Definition, after: Definition) -> list[tuple[str, str]]:
    """What it said and what it says, of two definitions with the same structure."""
    return [pair for pair in zip(_texts(before), _texts(after), strict=True) if pair[0] != pair[1]]


def _texts(definition: Definition) -> Iterator[str]:
    yield definition.intro
    yield definition.thanks
    for item in definition.items:
        yield from _texts_of(item)


def _texts_of(item: Item) -> Iterator[str]:
    yield item.label
    yield item.help
    yield from (one.label for one in (*item.rows, *item.options))
