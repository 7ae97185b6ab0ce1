"""How alike two lists of stems are: the cosine of their groups of three and four letters, rare stems weighing more."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

Vector = Mapping[str, float]


class Synonyms:
    """Groups of words or short phrases, already as stems, that mean the same here. The first of each stands for it."""

    def __init__(self, groups: Iterable[Sequence[Sequence[str]]] = ()) -> None:
        self._stands_for: dict[str, dict[tuple[str, ...], str]] = {}
        self._meaning: dict[str, frozenset[str]] = {}
        for group in groups:
            self._add([tuple(stems) for stems in group if stems])

    def _add(self, group: list[tuple[str, ...]]) -> None:
        if len(group) < 2:
            return
        first = "_".join(group[0])
        self._meaning[first] = frozenset(stem for stems in group for stem in stems)
        for stems in group:
            self._stands_for.setdefault(stems[0], {}).setdefault(stems, first)

    def settle(self, stems: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
        """(what it means, the stems that say so) for each part of a text, the longest phrases first."""
        settled, at = [], 0
        while at < len(stems):
            here = self._stands_for.get(stems[at], {})
            fitting = [phrase for phrase in here if tuple(stems[at : at + len(phrase)]) == phrase]
            phrase = max(fitting, key=len, default=(stems[at],))
            settled.append((here.get(phrase, stems[at]), phrase))
            at += len(phrase)
        return settled

    def said_as(self, meaning: str) -> frozenset[str]:
        """Every stem with which a meaning is said."""
        return self._meaning.get(meaning, frozenset({meaning}))


@lru_cache(maxsize=20_000)
def pieces(stem: str) -> tuple[str, ...]:
    """The groups of three and four letters of a stem with its ends marked, and the whole of it."""
    marked = f"<{stem}>"
    threes = [marked[at : at + 3] for at in range(len(marked) - 2)]
    fours = [marked[at : at + 4] for at in range(len(marked) - 3)]
    return (*threes, *fours, stem)


def vector(stems: Iterable[str], weights: Mapping[str, float], unknown: float) -> Vector:
    """Of length one. A stem that is said twice weighs little more than one said once."""
    summed: dict[str, float] = {}
    for stem, times in Counter(stems).items():
        parts = pieces(stem)
        weight = weights.get(stem, unknown) * (1 + math.log(times)) / math.sqrt(len(parts))
        for part in parts:
            summed[part] = summed.get(part, 0.0) + weight
    length = math.sqrt(sum(value * value for value in summed.values()))
    return {part: value / length for part, value in summed.items()} if length else {}


def cosine(one: Vector, other: Vector) -> float:
    """From 0 to 1."""
    if len(other) < len(one):
        one, other = other, one
    return sum(value * other[part] for part, value in one.items() if part in other)


def rarity(texts_with: int, texts: int) -> float:
    """How much a stem tells: the fewer texts have it, the more."""
    return math.log(1 + (texts + 1) / (texts_with + 1))
