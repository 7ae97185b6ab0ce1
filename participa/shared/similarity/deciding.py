"""Which of several decisions fits a text, by those taken before: naive Bayes over stems, and the words that told."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FEWEST = 5  # texts of one decision before it is proposed
SURE = 0.6  # of one; under it nothing is proposed
MOST_WORDS = 3
SMOOTH = 0.5
COMMON = 2.0  # a word decides when it is so many times as frequent with the decision as without


@dataclass(frozen=True)
class Decision:
    """The decision that fits and the stems that say so, the clearest first."""

    ref: int
    stems: tuple[str, ...]


@dataclass(frozen=True)
class Past:
    """How many texts had each decision, and of those, how many each stem: totals[ref], counts[stem][ref]."""

    totals: Mapping[int, int]
    counts: Mapping[str, Mapping[int, int]]

    def chance(self, stem: str, ref: int) -> float:
        """Of a text with this decision to have the stem."""
        return (self.counts.get(stem, {}).get(ref, 0) + SMOOTH) / (self.totals[ref] + 2 * SMOOTH)

    def chance_elsewhere(self, stem: str, ref: int) -> float:
        others = sum(self.totals.values()) - self.totals[ref]
        with_it = sum(self.counts.get(stem, {}).values()) - self.counts.get(stem, {}).get(ref, 0)
        return (with_it + SMOOTH) / (others + 2 * SMOOTH)


def decide(stems: Sequence[str], past: Past) -> Decision | None:
    """The decision that fits best, or None when too little was decided, no word tells, or two fit as well."""
    known = [stem for stem in dict.fromkeys(stems) if past.counts.get(stem)]
    refs = [ref for ref, total in past.totals.items() if total >= FEWEST]
    if not known or not refs:
        return None
    scores = {ref: _score(known, ref, past) for ref in refs}
    best = max(refs, key=lambda ref: (scores[ref], -ref))
    share = 1 / sum(math.exp(score - scores[best]) for score in scores.values())
    telling = _telling(known, best, past)
    return Decision(best, telling) if telling and share >= SURE else None


def _score(stems: Sequence[str], ref: int, past: Past) -> float:
    everything = sum(past.totals.values())
    return math.log(past.totals[ref] / everything) + sum(math.log(past.chance(stem, ref)) for stem in stems)


def _telling(stems: Sequence[str], ref: int, past: Past) -> tuple[str, ...]:
    """The stems that come with the decision much more often than without it."""
    times = {stem: past.chance(stem, ref) / past.chance_elsewhere(stem, ref) for stem in stems}
    telling = [stem for stem in stems if times[stem] >= COMMON and past.counts[stem].get(ref)]
    return tuple(sorted(telling, key=lambda stem: -times[stem])[:MOST_WORDS])
