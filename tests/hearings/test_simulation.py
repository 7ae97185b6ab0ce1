"""Does the order find what people want? A small town meeting, played with a fixed die: the fair deal and Wilson's bound
against the most votes first."""

import random
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

import pytest

from participa.hearings.order import FEWEST_READERS_SHOWN, Candidate, deal, wilson

NOON = datetime(2026, 8, 4, 17, 0, tzinfo=UTC)
PEOPLE, QUESTIONS, MINUTES, BEST = 600, 80, 120, 10
EARLY_SHARE, EARLY_MINUTES = 0.35, 20
GOES_ON = 0.88  # how likely somebody looks at one card more
Shown = Callable[[list[Candidate], str], Iterable[int]]


def most_votes(candidates: list[Candidate], _seed: str) -> list[int]:
    return [one.id for one in sorted(candidates, key=lambda one: (-one.supports, one.since))]


class Meeting:
    """Questions come during the meeting, each with a hidden share of people who would support it."""

    def __init__(self, seed: int, shown: Shown) -> None:
        self.dice, self.shown = random.Random(seed), shown
        self.truth = {number: self.dice.betavariate(2, 5) for number in range(QUESTIONS)}
        self.minute = {number: self.arrival() for number in self.truth}
        self.supports, self.readers = dict.fromkeys(self.truth, 0), dict.fromkeys(self.truth, 0)

    def arrival(self) -> float:
        early = self.dice.random() < EARLY_SHARE
        return self.dice.uniform(0, EARLY_MINUTES) if early else self.dice.uniform(EARLY_MINUTES, MINUTES)

    def candidates(self, minute: float) -> list[Candidate]:
        """What had been asked by this minute."""
        there = [number for number, asked in self.minute.items() if asked <= minute]
        since = {number: NOON + timedelta(minutes=self.minute[number]) for number in there}
        return [Candidate(one, self.supports[one], self.readers[one], since[one]) for one in there]

    def play(self) -> "Meeting":
        for minute, person in sorted((self.arrival(), number) for number in range(PEOPLE)):
            for number in self.shown(self.candidates(minute), str(person)):
                self.readers[number] += 1
                self.supports[number] += self.dice.random() < self.truth[number]
                if self.dice.random() > GOES_ON:
                    break
        return self

    def found(self, worth: Callable[[int], float]) -> float:
        """Which share of the truly best is among the best by this measure."""
        truly = set(sorted(self.truth, key=lambda number: -self.truth[number])[:BEST])
        return len(truly & set(sorted(self.truth, key=lambda number: -worth(number))[:BEST])) / BEST

    def by_votes(self) -> float:
        return self.found(lambda number: self.supports[number])

    def by_wilson(self) -> float:
        return self.found(lambda number: wilson(self.supports[number], self.readers[number]))

    def hardly_read(self) -> float:
        return sum(readers < FEWEST_READERS_SHOWN for readers in self.readers.values()) / QUESTIONS


@pytest.fixture(scope="module")
def meetings() -> dict[Shown, list[Meeting]]:
    return {shown: [Meeting(seed, shown).play() for seed in range(3)] for shown in (most_votes, deal)}


def mean(numbers: Iterable[float]) -> float:
    found = list(numbers)
    return sum(found) / len(found)


def test_the_fair_deal_with_wilson_finds_far_more_than_votes(meetings):
    votes = mean(one.by_votes() for one in meetings[most_votes])
    fair = mean(one.by_wilson() for one in meetings[deal])
    assert votes < 0.45
    assert fair > 0.65
    assert fair > votes + 0.3


def test_dealt_fairly_almost_every_question_is_read_and_with_votes_first_most_are_not(meetings):
    assert mean(one.hardly_read() for one in meetings[deal]) < 0.15
    assert mean(one.hardly_read() for one in meetings[most_votes]) > 0.5


def test_wilson_undoes_what_coming_early_gives(meetings):
    """With the same deal, who came early has more votes; among readers that is no merit."""
    assert mean(one.by_wilson() for one in meetings[deal]) > mean(one.by_votes() for one in meetings[deal])
