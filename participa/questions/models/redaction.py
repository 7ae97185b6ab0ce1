"""What the public reads of a text of which parts are hidden. Pure: the sealed text and its parts are arguments.

The public text is always computed from both, so that no word of it can be another than the one that was received.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from participa.questions.models.question import WithholdReason

MARK = "▒▒"
ZERO_WIDTH_JOINER = "\u200d"
JOINERS = frozenset({ZERO_WIDTH_JOINER, "\u200c"})
ONE = re.compile(r"(\d{1,9})-(\d{1,9})-(R[1-8])")
SHORT_REASONS = {
    WithholdReason.R1: "datos personales de otra persona",
    WithholdReason.R2: "datos de una persona menor de edad",
    WithholdReason.R3: "amenaza o llamado a la violencia",
    WithholdReason.R4: "insulto que discrimina",
    WithholdReason.R5: "publicidad",
    WithholdReason.R8: "orden de un juez",
}
OF_PARTS = tuple(SHORT_REASONS)  # R6 and R7 are about the whole question
PERSONAL = frozenset({WithholdReason.R1, WithholdReason.R2})


@dataclass(frozen=True, order=True)
class Part:
    """`size` characters from `starts` on, and why they are hidden."""

    starts: int
    size: int
    reason: WithholdReason

    @property
    def ends(self) -> int:
        return self.starts + self.size


@dataclass(frozen=True)
class Piece:
    """A stretch of the public text; with a reason it is one mark in the place of what is hidden."""

    text: str
    reason: WithholdReason | None = None

    @property
    def reason_label(self) -> str:
        return SHORT_REASONS[self.reason] if self.reason else ""


def pieces(body: str, parts: Iterable[Part]) -> tuple[Piece, ...]:
    """The public text in its order, what is readable and the marks apart."""
    found, at = [], 0
    for part in sorted(parts):
        found += [Piece(body[at : part.starts]), Piece(MARK, part.reason)]
        at = part.ends
    return tuple(piece for piece in [*found, Piece(body[at:])] if piece.text)


def public_text(body: str, parts: Iterable[Part]) -> str:
    return "".join(piece.text for piece in pieces(body, parts))


def occurrences(body: str, fragment: str) -> list[tuple[int, int]]:
    """Where whole words of a text say this, as (start, size). Capitals and breaks of line do not matter."""
    words = fragment.split()
    if not words:
        return []
    before = r"(?<!\w)" if re.match(r"\w", words[0]) else ""
    after = r"(?!\w)" if re.search(r"\w$", words[-1]) else ""
    wanted = before + r"\s+".join(re.escape(word) for word in words) + after
    return [(match.start(), match.end() - match.start()) for match in re.finditer(wanted, body, re.IGNORECASE)]


def parts_of(body: str, hidden: Iterable[tuple[str, WithholdReason]], kept: Iterable[Part] = ()) -> list[Part]:
    """Every place of each fragment, besides what is `kept`; where two overlap, the first one counts."""
    owner: list[WithholdReason | None] = [None] * len(body)
    for part in kept:
        owner[part.starts : part.ends] = [part.reason] * part.size
    for fragment, reason in hidden:
        for start, size in occurrences(body, fragment):
            whole = slice(*_whole(body, start, start + size))
            owner[whole] = [known or reason for known in owner[whole]]
    return _runs(owner)


def _whole(body: str, start: int, end: int) -> tuple[int, int]:
    """The same stretch without cutting what is read as one character: an emoji of several, a letter and its mark."""
    while 0 < start < len(body) and _goes_with_the_one_before(body, start):
        start -= 1
    while 0 < end < len(body) and _goes_with_the_one_before(body, end):
        end += 1
    return start, end


def _goes_with_the_one_before(body: str, place: int) -> bool:
    letter = body[place]
    is_part = letter in JOINERS or "\U0001f3fb" <= letter <= "\U0001f3ff" or "\U000e0020" <= letter <= "\U000e007f"
    is_mark = unicodedata.category(letter).startswith("M")
    return is_part or is_mark or body[place - 1] == ZERO_WIDTH_JOINER or body[place - 1 : place + 1] == "\r\n"


def _runs(owner: Sequence[WithholdReason | None]) -> list[Part]:
    found: list[Part] = []
    for place, reason in enumerate(owner):
        if reason is None:
            continue
        last = found[-1] if found else None
        if last is not None and last.ends == place and last.reason is reason:
            found[-1] = Part(last.starts, last.size + 1, reason)
        else:
            found.append(Part(place, 1, reason))
    return found


def fits(body: str, parts: Sequence[Part]) -> bool:
    """Whether the parts lie inside the text and apart from one another, each with a reason that a part can have."""
    ordered = sorted(parts)
    inside = all(0 <= part.starts < part.ends <= len(body) and part.reason in OF_PARTS for part in ordered)
    return inside and all(one.ends <= other.starts for one, other in zip(ordered, ordered[1:], strict=False))


def leaves_words(body: str, parts: Sequence[Part]) -> bool:
    """Whether something is left to read."""
    return any(any(letter.isalnum() for letter in piece.text) for piece in pieces(body, parts) if not piece.reason)


def hides_most(body: str, parts: Sequence[Part]) -> bool:
    return sum(part.size for part in parts) * 2 > len(body)


def covers(parts: Sequence[Part], earlier: Sequence[Part]) -> bool:
    """Whether everything that was hidden earlier is still hidden."""
    now_hidden = {place for part in parts for place in range(part.starts, part.ends)}
    return all(place in now_hidden for part in earlier for place in range(part.starts, part.ends))


def encoded(parts: Iterable[Part]) -> str:
    """«12-5-R1 30-4-R2»: start, size and reason of each part."""
    return " ".join(f"{part.starts}-{part.size}-{part.reason}" for part in sorted(parts))


def decoded(words: str | None) -> list[Part]:
    return sorted(
        Part(int(start), int(size), WithholdReason(reason)) for start, size, reason in ONE.findall(words or "")
    )
