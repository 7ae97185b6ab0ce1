"""The part of a text where the words that somebody looked for stand, with these words marked. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from participa.shared.search import stems_of

TOKEN = re.compile(r"[^\W_]+")
BEFORE, LENGTH = 70, 260  # letters before the first word that was found, and of the whole part
Parts = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Wanted:
    """The stems that are looked for; unless `is_whole`, the last one may be the beginning of another."""

    stems: tuple[str, ...]
    is_whole: bool = True

    def takes(self, stem: str) -> bool:
        return stem in self.stems or (not self.is_whole and stem.startswith(self.stems[-1]))

    def in_words(self, text: str) -> int:
        """How many of the words a text holds."""
        held = set(stems_of(text))
        begun = not self.is_whole and any(stem.startswith(self.stems[-1]) for stem in held)
        return sum(stem in held for stem in self.stems[:-1]) + (begun or self.stems[-1] in held)

    def is_in(self, texts: Sequence[str]) -> bool:
        """Whether the texts together hold every word."""
        return self.in_words(" ".join(texts)) == len(self.stems)


def snippet(texts: Sequence[str], wanted: Wanted) -> Parts:
    """The best part of these texts cut into (part, whether it was looked for); empty when there is nothing to say."""
    lines = [" ".join(text.split()) for text in texts if text.strip()]
    if not lines:
        return ()
    line = max(lines, key=wanted.in_words)
    return marked(_around(line, wanted), wanted)


def marked(text: str, wanted: Wanted) -> Parts:
    """The text cut into (part, whether it was looked for)."""
    return tuple(_cut(text, wanted))


def _cut(text: str, wanted: Wanted) -> Iterator[tuple[str, bool]]:
    at = 0
    for start, end in _places(text, wanted):
        if start > at:
            yield text[at:start], False
        yield text[start:end], True
        at = end
    if at < len(text):
        yield text[at:], False


def _places(text: str, wanted: Wanted) -> Iterator[tuple[int, int]]:
    for found in TOKEN.finditer(text):
        if any(wanted.takes(stem) for stem in stems_of(found[0])):
            yield found.span()


def _around(line: str, wanted: Wanted) -> str:
    """From a little before the first word that was found, cut between words and saying so."""
    first = next((start for start, _ in _places(line, wanted)), 0)
    start = 0 if first <= BEFORE else line.find(" ", first - BEFORE) + 1 or first
    end = len(line) if len(line) <= start + LENGTH else line.rfind(" ", start, start + LENGTH)
    if end <= start:  # a word longer than all of it
        end = start + LENGTH
    return ("… " if start else "") + line[start:end] + (" …" if end < len(line) else "")
