"""Rounds of short blocks, one after another: all paths are measured in the same minutes, on the same machine."""

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from sqlalchemy import event

from bench.load import Outcome, run
from bench.paths import Path
from bench.stage import Place
from participa.extensions import db

WARM_UP_SECONDS = 2.0
PATIENCE = 5


@dataclass(frozen=True)
class Figure:
    """Medians over the rounds; the ratio is taken inside each round."""

    path: Path
    rps: float
    p95_ms: float
    ratio: float | None
    p95_ratio: float | None

    @property
    def reached(self) -> bool | None:
        """Whether the aim was reached; None when there is none."""
        if self.ratio is None:
            return None
        in_time = not self.path.most_p95 or (self.p95_ratio or 0) <= self.path.most_p95
        return self.ratio >= self.path.ratio and in_time


def measure(paths: list[Path], rounds: int, seconds: float, warm_up: float = WARM_UP_SECONDS) -> list[Figure]:
    outcomes = defaultdict(list)
    for path in paths:
        _block(path, warm_up)
    for _ in range(rounds):
        for path in paths:
            outcomes[path.name].append(_block(path, seconds))
    return [_figure(path, outcomes) for path in paths]


def _block(path: Path, seconds: float) -> Outcome:
    try:
        return _answered(path, seconds).expect(path.status)
    except AssertionError as error:
        raise AssertionError(f"{path.name}: {error}") from None


def _answered(path: Path, seconds: float) -> Outcome:
    """A block with answers: on a busy machine the server may still be with what the block before left behind."""
    outcome = run(path.port, path.requests, seconds)
    for _ in range(PATIENCE):
        if outcome.latencies:
            break
        outcome = run(path.port, path.requests, seconds)
    return outcome


def _figure(path: Path, outcomes: dict) -> Figure:
    own, base = outcomes[path.name], outcomes.get(path.baseline)
    pairs = list(zip(own, base, strict=True)) if base else []
    return Figure(
        path,
        median(outcome.rps for outcome in own),
        median(outcome.p95_ms for outcome in own),
        median(mine.rps / other.rps for mine, other in pairs) if pairs else None,
        median(mine.p95_ms / other.p95_ms for mine, other in pairs) if pairs else None,
    )


def statements(place: Place, address: str) -> int:
    """How many statements one request of a signed-in member of the team sends to the database."""
    count = 0

    def tick(*_: object) -> None:
        nonlocal count
        count += 1

    client = place.app.test_client(use_cookies=False)
    headers = {"Cookie": place.staff_cookie, "Host": "127.0.0.1"}
    client.get(address, headers=headers)
    with place.app.app_context():
        event.listen(db.engine, "before_cursor_execute", tick)
        answer = client.get(f"{address}?statements=1", headers=headers)
        event.remove(db.engine, "before_cursor_execute", tick)
    assert answer.status_code == 200, f"{address}: {answer.status}"
    return count
