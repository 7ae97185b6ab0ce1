"""`python -m bench dumps` makes a whole night of open data with few and with very many questions.

Each night is made in a process that does nothing else, whose largest memory is told: flat means that very many rows
take about as much as few. The first pages of the interface and the last ones are asked for beside it.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path as Folder

from flask import Flask

from bench import crowd, report
from bench.memory import peak_mb
from bench.stage import DURABLE, application
from participa.open_data import dumping
from tests import factories as make
from tests.parts import house
from tests.parts.postgres import find_binaries, temporary_cluster

SIZES, QUICK_SIZES = (1_000, 500_000), (1_000, 20_000)
OWNERS = 6  # topics and offices, as the crowd has them
PAGES = 20  # asked for at each end of the table
BEGIN, END = "<!-- datos abiertos: inicio -->", "<!-- datos abiertos: fin -->"
HEAD = (
    *("Preguntas", "una noche (s)", "memoria al máximo (MB)", "memoria de más (MB)", "archivos (MB)"),
    *("página del principio (ms)", "página del final (ms)"),
)
MB = 1024 * 1024


def work() -> None:
    """Make a night of the installation of this process; tells seconds and megabytes as JSON."""
    app = application({})
    with app.app_context():
        before, began = peak_mb(), time.perf_counter()
        assert dumping.make_dump()
        seconds, peak, made = time.perf_counter() - began, peak_mb(), dumping.latest()
        assert made is not None
        size = sum(file.size for file in made.files.values()) / MB
        rows = made.rows["preguntas"]
    first, last = (_page_ms(app, after) for after in (0, max(rows - 200, 0)))
    told = {"rows": rows, "seconds": seconds, "peak": peak, "more": peak - before, "size": size}
    print(json.dumps(told | {"first": first, "last": last}))


def _page_ms(app: Flask, after: int) -> float:
    """Milliseconds of a page of a hundred rows, made every time: each one has another mark."""
    client, began = app.test_client(), time.perf_counter()
    for step in range(PAGES):
        assert client.get(f"/datos/api/v1/preguntas?despues={after + step}").status_code == 200
    return 1000 * (time.perf_counter() - began) / PAGES


def row_of(name: str, size: int, at: Folder, database_url: str) -> tuple[str, ...]:
    """One line of the table, measured in a process that has done nothing else."""
    house.build(at, {"DATABASE_URL": database_url})
    app = application({"DATABASE_URL": database_url, "PARTICIPA_DATA_DIR": str(at)})
    with app.app_context():
        for number in range(OWNERS):
            make.topic(name=f"Tema {number}")
            make.department()
        crowd.fill(size)
    env = {**os.environ, "PARTICIPA_DATA_DIR": str(at), "DATABASE_URL": database_url}
    done = subprocess.run([sys.executable, "-m", "bench.dumps"], env=env, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    places = {"seconds": 1, "peak": 0, "more": 0, "size": 0, "first": 1, "last": 1}
    amount = f"{name}, {report.decimal(told['rows'], 0)}"
    return amount, *(report.decimal(told[key], digits) for key, digits in places.items())


def compare(quick: bool, keep: bool) -> None:
    """Measure each size on each database and print it; with `keep`, write it into docs/rendimiento.md."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
        folder, urls = Folder(name), {"SQLite": ""}
        if find_binaries() is not None:
            cluster = stack.enter_context(temporary_cluster(DURABLE))
            urls["PostgreSQL"] = "cluster"
        told = [
            row_of(kind, size, folder / f"{kind}-{size}", cluster.create_database() if url else "")
            for kind, url in urls.items()
            for size in (QUICK_SIZES if quick else SIZES)
        ]
    print(report.table(told, HEAD))
    if keep:
        command = "python -m bench dumps" + (" --quick" if quick else "")
        report.write(f"Medido con `{command}`.\n\n{report.table(told, HEAD)}", BEGIN, END)


if __name__ == "__main__":
    work()
