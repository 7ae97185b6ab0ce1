"""A text read once for all comparisons: what it means, with which words it says so, and what it names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest

from participa.shared.similarity.likeness import Synonyms, likeness
from participa.shared.similarity.places import Gazetteer, Named, is_elsewhere, named_in
from participa.shared.similarity.words import Word, stems_of, words_of

OTHER_PLACE = 0.6  # how much of its likeness counts for a question of another place


@dataclass(frozen=True)
class Lexicon:
    """What this municipality adds to Spanish: its places and its synonyms."""

    gazetteer: Gazetteer
    synonyms: Synonyms


@dataclass(frozen=True)
class Reading:
    """What a text means (its stems, synonyms settled) and with which of its words."""

    text: str
    lexicon: Lexicon

    @cached_property
    def meanings(self) -> list[str]:
        return self.lexicon.synonyms.meanings(stems_of(self.text))

    @cached_property
    def said(self) -> list[tuple[str, list[Word]]]:
        """Each meaning and the words that say it."""
        words = [word for word in words_of(self.text) if word.says_something]
        settled, at = [], 0
        for meaning, phrase in self.lexicon.synonyms.settle(stems_of(self.text)):
            settled.append((meaning, words[at : at + len(phrase)]))
            at += len(phrase)
        return settled

    @cached_property
    def named(self) -> Named:
        return named_in(self.text, self.lexicon.gazetteer)

    @property
    def stems(self) -> frozenset[str]:
        """Every stem with which another text may say the same."""
        return frozenset(stem for meaning in self.meanings for stem in self.lexicon.synonyms.said_as(meaning))

    def words_for(self, meanings: Iterable[str]) -> tuple[str, ...]:
        """The words of this text that say any of these, as written in lower case, each once."""
        wanted = set(meanings)
        found = [word.written.lower() for meaning, words in self.said if meaning in wanted for word in words]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Scale:
    """How much each stem tells, here."""

    weights: Mapping[str, float]
    unknown: float


@dataclass(frozen=True)
class Match:
    """How the text at this place among the others resembles: a rank is shown, never the score."""

    at: int
    score: float
    is_elsewhere: bool
    shared: tuple[str, ...]


def compare(
    one: Reading, others: Sequence[Reading], groups: Sequence[int], scale: Scale, most: int
) -> dict[int, Match]:
    """The wording of each group that resembles the first text most, the most alike group first.

    `groups` has the number of the group of each of the others; with equal likeness the highest number comes first.
    Places take long to look for: no text is looked at that could not come among those shown, whatever its places.
    """
    alike = likeness(one.meanings, (other.meanings for other in others), scale.weights, scale.unknown)
    best: dict[int, Match] = {}
    for at in sorted(range(len(others)), key=lambda at: (-alike[at], -groups[at])):
        shown = nlargest(most, (match.score for match in best.values()))
        if len(shown) == most and shown[-1] >= alike[at]:
            break
        match = _match(one, others[at], at, alike[at])
        if groups[at] not in best or match.score > best[groups[at]].score:
            best[groups[at]] = match
    ranked = sorted(best, key=lambda group: (-best[group].score, -group))
    return {group: best[group] for group in ranked[:most]}


def _match(one: Reading, other: Reading, at: int, alike: float) -> Match:
    elsewhere = is_elsewhere(one.named, other.named)
    meanings = set(one.meanings)
    shared = tuple(dict.fromkeys(meaning for meaning in other.meanings if meaning in meanings))
    return Match(at, alike * (OTHER_PLACE if elsewhere else 1), elsewhere, shared)
