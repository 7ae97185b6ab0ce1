"""Which supports a person of the team must look at before they count. Pure: rows in, rows out.

None of it is proof: a school that shares one network may look like a flood. That is why nothing is thrown away. Who
typed the number of the hall is looked at like everybody: four digits on a screen are a label, and travel with a photo.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

YOUNG = timedelta(minutes=2)
WINDOW = timedelta(minutes=1)
ALIKE_PHONES = 10  # of one network and one browser, all just arrived
FEWEST_IN_A_RUSH = 30  # new phones on one question within a minute
TIMES_THE_RATE = 6  # of the other questions of the hearing
SAME_SET_PHONES, SAME_SET_QUESTIONS = 10, 4
MOST_OF_ALL = 0.5  # who supports half of all questions agrees with many by chance


@dataclass(frozen=True, slots=True)
class Cast:
    """A support as its row tells it. Tens of thousands are held at once."""

    staged_id: int
    device: str
    network: str
    browser: str
    device_since: datetime
    at: datetime

    @property
    def is_young(self) -> bool:
        """Whether the phone had only just arrived."""
        return timedelta(0) <= self.at - self.device_since < YOUNG


def suspects(casts: Iterable[Cast], questions: int) -> set[tuple[int, str]]:
    """Question and phone of each support to be looked at. `questions`: how many there are in the hearing."""
    found = list(casts)
    return {
        (one.staged_id, one.device) for one in (*_alike(found), *_in_a_rush(found), *_of_one_hand(found, questions))
    }


def _alike(casts: Sequence[Cast]) -> list[Cast]:
    """One question, one network, one browser, and many phones that have just arrived."""
    bands: defaultdict[tuple[int, str, str], list[Cast]] = defaultdict(list)
    for one in casts:
        if one.is_young:
            bands[one.staged_id, one.network, one.browser].append(one)
    return [one for band in bands.values() if len(band) >= ALIKE_PHONES for one in band]


def _in_a_rush(casts: Sequence[Cast]) -> list[Cast]:
    """New phones that come to one question many times faster than to the others of the same minute."""
    if not casts:
        return []
    since = max(one.at for one in casts) - WINDOW
    latest = [one for one in casts if one.at > since]
    counted = Counter(one.staged_id for one in latest)
    young = Counter(one.staged_id for one in latest if one.is_young)
    rushed = {number for number, amount in young.items() if amount >= FEWEST_IN_A_RUSH and _is_rush(number, counted)}
    return [one for one in latest if one.staged_id in rushed and one.is_young]


def _is_rush(number: int, counted: Counter[int]) -> bool:
    others = [amount for other, amount in counted.items() if other != number]
    return counted[number] > TIMES_THE_RATE * (sum(others) / len(others) if others else 1)


def _of_one_hand(casts: Sequence[Cast], questions: int) -> list[Cast]:
    """Phones that support exactly the same questions, many and not nearly all of them."""
    sets: defaultdict[str, set[int]] = defaultdict(set)
    for one in casts:
        sets[one.device].add(one.staged_id)
    alike = Counter(frozenset(chosen) for chosen in sets.values())
    suspect = {
        chosen
        for chosen, phones in alike.items()
        if phones >= SAME_SET_PHONES and SAME_SET_QUESTIONS <= len(chosen) <= questions * MOST_OF_ALL
    }
    return [one for one in casts if frozenset(sets[one.device]) in suspect]
