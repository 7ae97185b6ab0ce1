"""How alike two lists of stems are: the cosine of their groups of three and four letters, rare stems weighing more."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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

    def meanings(self, stems: Sequence[str]) -> list[str]:
        """What each part of a text means."""
        if not any(stem in self._stands_for for stem in stems):
            return list(stems)
        return [meaning for meaning, _ in self.settle(stems)]

    def settle(self, stems: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
        """(what it means, the stems that say so) for each part of a text, the longest phrases first."""
        settled: list[tuple[str, tuple[str, ...]]] = []
        at = 0
        while at < len(stems):
            here = self._stands_for.get(stems[at])
            if here is None:
                settled.append((stems[at], (stems[at],)))
                at += 1
                continue
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
    """Of length one."""
    summed: dict[str, float] = {}
    for stem, weight in _weighed(stems, weights, unknown):
        parts = pieces(stem)
        for part in parts:
            summed[part] = summed.get(part, 0.0) + weight / math.sqrt(len(parts))
    length = math.sqrt(sum(value * value for value in summed.values()))
    return {part: value / length for part, value in summed.items()} if length else {}


def _weighed(stems: Iterable[str], weights: Mapping[str, float], unknown: float) -> Iterator[tuple[str, float]]:
    """How much each stem of a text tells. One that is said twice weighs little more than one said once."""
    for stem, times in Counter(stems).items():
        yield stem, weights.get(stem, unknown) * (1 + math.log(times))


def likeness(
    one: Sequence[str], others: Iterable[Sequence[str]], weights: Mapping[str, float], unknown: float
) -> list[float]:
    """The cosine of each of the others with the first, from 0 to 1.

    The length of the others is taken from their whole stems, and how a stem resembles the first text is counted once
    for all of them: a text of a hearing has few stems that no other has.
    """
    first = vector(one, weights, unknown)
    resembles: dict[str, float] = {}
    found = []
    for other in others:
        common = squares = 0.0
        for stem, weight in _weighed(other, weights, unknown):
            if stem not in resembles:
                parts = pieces(stem)
                resembles[stem] = sum(first.get(part, 0.0) for part in parts) / math.sqrt(len(parts))
            common += weight * resembles[stem]
            squares += weight * weight
        found.append(min(common / math.sqrt(squares), 1.0) if squares else 0.0)
    return found


def rarity(texts_with: int, texts: int) -> float:
    """How much a stem tells: the fewer texts have it, the more."""
    return math.log(1 + (texts + 1) / (texts_with + 1))
