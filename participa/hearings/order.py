"""In which order questions reach the stage and the phones. Pure: the same figures always give the same order.

The stage follows the support among those who read a question, not the number of supports: what came early is read by
more people, and that is no merit. Phones get a deal that alternates what is best supported with what few have read.
"""

import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

Z = 1.64  # one side, 95 %
ENOUGH_READERS = 30
ENOUGH_SHARE = 0.1  # of those present, when that is less
FEWEST_READERS_SHOWN = 15  # under that, no figures are shown
MOST = 0xFFFFFFFF


@dataclass(frozen=True)
class Candidate:
    """A question that waits for the stage. `is_silent`: it came on paper or by voice and cannot collect supports."""

    id: int
    supports: int
    readers: int
    since: datetime
    office: str = ""
    territory: str = ""
    is_silent: bool = False


@dataclass(frozen=True)
class Place:
    """Where a question stands in the queue: `reason` says in one word why it is there."""

    candidate: Candidate
    reason: str


SUPPORTED, RESERVED, CIRCULATING = "supported", "reserved", "circulating"


def wilson(supports: int, readers: int) -> float:
    """The lower bound of the share of readers who support, from 0 to 1; 0 without readers."""
    if readers <= 0:
        return 0.0
    share, square = min(supports, readers) / readers, Z * Z
    spread = Z * math.sqrt(share * (1 - share) / readers + square / (4 * readers * readers))
    return max((share + square / (2 * readers) - spread) / (1 + square / readers), 0.0)


def enough_readers(present: int) -> int:
    """How many people must have read a question before its support counts for the order. `present`: in the hall."""
    return min(ENOUGH_READERS, max(math.ceil(present * ENOUGH_SHARE), 1)) if present else ENOUGH_READERS


def stage_order(
    candidates: Iterable[Candidate], present: int = 0, silent_share: float = 0.0, called: Iterable[Candidate] = ()
) -> list[Place]:
    """The queue of the stage: by support among readers, in turns over offices and territories.

    `silent_share` (0 to 1) of the places is kept for paper and voice, in order of arrival. What too few people have
    read comes last, the least read first: it is still going round, not ranked low. The turns go on from those that
    were `called` already, first called first: without them each call would begin anew, and who is second would never
    be first.
    """
    waiting = list(candidates)
    needed = enough_readers(present)
    silent = sorted((one for one in waiting if one.is_silent), key=_arrival)
    read = [one for one in waiting if not one.is_silent and one.readers >= needed]
    unread = [one for one in waiting if not one.is_silent and one.readers < needed]
    earlier = list(called)
    queue = _interleaved(_in_turns(read, earlier), silent, silent_share, earlier)
    rest = sorted(unread, key=lambda one: (one.readers, *_arrival(one)))
    return [*queue, *(Place(one, CIRCULATING) for one in rest)]


def _arrival(one: Candidate) -> tuple[datetime, int]:
    return one.since, one.id


def _in_turns(ranked: Sequence[Candidate], earlier: Sequence[Candidate]) -> list[Candidate]:
    """The office whose turn is longest ago, then the territory likewise; the best supported of each first.

    Who comes late gets the next turn, and not all those that it missed.
    """
    waiting: dict[tuple[str, str], deque[tuple[int, Candidate]]] = {}
    best_first = sorted(ranked, key=lambda one: (-wilson(one.supports, one.readers), *_arrival(one)))
    for rank, one in enumerate(best_first):
        waiting.setdefault((one.office, one.territory), deque()).append((rank, one))
    offices = {one.office: turn for turn, one in enumerate(earlier)}
    territories = {one.territory: turn for turn, one in enumerate(earlier)}
    order: list[Candidate] = []
    while waiting:
        group = min(
            waiting, key=lambda pair: (offices.get(pair[0], -1), territories.get(pair[1], -1), waiting[pair][0][0])
        )
        order.append(waiting[group].popleft()[1])
        if not waiting[group]:
            del waiting[group]
        offices[group[0]] = territories[group[1]] = len(earlier) + len(order)
    return order


def _interleaved(
    supported: Sequence[Candidate], silent: Sequence[Candidate], share: float, earlier: Sequence[Candidate]
) -> list[Place]:
    """A silent one whenever fewer of them than their share would have been called."""
    first, second = deque(supported), deque(silent)
    queue: list[Place] = []
    called = sum(one.is_silent for one in earlier)
    while first or second:
        turn = len(earlier) + len(queue) + 1
        is_due = bool(second) and (not first or called < math.floor(share * turn))
        queue.append(Place(second.popleft(), RESERVED) if is_due else Place(first.popleft(), SUPPORTED))
        called += is_due
    return queue


def deal(candidates: Iterable[Candidate], seed: str, seen: Iterable[int] = ()) -> list[int]:
    """The cards of one phone: odd places the best supported that it has not seen, even places the least read.

    The seed of the device breaks ties, so that no two phones show the same first. The same seed, the same deal.
    """
    skipped, start = set(seen), _start(seed)
    unseen = [one for one in candidates if one.id not in skipped]
    by_support = sorted(unseen, key=lambda one: (-wilson(one.supports, one.readers), _lot(start, one.id)))
    by_reading = sorted(unseen, key=lambda one: (one.readers, _lot(start, one.id)))
    alternated = [one.id for pair in zip_longest(by_support, by_reading) for one in pair if one is not None]
    return list(dict.fromkeys(alternated))


def _start(seed: str) -> int:
    """A number of 32 bits from the seed (FNV-1a); as in static/js/live/order.js, so that phones deal the same."""
    mixed = 0x811C9DC5
    for byte in seed.encode():
        mixed = (mixed ^ byte) * 0x01000193 & MOST
    return mixed


def _lot(start: int, number: int) -> int:
    """Another number for each question: each step can be undone, so no two have the same."""
    mixed = start ^ (number * 0x9E3779B1 & MOST)
    mixed = (mixed ^ mixed >> 16) * 0x85EBCA6B & MOST
    mixed = (mixed ^ mixed >> 13) * 0xC2B2AE35 & MOST
    return mixed ^ mixed >> 16
