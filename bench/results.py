"""`python -m bench results` measures the results of surveys with few and with very many answers, and the files of rows.

The page and its files are asked for as never before, beside bare Flask. Counting and writing a file run in a process of
their own, whose largest memory is told beside that of the same process with few answers: flat means about the same.
"""

import json
import os
import random
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path as Folder

from sqlalchemy import insert

from bench import report
from bench.measuring import measure
from bench.memory import peak_mb
from bench.paths import HELLO, Path, bare, never_asked
from bench.stage import DURABLE, Place, application, bare_server, place
from participa.extensions import db
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from participa.surveys.models import Response, SurveyState, Via
from participa.surveys.results import exporting, queries, services
from participa.surveys.results.models import FileKind
from tests.factories.surveys import survey, version
from tests.parts.postgres import find_binaries, temporary_cluster
from tests.surveys.furnish_results import EVERYTHING, sheet

SIZES, QUICK_SIZES = (100, 250_000), (100, 5_000)
AT_ONCE = 5_000
RATIO = 0.30
BEGIN, END = "<!-- resultados: inicio -->", "<!-- resultados: fin -->"
HEAD = ("Respuestas", "contar (s)", "CSV (s)", "Excel (s)", "JSON (s)", "memoria al contar (MB)", "al escribir (MB)")


def write(size: int) -> None:
    """A closed survey with so many answers, not counted yet."""
    at = now()
    row = survey(version=version(EVERYTHING), slug="medida", state=SurveyState.CLOSED, closed_at=at, closes_at=at)
    numbers = {"survey_id": row.id, "version_id": row.version_id, "via": Via.WEB}
    draw = random.Random(7)
    for begun in range(0, size, AT_ONCE):
        rows = [
            {"id": secrets.token_hex(16), "answers": sheet(draw), "is_flagged": draw.random() < 0.1, **numbers}
            for _ in range(min(AT_ONCE, size - begun))
        ]
        with unit_of_work():
            db.session.execute(insert(Response), rows)


def work() -> None:
    """Count and write the files of the installation of this process; tells seconds and megabytes as JSON."""
    with application({}).app_context():
        row = queries.surveys.by_slug("medida")
        told = {"count": _timed(services.count_survey, row.id), "counted_mb": peak_mb()}
        for file in queries.files_of(row):
            told[file.kind.value] = _timed(exporting.make_file, file.id)
        told["written_mb"] = peak_mb()
    print(json.dumps(told))


def _timed(act: Callable[[int], bool], number: int) -> float:
    began = time.perf_counter()
    assert act(number) is True
    return time.perf_counter() - began


def row_of(size: int, at: Folder, database_url: str) -> tuple[str, ...]:
    """One line of the table, measured in a process that has done nothing else."""
    env = {**os.environ, "PARTICIPA_DATA_DIR": str(at), "DATABASE_URL": database_url}
    done = subprocess.run([sys.executable, "-m", "bench.results"], env=env, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    seconds = [report.decimal(told[name], 1) for name in ("count", *(kind.value for kind in FileKind))]
    return report.decimal(size, 0), *seconds, *(report.decimal(told[name], 0) for name in ("counted_mb", "written_mb"))


def paths(name: str, at: Place) -> list[Path]:
    """What anybody asks for, made every time."""
    pages = {"Resultados": "", "Comparar": "/comparar", "Cifras en CSV": "/tablas.csv"}
    port = at.server.port
    return [
        Path(
            f"{title}, {name}",
            port,
            lambda _, rest=rest: never_asked(port, f"/encuestas/medida/resultados{rest}?"),  # type: ignore[misc]
            baseline=HELLO,
            ratio=RATIO,
        )
        for title, rest in pages.items()
    ]


def _prepared(own: Folder, database_url: str, lines: list[tuple[str, ...]]) -> Callable[[int], None]:
    """Write, count and make the files before anybody is served: the keeper of a server would count too."""

    def prepare(size: int) -> None:
        write(size)
        db.session.remove()
        lines.append(row_of(size, own, database_url))

    return prepare


def compare(quick: bool, keep: bool) -> None:
    """Measure each size on each database and print it; with `keep`, write it into docs/rendimiento.md."""
    rounds, seconds = (1, 0.8) if quick else (3, 1.5)
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
        folder, port = Folder(name), stack.enter_context(bare_server())
        urls = {"SQLite": ""}
        if find_binaries() is not None:
            cluster = stack.enter_context(temporary_cluster(DURABLE))
            urls["PostgreSQL"] = "cluster"
        asked, told = [*bare(port)], []
        for kind, url in urls.items():
            for size in QUICK_SIZES if quick else SIZES:
                title = f"{kind}, {report.decimal(size, 0)} respuestas"
                own = folder / f"{kind}-{size}"
                at_url = cluster.create_database() if url else ""
                lines: list[tuple[str, ...]] = []
                at = stack.enter_context(place(own, size, at_url, _prepared(own, at_url, lines)))
                told.append((title, *lines[0][1:]))
                asked += paths(title, at)
        figures = measure(asked, rounds, seconds, 1.0)
    parts = [report.table([report.row(figure) for figure in figures]), report.table(told, HEAD)]
    print("\n\n".join(parts))
    if keep:
        command = "python -m bench results" + (" --quick" if quick else "")
        report.write("\n\n".join([f"Medido con `{command}`.", *parts]), BEGIN, END)


if __name__ == "__main__":
    work()
