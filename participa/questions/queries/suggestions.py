"""Which office and topic the entity gave to questions with such words. Only suggests, and can be switched off."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from participa.accounts.models import Department
from participa.extensions import db
from participa.questions.models import CountKind, Question, Topic, WordCount
from participa.questions.queries.words import EVERY, SUGGESTIONS, is_on
from participa.shared.personal_data import without
from participa.shared.search import stem
from participa.shared.similarity.deciding import Decision, Past, decide
from participa.shared.similarity.words import words_of


@dataclass(frozen=True)
class Suggestion:
    """What was decided about questions like this one, and with which of its words; None where nothing is clear."""

    department: Department | None = None
    topic: Topic | None = None
    department_words: tuple[str, ...] = ()
    topic_words: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words that decided, each once."""
        return tuple(dict.fromkeys((*self.department_words, *self.topic_words)))


NOTHING = Suggestion()


def suggest(question: Question) -> Suggestion:
    """At most four statements, however many questions there are; none of personal data counts."""
    if not is_on(SUGGESTIONS):
        return NOTHING
    written = _written(question.body)
    past = _past(list(written))
    office = decide(list(written), past[CountKind.DEPARTMENT])
    topic = decide(list(written), past[CountKind.TOPIC])
    return Suggestion(
        db.session.get(Department, office.ref) if office else None,
        db.session.get(Topic, topic.ref) if topic else None,
        _words(office, written),
        _words(topic, written),
    )


def _written(body: str) -> dict[str, str]:
    """Each stem of a text and the first word in lower case with which it is said."""
    said: dict[str, str] = {}
    for word in words_of(without(body)):
        if word.says_something:
            said.setdefault(stem(word.plain), word.written.lower())
    return said


def _words(decision: Decision | None, written: dict[str, str]) -> tuple[str, ...]:
    return tuple(written[found] for found in decision.stems) if decision else ()


def _past(stems: Sequence[str]) -> dict[CountKind, Past]:
    """What was decided about questions with these stems, for the offices and topics in use."""
    offices = select(Department.id).where(Department.is_active)
    topics = select(Topic.id).where(Topic.is_active)
    in_use = ((WordCount.kind == CountKind.DEPARTMENT) & WordCount.ref.in_(offices)) | (
        (WordCount.kind == CountKind.TOPIC) & WordCount.ref.in_(topics)
    )
    wanted = select(WordCount).where(in_use, WordCount.stem.in_({EVERY, *stems}), WordCount.total > 0)
    totals: dict[CountKind, dict[int, int]] = defaultdict(dict)
    counts: dict[CountKind, dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for row in db.session.scalars(wanted.order_by(WordCount.kind, WordCount.stem, WordCount.ref)):
        if row.stem == EVERY:
            totals[row.kind][row.ref] = row.total
        else:
            counts[row.kind][row.stem][row.ref] = row.total
    return {kind: Past(totals[kind], counts[kind]) for kind in (CountKind.DEPARTMENT, CountKind.TOPIC)}
