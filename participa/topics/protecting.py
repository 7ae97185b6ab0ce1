"""Which numbers of a vote everybody may read, by the rules of shared/suppression. The order is always told.

Who reads the results of the survey too must not find by subtraction what one to four people said:
- The votes are told only when those who answered without voting are not few.
- The points are told only when no place of any topic was given by a few, nor left without by a few: they add up places.
- One against one, only when besides that no side of any pair is few, nor those who put neither of both in order.
- The count without the answers that look repeated, only when the rest and the difference could both be told so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from participa.shared.suppression import FEW, is_few
from participa.topics.counting import Tally, from_document, to_document


@dataclass(frozen=True)
class Counted:
    """The count of all answers, of those that do not look repeated (`clean`) and of those that do (`marked`)."""

    tally: Tally
    clean: Tally
    marked: Tally
    answers: int
    flagged: int

    @property
    def votes(self) -> int | None:
        """How many voted; None when that would tell a few people."""
        return self.tally.votes if _tells_votes(self.tally, self.answers) else None

    @property
    def shows_scores(self) -> bool:
        return _tells_scores(self.tally, self.answers)

    @property
    def shows_duels(self) -> bool:
        return self.shows_scores and not any(map(is_few, _sides(self.tally, self.answers)))

    @property
    def shows_clean(self) -> bool:
        """Whether the order without the marked answers may be told: they and the others are many."""
        unmarked = self.answers - self.flagged
        return _tells_votes(self.clean, unmarked) and _tells_votes(self.marked, self.flagged)

    @property
    def shows_clean_scores(self) -> bool:
        pairs = ((self.clean, self.answers - self.flagged), (self.marked, self.flagged))
        return self.shows_clean and self.shows_scores and all(_tells_scores(*pair) for pair in pairs)


def _tells_votes(tally: Tally, answers: int) -> bool:
    return tally.votes >= FEW and not is_few(answers - tally.votes)


def _tells_scores(tally: Tally, answers: int) -> bool:
    rows = ([*row, answers - sum(row)] for row in tally.ranks.values())
    return _tells_votes(tally, answers) and not any(is_few(amount) for row in rows for amount in row)


def _sides(tally: Tally, answers: int) -> list[int]:
    found: list[int] = []
    for one, others in tally.duels.items():
        for other, votes in others.items():
            found += [votes, answers - votes - tally.duels[other][one]]
    return found


def kept(counted: Counted) -> dict[str, Any]:
    """The counts as they are kept in the database."""
    counts = {"clean": to_document(counted.clean), "marked": to_document(counted.marked)}
    return {**to_document(counted.tally), **counts, "answers": counted.answers, "flagged": counted.flagged}


def read(document: Mapping[str, Any]) -> Counted:
    """What `kept` wrote."""
    clean, marked = from_document(document["clean"]), from_document(document["marked"])
    return Counted(from_document(document), clean, marked, document["answers"], document["flagged"])
