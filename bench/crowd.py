"""Questions by the hundred thousand, with answers, opinions and search entries, written by the database itself."""

from collections import Counter
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    cast,
    column,
    extract,
    func,
    insert,
    literal,
    select,
    text,
    true,
)
from sqlalchemy import Date as DateColumn

from participa.accounts.models import Department, Role
from participa.extensions import db
from participa.questions.models import AnswerVersion, CountKind, Question, QuestionWords, Topic, WordCount
from participa.questions.queries.words import EVERY
from participa.questions.services import counting
from participa.satisfaction import services as satisfaction
from participa.satisfaction.models import Opinion
from participa.shared import search
from participa.shared.clock import BOGOTA, now
from participa.shared.search import SearchEntry
from participa.shared.similarity.words import stems_of
from participa.shared.types import UtcDateTime
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make

YEARS = 5
FEW_OPEN = 1_000
COMMON, SOME, RARE = "vía", "hospital", "acueducto"  # in all, in one of ten, in one of ten thousand
PLACES = ("El Mirador", "La Esperanza", "San Isidro", "El Prado", "Buenavista", "La Palma", "Las Brisas", "El Rosal")
THINGS = ("pavimentan", "iluminan", "arreglan", "limpian", "señalizan")
ANSWER = "La obra empieza en marzo y termina en junio. La hace la Secretaría de Infraestructura con recursos propios."
ROUND = 10_000

_temporary = MetaData()
DAYS = Table(
    "bench_day",
    _temporary,
    Column("place", Integer, primary_key=True),
    Column("received_at", UtcDateTime),
    Column("answered_at", UtcDateTime),
    Column("base_on", DateColumn),
    Column("due_on", DateColumn),
    prefixes=["TEMPORARY"],
)
SENTENCES = Table(
    "bench_sentence",
    _temporary,
    Column("place", Integer, primary_key=True),
    Column("body", Text),
    Column("stems", Text),
    Column("meaning", Text),
    prefixes=["TEMPORARY"],
)
WAITS = "n > :count - :few OR n % 40 = 3"
QUESTIONS = f"""
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :count)
    SELECT :start + n AS id, CAST(2000 + n % 20 AS VARCHAR) || '-9' || n AS radicado,
        'bench-k' || n AS form_key_digest, 'bench-c' || n AS code_digest, 'web' AS channel,
        bench_sentence.body AS body, CASE WHEN n % 20 = 0 THEN 'queja' WHEN n % 500 = 1 THEN 'felicitacion'
            ELSE 'pregunta' END AS kind,
        CASE WHEN n % 10 < 4 THEN :topic ELSE :topic + n % 6 END AS topic_id, :office + n % 6 AS department_id,
        bench_day.received_at AS received_at, 'publication' AS answer_medium, bench_day.base_on AS base_on,
        15 AS term_days, bench_day.due_on AS due_on, 'receipt' AS base_reading, 'bench' AS calendar_version,
        CASE WHEN n > :count - :few THEN 'assigned' WHEN n % 40 = 3 THEN 'transferred' ELSE 'published' END AS status,
        CASE WHEN n % 50 = 7 THEN 'withheld' WHEN n % 97 = 5 THEN 'waiting' ELSE 'public' END AS visibility,
        CASE WHEN n % 50 = 7 THEN 'R1' END AS withhold_reason,
        CASE WHEN {WAITS} THEN NULL ELSE bench_day.answered_at END AS answered_at,
        CASE WHEN {WAITS} THEN NULL ELSE bench_day.answered_at END AS published_at
    FROM number JOIN bench_sentence ON bench_sentence.place = n % :sentences
        JOIN bench_day ON bench_day.place = (CAST(n AS BIGINT) * :days - 1) / :count
"""  # noqa: S608 - names of our own
QUESTION_COLUMNS = (
    *("id", "radicado", "form_key_digest", "code_digest", "channel", "body", "kind", "topic_id", "department_id"),
    *("received_at", "answer_medium", "base_on", "term_days", "due_on", "base_reading", "calendar_version"),
    *("status", "visibility", "withhold_reason", "answered_at", "published_at"),
)


def sentences() -> list[str]:
    """Texts that repeat after ROUND: the rare word is in one of them."""
    texts = []
    for place in range(ROUND):
        where, what = PLACES[place % len(PLACES)], THINGS[place % len(THINGS)]
        more = f" ¿Y la del {SOME}?" if place % 10 == 0 else ""
        rare = f" Por allí pasa el {RARE}." if place == ROUND // 2 else ""
        texts.append(f"¿Cuándo {what} la {COMMON} {place % 300} de la vereda {where} y cuánto ha costado?{more}{rare}")
    return texts


def fill(count: int) -> None:
    """Write `count` questions of the last five years, nearly all answered, as a town hall with a history has them."""
    author = make.user(Role.LIAISON).id
    topic, office = (db.session.scalars(select(model.id).order_by(model.id)).first() for model in (Topic, Department))
    start = (db.session.scalar(select(Question.id).order_by(Question.id.desc()).limit(1)) or 0) + 1
    with unit_of_work():
        sizes = _prepare(now())
        values = {"count": count, "start": start, "topic": topic, "office": office, "few": min(FEW_OPEN, count // 10)}
        rows = text(QUESTIONS).bindparams(**values, **sizes).columns(*map(column, QUESTION_COLUMNS)).subquery()
        _put(Question, QUESTION_COLUMNS, select(*rows.c))
        _write_answers(start, author)
        _write_opinions(start)
        _write_search(start)
        _write_words(start, count)
        _after(start + count)
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
    db.session.rollback()
    counting.keep_figures()
    satisfaction.keep_rates()


def _put(model: Any, columns: tuple[str, ...], rows: Any) -> None:
    """Through the table of the model, so that what the model fills in by itself is filled in here too."""
    table: Table = model.__table__
    db.session.execute(insert(table).from_select([table.c[name] for name in columns], rows))


def _prepare(at: datetime) -> dict[str, int]:
    """The days and the texts, once, in tables of this connection."""
    connection = db.session.connection()
    _temporary.create_all(connection, checkfirst=False)
    today = at.astimezone(BOGOTA).date()
    days, texts = [], sentences()
    for place in range(YEARS * 365):
        day = today - timedelta(days=YEARS * 365 - place)
        received = datetime.combine(day, time(9), BOGOTA)
        answered = min(received + timedelta(days=3 + place % 25), at)
        due = day + timedelta(days=21)
        days.append({"place": place, "received_at": received, "answered_at": answered, "base_on": day, "due_on": due})
    connection.execute(insert(DAYS), days)
    told = [
        {"place": place, "body": body, "stems": " ".join(search.stems_of(body)), "meaning": " ".join(stems_of(body))}
        for place, body in enumerate(texts)
    ]
    connection.execute(insert(SENTENCES), told)
    return {"days": len(days), "sentences": ROUND}


def _of_bench(start: int) -> Select[Any]:
    return select(Question.id).where(Question.id > start)


def _write_answers(start: int, author: int) -> None:
    answered = select(
        *(Question.id, text("1"), text(f"'{ANSWER}'"), text(str(author)), Question.department_id),
        *(Question.answered_at, text(str(author)), Question.answered_at, Question.answered_at),
    ).where(Question.id > start, Question.answered_at.is_not(None))
    columns = (
        *("question_id", "number", "body", "author_id", "department_id"),
        *("written_at", "approved_by_id", "approved_at", "published_at"),
    )
    _put(AnswerVersion, columns, answered)


def _write_opinions(start: int) -> None:
    """One of ten people says whether the answer answers."""
    verdict = text(
        "CASE WHEN answer_version.id % 3 = 0 THEN 'yes' WHEN answer_version.id % 3 = 1 THEN 'partly' ELSE 'no' END"
    )
    of = AnswerVersion
    said = select(of.question_id, of.id, of.department_id, verdict, of.published_at)
    some = said.where(of.question_id > start, of.id % 10 == 0)
    _put(Opinion, ("question_id", "answer_id", "department_id", "verdict", "at"), some)


def _write_search(start: int) -> None:
    place = (Question.id - start) % ROUND
    marks = literal(" zzkquestion zzy") + cast(extract("year", Question.base_on), String)
    stems = SENTENCES.c.stems + marks
    found = select(text("'question'"), Question.id, stems, Question.base_on).join(SENTENCES, SENTENCES.c.place == place)
    readable = found.where(Question.id > start, Question.visibility == "public")
    _put(SearchEntry, ("kind", "ref", "stems", "day"), readable)


def _write_words(start: int, count: int) -> None:
    """What the search of similar questions knows of them; a chore writes it when they come one by one."""
    on_postgresql = db.engine.dialect.name == "postgresql"
    meaning = func.to_tsvector(text("'simple'"), SENTENCES.c.meaning) if on_postgresql else SENTENCES.c.meaning
    found = select(Question.id, meaning, true()).join(SENTENCES, SENTENCES.c.place == (Question.id - start) % ROUND)
    _put(QuestionWords, ("question_id", "stems", "is_learned"), found.where(Question.id > start))
    if not on_postgresql:
        db.session.execute(
            text("INSERT INTO question_words_fts(rowid, stems) SELECT question_id, stems FROM question_words")
        )
    times = Counter(place % ROUND for place in range(1, count + 1))
    totals = Counter({EVERY: count})
    for place, body in enumerate(sentences()):
        totals.update(dict.fromkeys(stems_of(body), times[place]))
    rows = [{"kind": CountKind.ALL, "stem": stem, "ref": 0, "total": total} for stem, total in totals.items() if total]
    db.session.execute(insert(WordCount), rows)


def _after(last: int) -> None:
    """What each database does by itself when rows come one by one."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("INSERT INTO search_entry_fts(search_entry_fts) VALUES ('rebuild')"))
    else:
        db.session.execute(text("SELECT setval(pg_get_serial_sequence('question', 'id'), :last)"), {"last": last})
    _temporary.drop_all(db.session.connection())
