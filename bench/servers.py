"""The same application behind several web servers: `python -m bench servers`."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from statistics import median

from bench import report
from bench.citizen import open_form
from bench.load import Outcome, Requests, run
from bench.measuring import WARM_UP_SECONDS
from bench.paths import get, never_asked
from bench.stage import FEW, WORKERS, application, furnish
from tests.parts import house
from tests.parts.house import FLASK, House
from tests.parts.server import Server, running_server

DECISION = report.PAGE.parent / "decisiones" / "0006-servidor-web.md"
GUNICORN = [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:{port}", "--no-control-socket", "wsgi:app"]
GUNICORN += ["--workers", str(WORKERS), "--log-level", "error"]
SERVERS = {
    "granian, 1 hilo por proceso": [*FLASK, "serve"],
    "gunicorn sync": GUNICORN,
    "gunicorn gthread, 8 hilos": [*GUNICORN, "--worker-class", "gthread", "--threads", "8"],
}
HEAD = ("Servidor", "inicio ya visitado, por s", "p95 ms", "inicio hecho cada vez, por s", "p95 ms")
HEAD = (*HEAD, "enviar pregunta, por s", "p95 ms")


@contextmanager
def _up(home: House, command: list[str]) -> Iterator[Server]:
    with running_server(command, env=home.environment) as server:
        yield server


def _warm(port: int) -> list[Requests]:
    return [repeat(get(port, "/")) for _ in range(32)]


def _cold(port: int) -> list[Requests]:
    return [never_asked(port, "/") for _ in range(32)]


def _asking(port: int) -> list[Requests]:
    return [open_form(port).requests() for _ in range(32)]


def _measure(port: int, seconds: float) -> list[Outcome]:
    outcomes = []
    for kind, status in ((_warm, 200), (_cold, 200), (_asking, 201)):
        clients = kind(port)
        run(port, kind(port).__getitem__, WARM_UP_SECONDS)
        outcomes.append(run(port, clients.__getitem__, seconds).expect(status))
    return outcomes


def compare(quick: bool, keep: bool) -> None:
    """Start each server in turn, several times over, on the same data; print and, if asked, write the table."""
    rounds, seconds = (1, 2.0) if quick else (3, 2.0)
    found: dict[str, list[list[Outcome]]] = {name: [] for name in SERVERS}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = house.build(Path(folder), {"WEB_WORKERS": str(WORKERS)})
        app = application({"PARTICIPA_DATA_DIR": folder})
        with app.app_context():
            furnish(app, FEW)
        for _ in range(rounds):
            for name, command in SERVERS.items():
                with _up(home, command) as server:
                    found[name].append(_measure(server.port, seconds))
    text = report.table([_row(name, blocks) for name, blocks in found.items()], HEAD)
    print(text)
    if keep:
        report.write(text, document=DECISION)


def _row(name: str, blocks: list[list[Outcome]]) -> tuple[str, ...]:
    cells = [name]
    for place in range(3):
        outcomes = [block[place] for block in blocks]
        cells.append(report.decimal(median(outcome.rps for outcome in outcomes), 0))
        cells.append(report.decimal(median(outcome.p95_ms for outcome in outcomes), 1))
    return tuple(cells)
