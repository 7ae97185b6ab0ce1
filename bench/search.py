"""`python -m bench search` measures the search of everything beside the bare statement of each database."""

import tempfile
from pathlib import Path as Folder
from statistics import median, quantiles

from sqlalchemy import text

from bench import report
from bench.crowd import COMMON, RARE, SOME, fill
from bench.similar import opened, timed
from bench.stage import DURABLE
from participa.extensions import db
from participa.search import queries
from participa.search.sources import BY_CODE
from participa.shared.search import stems_of
from tests import factories as make
from tests.parts.postgres import find_binaries, temporary_cluster

SIZE, QUICK = 500_000, 20_000
TIMES, QUICK_TIMES = 40, 10
BEGIN, END = "<!-- buscador: inicio -->", "<!-- buscador: fin -->"
HEAD = ("Qué se busca", "página, mediana (ms)", "p95 (ms)", "consulta sola, mediana (ms)", "p95 (ms)", "relación")
BARE = {
    "sqlite": "SELECT rowid FROM search_entry_fts WHERE search_entry_fts MATCH :terms ORDER BY rowid DESC LIMIT 1000",
    "postgresql": "SELECT id FROM search_entry WHERE to_tsvector('simple', stems) @@ to_tsquery('simple', :terms) "
    "ORDER BY id DESC LIMIT 1000",
}
ASKED = {
    "una palabra de todas": (COMMON, ""),
    "una palabra de una en diez": (SOME, ""),
    "una palabra rara": (RARE, ""),
    "dos palabras": (f"{COMMON} {SOME}", ""),
    "una palabra de todas, solo compromisos (no hay)": (COMMON, "compromisos"),
    "una palabra que no está": ("teleférico", ""),
}


def bare(words: str) -> object:
    """What the database alone does: the numbers of a thousand rows, the last first, and nothing of them."""
    dialect = db.engine.dialect.name
    terms = (" " if dialect == "sqlite" else " & ").join(stems_of(words))
    return db.session.connection().execute(text(BARE[dialect]), {"terms": terms}).all()


def row(name: str, what: str, times: int) -> tuple[str, ...]:
    words, code = ASKED[what]
    texts = [words] * times
    ours = timed(lambda asked: queries.find(asked, BY_CODE.get(code), None, 1), texts)[1:]
    alone = timed(bare, texts)[1:]
    cells = [report.decimal(value, 1) for took in (ours, alone) for value in (median(took), quantiles(took, n=20)[-1])]
    return (f"{what}, {name}", *cells, f"{report.decimal(median(ours) / median(alone), 1)} ×")


def measured(name: str, size: int, times: int) -> list[tuple[str, ...]]:
    for _ in range(6):  # of which the questions are
        make.topic()
        make.department()
    fill(size)
    return [row(name, what, times) for what in ASKED]


def compare(quick: bool, keep: bool) -> None:
    """Print a table and, if asked, write it: what a page of the search and the bare statement take."""
    size, times = (QUICK, QUICK_TIMES) if quick else (SIZE, TIMES)
    told: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        with opened(Folder(name) / "sqlite"):
            told += measured("SQLite", size, times)
        if find_binaries() is not None:
            with temporary_cluster(DURABLE) as cluster, opened(Folder(name) / "postgresql", cluster.create_database()):
                told += measured("PostgreSQL", size, times)
    table = report.table(told, HEAD)
    print(table)
    if keep:
        command = "python -m bench search" + (" --quick" if quick else "")
        report.write(f"{report.decimal(size, 0)} preguntas. Medido con `{command}`.\n\n{table}", BEGIN, END)
