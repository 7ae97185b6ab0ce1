"""What is read from the disk and of the processes while people write."""

import json
import time
from pathlib import Path

from bench.live.hall import Hall
from bench.memory import resident_mb
from bench.phones import Click, Loop
from tests.parts.server import Server

SAMPLE_SECONDS = 10.0


class Watch:
    """Reads from the disk in which version a click came out, and how much memory the processes take."""

    def __init__(self, hall: Hall, loop: Loop, clicks: list[Click]) -> None:
        self._hall, self._loop, self._clicks = hall, loop, clicks
        self._seen = 0
        self.memory: list[float] = []
        self._look()
        self._weigh()

    def _look(self) -> None:
        self._loop.at(time.monotonic() + 0.03, self._look)
        path = self._hall.folder / "snapshot.json"
        mark = path.stat().st_ino
        waiting = [click for click in self._clicks if click.version is None]
        if not waiting or mark == self._seen:
            return
        self._seen, state = mark, json.loads(path.read_bytes())
        places = [place for place, click in enumerate(waiting) if state["now"] == click.number]
        for click in waiting[: places[-1] + 1 if places else 0]:  # one that another overtook is over, too
            click.version = state["v"]

    def _weigh(self) -> None:
        self._loop.at(time.monotonic() + SAMPLE_SECONDS, self._weigh)
        self.memory.append(max(_memory_mb(server) for server in self._hall.servers))


def _memory_mb(server: Server) -> float:
    """Of the largest process of a server, in megabytes."""
    parent = server.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return max(resident_mb(number) for number in [str(parent), *children])
