"""A text read once for all comparisons: what it means, with which words it says so, and what it names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from participa.shared.search import stem
from participa.shared.similarity.likeness import Synonyms, Vector, cosine, vector
from participa.shared.similarity.places import Gazetteer, Named, is_elsewhere, named_in
from participa.shared.similarity.words import KEPT, Word, words_of

MARGIN = 10
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
    def said(self) -> list[tuple[str, tuple[Word, ...]]]:
        words, stems = _telling(self.text)
        settled, at = [], 0
        for meaning, phrase in self.lexicon.synonyms.settle(stems):
            settled.append((meaning, words[at : at + len(phrase)]))
            at += len(phrase)
        return settled

    @cached_property
    def meanings(self) -> list[str]:
        return [meaning for meaning, _ in self.said]

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


@lru_cache(maxsize=KEPT)
def _telling(text: str) -> tuple[tuple[Word, ...], tuple[str, ...]]:
    words = tuple(word for word in words_of(text) if word.says_something)
    return words, tuple(stem(word.plain) for word in words)


@dataclass(frozen=True)
class Scale:
    """How much each stem tells, here."""

    weights: Mapping[str, float]
    unknown: float

    def vector(self, reading: Reading) -> Vector:
        return vector(reading.meanings, self.weights, self.unknown)


@dataclass(frozen=True)
class Match:
    """How one text resembles another: a rank is shown, never this number."""

    score: float
    is_elsewhere: bool
    shared: tuple[str, ...]


def compare(one: Reading, others: Sequence[Reading], scale: Scale, most: int) -> dict[int, Match]:
    """How the most alike of the others resemble the first, by their place among them.

    Places are looked for only in twice as many as will be shown and some more: the others are too unlike already.
    """
    first, meanings = scale.vector(one), set(one.meanings)
    likeness = [cosine(first, scale.vector(other)) for other in others]
    best = sorted(range(len(others)), key=lambda at: -likeness[at])[: 2 * most + MARGIN]
    return {at: _match(one, others[at], likeness[at], meanings) for at in best}


def _match(one: Reading, other: Reading, likeness: float, meanings: set[str]) -> Match:
    elsewhere = is_elsewhere(one.named, other.named)
    shared = tuple(dict.fromkeys(meaning for meaning in other.meanings if meaning in meanings))
    return Match(likeness * (OTHER_PLACE if elsewhere else 1), elsewhere, shared)
