"""`python -m bench similar` measures the search of similar questions beside the bare statement of each database."""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path as Folder
from statistics import median, quantiles

from sqlalchemy import bindparam, text

from bench import report
from bench.stage import DURABLE, application
from participa.extensions import db
from participa.questions.models import KnownPlace, PlaceKind, SynonymGroup
from participa.questions.queries.similar import similar_to_text
from participa.questions.services.remembering import remember_words
from participa.shared.clock import now
from participa.shared.similarity.places import sounds_of_name
from participa.shared.similarity.words import stems_of
from participa.shared.types import UtcDateTime
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.parts import house
from tests.parts.postgres import find_binaries, temporary_cluster
from tests.questions.likeness_set import OTHERS, PAIRS, PLACES, SYNONYMS

QUESTIONS, QUICK = 20_000, 300
BEGIN, END = "<!-- parecidas: inicio -->", "<!-- parecidas: fin -->"
FIRST, SECOND = ("Alto", "Villa", "Loma", "Agua"), ("Clara", "Nueva", "Fría", "Sola")
PLACE_NAMES = [f"{first} {second}" for first in FIRST for second in SECOND]
HEAD = (
    *("Base de datos", "preguntas", "parecidas, mediana (ms)", "p95 (ms)"),
    *("consulta sola, mediana (ms)", "p95 (ms)", "relación"),
)
BARE = {
    "sqlite": "SELECT rowid FROM question_words_fts WHERE question_words_fts MATCH :terms ORDER BY rank LIMIT 60",
    "postgresql": "SELECT question_id FROM question_words WHERE stems @@ CAST(:terms AS tsquery) "
    "ORDER BY ts_rank(stems, CAST(:terms AS tsquery)) DESC LIMIT 60",
}
ROW = text("""
    INSERT INTO question (radicado, form_key_digest, code_digest, channel, body, kind, received_at, is_late,
        answer_medium, base_on, term_days, due_on, base_reading, calendar_version, status, visibility, revision, salt)
    SELECT '2025-' || (1000000 + :n), 'k' || :n, 'c' || :n, channel, :body, kind, :at, is_late, answer_medium, base_on,
        term_days, due_on, base_reading, calendar_version, status, visibility, 0, salt
    FROM question ORDER BY id LIMIT 1
""").bindparams(bindparam("at", type_=UtcDateTime))


def bodies(count: int) -> Iterator[str]:
    """Questions as people ask them: two of our own in one, said of a place, now and then in a hurry."""
    draw = random.Random(7)
    said = [*OTHERS, *(body for pair in PAIRS for body in pair)]
    for _ in range(count):
        body = f"{draw.choice(said)} {draw.choice(said)} En {draw.choice(PLACE_NAMES)}, {draw.choice(said)}"
        yield body.lower() if draw.random() < 0.3 else body


def furnish(count: int) -> None:
    make.question()
    with unit_of_work():
        for _, name in PLACES:
            key = " ".join(sounds_of_name(name))
            db.session.add(KnownPlace(kind=PlaceKind.VEREDA, name=name, key=key))
        db.session.add_all(SynonymGroup(words=words) for words in SYNONYMS)
        rows = [{"n": number, "body": body, "at": now()} for number, body in enumerate(bodies(count))]
        db.session.connection().execute(ROW, rows)
    for _ in range(0, count + 1, 5_000):
        remember_words()
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")


def timed(act: Callable[[str], object], texts: list[str]) -> list[float]:
    """Milliseconds of each, in a transaction of its own."""
    took = []
    for body in texts:
        db.session.rollback()
        began = time.perf_counter()
        act(body)
        took.append((time.perf_counter() - began) * 1000)
    return took


def bare(body: str) -> object:
    """What the database alone does: the same words, its own ranking, no comparison."""
    dialect = db.engine.dialect.name
    quote, join = ('"', " OR ") if dialect == "sqlite" else ("'", " | ")
    terms = join.join(f"{quote}{stem}{quote}" for stem in sorted(set(stems_of(body))))
    return db.session.connection().execute(text(BARE[dialect]), {"terms": terms}).all()


def row(name: str, count: int, texts: list[str]) -> tuple[str, ...]:
    timed(lambda body: similar_to_text(body, 5, only_public=False), texts[:20])
    ours = timed(lambda body: similar_to_text(body, 5, only_public=False), texts)
    alone = timed(bare, texts)
    cells = [report.decimal(value, 1) for took in (ours, alone) for value in (median(took), quantiles(took, n=20)[-1])]
    return (name, report.decimal(count, 0), *cells, f"{report.decimal(median(ours) / median(alone), 1)} ×")


@contextmanager
def opened(folder: Folder, url: str = "") -> Iterator[None]:
    house.build(folder, {"DATABASE_URL": url})
    with application({"DATABASE_URL": url, "PARTICIPA_DATA_DIR": str(folder)}).app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def compare(quick: bool, keep: bool) -> None:
    """Print a table and, if asked, write it: what our search and the bare statement take, on each database."""
    texts = list(bodies(QUICK if quick else 3 * QUICK))[::-1]
    singles = [body for pair in PAIRS for body in pair] * (1 if quick else 3)
    told = []
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        with opened(Folder(name) / "sqlite"):
            furnish(QUESTIONS)
            told += [row("SQLite, pregunta corta", QUESTIONS, singles), row("SQLite, pregunta larga", QUESTIONS, texts)]
        if find_binaries() is not None:
            with temporary_cluster(DURABLE) as cluster, opened(Folder(name) / "postgresql", cluster.create_database()):
                furnish(QUESTIONS)
                told += [row("PostgreSQL, pregunta corta", QUESTIONS, singles)]
                told += [row("PostgreSQL, pregunta larga", QUESTIONS, texts)]
    table = report.table(told, HEAD)
    print(table)
    if keep:
        command = "python -m bench similar" + (" --quick" if quick else "")
        report.write(f"Medido con `{command}`.\n\n{table}", BEGIN, END)
