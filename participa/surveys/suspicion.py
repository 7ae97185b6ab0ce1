"""What makes an answer of an open survey with checks look stuffed: it is counted apart, never refused.

What is known of networks and of equal answers lives in the memory of the process for an hour, under a secret that is
drawn when it starts. Nothing of it is written down; of the answer only the mark is kept.
"""

import hashlib
import hmac
import json
import secrets
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

HOUR_SECONDS = 3600.0
MINUTE_SECONDS = 60.0
EQUAL_ANSWERS = 2  # earlier ones, equal in everything, over the same network
FRESH_DEVICES = 5  # earlier ones in a minute, over the same network, with cookies just given
MOST_REMEMBERED = 5000
LEAST_TO_COMPARE = 3
_secret = secrets.token_bytes(16)


@dataclass(frozen=True)
class Sight:
    """One answer as it came in. `at` in seconds of a clock that only goes forward."""

    at: float
    survey_id: int
    network: bytes
    answers: bytes
    is_fresh: bool


class Watch:
    """The answers of the last hour. Bounded in memory."""

    def __init__(self) -> None:
        self._seen: deque[Sight] = deque(maxlen=MOST_REMEMBERED)
        self._lock = Lock()

    def looks_stuffed(self, sight: Sight) -> bool:
        """Compare with what came before, and remember."""
        with self._lock:
            while self._seen and self._seen[0].at < sight.at - HOUR_SECONDS:
                self._seen.popleft()
            near = [one for one in self._seen if (one.survey_id, one.network) == (sight.survey_id, sight.network)]
            self._seen.append(sight)
        return _repeats(sight, near) or _bursts(sight, near)


def _repeats(sight: Sight, near: list[Sight]) -> bool:
    return bool(sight.answers) and sum(one.answers == sight.answers for one in near) >= EQUAL_ANSWERS


def _bursts(sight: Sight, near: list[Sight]) -> bool:
    fresh = sum(one.is_fresh for one in near if one.at >= sight.at - MINUTE_SECONDS)
    return sight.is_fresh and fresh >= FRESH_DEVICES


def sight_of(at: float, survey_id: int, network: str, answers: Mapping[str, Any], is_fresh: bool) -> Sight:
    """Few answers are often equal by chance: they are not compared."""
    told = {name: value for name, value in answers.items() if not name.startswith("_")}
    digest = _digest(json.dumps(told, sort_keys=True)) if len(told) >= LEAST_TO_COMPARE else b""
    return Sight(at, survey_id, _digest(network), digest, is_fresh)


def _digest(text: str) -> bytes:
    return hmac.digest(_secret, text.encode(), hashlib.sha256)[:16]
