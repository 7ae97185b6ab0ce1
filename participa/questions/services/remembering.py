"""The words of the questions, for finding like ones, and what the entity decided about questions with such words.

Done by a chore of every minute, in portions: receiving a question costs nothing more, and counting needs no lock,
because one process at a time does the chores. What may be personal data is neither indexed nor counted.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Text, bindparam, exists, func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import defer

from participa.extensions import db
from participa.questions.models import CountKind, Question, QuestionMove, QuestionWords, Status, WordCount
from participa.questions.moves import Axis
from participa.questions.queries.words import EVERY
from participa.shared.personal_data import without
from participa.shared.similarity.words import stems_of
from participa.shared.unit_of_work import unit_of_work

AT_ONCE = 500
PORTIONS = 10  # in one minute
UNDECIDED = frozenset({Status.RECEIVED, Status.CLARIFYING, Status.REJECTED})
INDEX = text("INSERT INTO question_words_fts(rowid, stems) VALUES (:id, :stems)")
Counts = Counter[tuple[CountKind, str, int]]


def doubt(step: QuestionMove) -> None:
    """Let the chore look again at what was decided about a question."""
    if step.axis == Axis.STATUS:
        doubt_question(step.question)


def doubt_question(question: Question) -> None:
    """The same for a change that is no step, such as another topic."""
    known = update(QuestionWords).where(QuestionWords.question_id == question.id, QuestionWords.is_learned)
    db.session.execute(known.values(is_learned=False), execution_options={"synchronize_session": False})


def remember_words() -> None:
    """Read the new questions and learn the new decisions, until none is left or the minute has enough."""
    for portion in (_read_some, _learn_some):
        for _ in range(PORTIONS):
            if portion() < AT_ONCE:
                break


def _read_some() -> int:
    known = exists().where(QuestionWords.question_id == Question.id)
    lost = select(Question.id, Question.body).where(~known).order_by(Question.id.desc()).limit(AT_ONCE)
    rows = db.session.execute(lost).all()
    if rows:
        with unit_of_work():
            _keep({row.id: stems_of(without(row.body)) for row in rows})
    return len(rows)


def _keep(stems: dict[int, list[str]]) -> None:
    rows = [{"id": number, "stems": " ".join(found)} for number, found in stems.items()]
    on_postgresql = db.engine.dialect.name == "postgresql"
    words = (
        func.to_tsvector(text("'simple'"), bindparam("stems", type_=Text())) if on_postgresql else bindparam("stems")
    )
    values = {"question_id": bindparam("id"), "stems": words, "is_learned": False}
    connection = db.session.connection()
    connection.execute(insert(QuestionWords).values(values), rows)
    if not on_postgresql:
        connection.execute(INDEX, rows)
    counts: Counts = Counter()
    for found in stems.values():
        counts.update(_counted(CountKind.ALL, 0, found))
    _add(counts)


def _counted(kind: CountKind, ref: int, stems: Iterable[str]) -> Counts:
    """One for the question and one for each of its stems."""
    return Counter((kind, stem, ref) for stem in {EVERY, *stems})


def _learn_some() -> int:
    """Count the decisions of today in the place of those counted before."""
    doubted = select(QuestionWords.question_id).where(~QuestionWords.is_learned)
    with_all = (
        select(QuestionWords, Question)
        .join(Question, Question.id == QuestionWords.question_id)
        .where(QuestionWords.question_id.in_(doubted.order_by(QuestionWords.question_id).limit(AT_ONCE)))
        .options(defer(QuestionWords.stems))
    )
    if db.session.scalar(doubted.limit(1)) is None:
        return 0
    with unit_of_work():
        rows = db.session.execute(with_all).all()
        _add(_learned([(row[0], row[1]) for row in rows]))
    return len(rows)


def _learned(rows: Sequence[tuple[QuestionWords, Question]]) -> Counts:
    counts: Counts = Counter()
    for words, question in rows:
        stems = stems_of(without(question.body))
        department_id, topic_id = _decided(question)
        for kind, before, after in (
            (CountKind.DEPARTMENT, words.department_id, department_id),
            (CountKind.TOPIC, words.topic_id, topic_id),
        ):
            if before != after:
                counts.subtract(_counted(kind, before, stems) if before else {})
                counts.update(_counted(kind, after, stems) if after else {})
        words.department_id, words.topic_id, words.is_learned = department_id, topic_id, True
    return counts


def _decided(question: Question) -> tuple[int | None, int | None]:
    """Office and topic, once the team has looked: the topic that who asked chose is no decision of the entity."""
    if question.status in UNDECIDED:
        return None, None
    return question.department_id, question.topic_id


def _add(counts: Counts) -> None:
    rows = [
        {"kind": kind, "stem": stem, "ref": ref, "total": total} for (kind, stem, ref), total in counts.items() if total
    ]
    if rows:
        db.session.connection().execute(_adding(postgresql if db.engine.dialect.name == "postgresql" else sqlite), rows)


@cache
def _adding(kind: Any) -> Any:
    """Count some more, in the words of one of the two databases."""
    first = kind.insert(WordCount)
    return first.on_conflict_do_update(
        index_elements=["kind", "stem", "ref"], set_={"total": WordCount.total + first.excluded.total}
    )
