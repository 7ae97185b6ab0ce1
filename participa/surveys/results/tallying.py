"""Counting a survey in one pass, with memory that does not grow with the number of answers. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from participa.questionnaires.engine.branching import is_empty, visible
from participa.questionnaires.engine.definition import DECLINED, Definition, Item
from participa.surveys.results.parts import CROSSED, ELSEWHERE, amounts, cells_of, groups_of, part_of

MOST_COMBINATIONS = 400
MOST_PARTS = 5_000
SPLIT = "\x1f"


@dataclass
class ItemTally:
    """Of one item: how many saw it, declined, left it empty, and what the others said."""

    seen: int = 0
    declined: int = 0
    unanswered: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, item: Item, value: Any) -> None:
        self.seen += 1
        if value == DECLINED:
            self.declined += 1
        elif is_empty(value):
            self.unanswered += 1
        else:
            for code, amount in amounts(item, value):
                is_known = code in self.counts or len(self.counts) < MOST_PARTS
                self.counts[code if is_known else ELSEWHERE] += amount

    @property
    def answered(self) -> int:
        return self.seen - self.declined - self.unanswered

    def document(self) -> dict[str, Any]:
        return {
            "seen": self.seen,
            "declined": self.declined,
            "unanswered": self.unanswered,
            "counts": dict(sorted(self.counts.items())),
        }


def item_tally(document: Mapping[str, Any]) -> ItemTally:
    """The counts of an item out of the kept document."""
    seen, declined, unanswered = (document[name] for name in ("seen", "declined", "unanswered"))
    return ItemTally(seen, declined, unanswered, Counter(document["counts"]))


class Tally:
    """The counts of a survey while its answers go by, one after the other."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._items = definition.to_answer
        self._branches = any(item.condition is not None for item in definition.items)
        self._groups = groups_of(definition)
        self._group_names = {item.name for item in self._groups}
        self._crossed = [item for item in self._items if item.type in CROSSED and item.condition is None]
        self.answers = self.flagged = 0
        self.via: Counter[str] = Counter()
        self.all = {item.name: ItemTally() for item in self._items}
        self.marked = {item.name: ItemTally() for item in self._items}
        self.crosses: dict[str, Counter[str]] = {}
        self.combinations: Counter[str] = Counter()
        self.cells: dict[str, Counter[str]] = {}
        self.is_too_varied = False

    def add(self, answers: Mapping[str, Any], via: str, is_flagged: bool) -> None:
        """Count one answer sheet; what its own answers hide is not counted, whatever was kept."""
        self.answers += 1
        self.flagged += is_flagged
        self.via[via] += 1
        seen = visible(self._definition, answers) if self._branches else self._items
        for item in seen:
            if item.is_answered:
                self.all[item.name].add(item, answers.get(item.name))
                if is_flagged:
                    self.marked[item.name].add(item, answers.get(item.name))
        if self._groups:
            self._cross(answers, seen)

    def _cross(self, answers: Mapping[str, Any], seen: tuple[Item, ...]) -> None:
        told = {group.name: part_of(group, answers) for group in self._groups}
        for group, part in told.items():
            for item in self._crossed:
                if item.name != group:
                    pair = self.crosses.setdefault(f"{group}{SPLIT}{item.name}", Counter())
                    if len(pair) < MOST_PARTS:  # a fuller one cannot be shown, and is left out
                        pair[f"{part}{SPLIT}{part_of(item, answers)}"] += 1
        self._combine(SPLIT.join(told.values()), answers, seen)

    def _combine(self, together: str, answers: Mapping[str, Any], seen: tuple[Item, ...]) -> None:
        """Which groups come together, and what those people say in each column of the file of rows."""
        self.is_too_varied = self.is_too_varied or (
            together not in self.combinations and len(self.combinations) >= MOST_COMBINATIONS
        )
        if self.is_too_varied:
            self.combinations, self.cells = Counter(), {}
            return
        self.combinations[together] += 1
        for item in seen:
            if item.is_answered and item.name not in self._group_names:
                for column, text in cells_of(item, answers).items():
                    self.cells.setdefault(column, Counter())[f"{together}{SPLIT}{text}"] += 1

    def document(self) -> dict[str, Any]:
        """Everything counted, ready for JSON."""
        return {
            "answers": self.answers,
            "flagged": self.flagged,
            "via": dict(sorted(self.via.items())),
            "items": {name: tally.document() for name, tally in self.all.items()},
            "marked": {name: tally.document() for name, tally in self.marked.items()},
            "crosses": {pair: dict(counts) for pair, counts in self.crosses.items() if len(counts) < MOST_PARTS},
            "combinations": dict(self.combinations),
            "cells": {column: dict(counts) for column, counts in self.cells.items()},
            "is_too_varied": self.is_too_varied,
        }
