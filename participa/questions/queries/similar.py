"""Which other questions ask the same, or the same of another place. Only suggests: ranks are shown, never numbers.

The best of the full text search of each database are compared again, letter by letter and place by place; a group
counts with the wording of it that resembles most. The number of statements does not depend on the questions.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, cast, column, func, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY

from participa.accounts.models import Department
from participa.extensions import db
from participa.questions.models import (
    STATUS_LABELS,
    LinkKind,
    Question,
    QuestionLink,
    QuestionWords,
    Status,
    Visibility,
)
from participa.questions.queries import public, words
from participa.shared.personal_data import without
from participa.shared.similarity.reading import Lexicon, Match, Reading, compare

CANDIDATES = 60
STEMS = 24  # the rarest of a text: common ones find half the town
ROWS = 8_000  # that the search of the database may have to order
LEAST = 0.15  # under which nothing is shown: not one word in common
ALIKE, ELSEWHERE = "parecida", "mismo tema, otro lugar"
ENDED = (Status.REJECTED, Status.ARCHIVED)
PUBLIC = (Visibility.PUBLIC, Visibility.GROUPED)
FTS = table("question_words_fts", column("rowid", Integer))


@dataclass(frozen=True)
class Similar:
    """Another question, or the first one of a group, and why it is shown.

    `shared_words` are of `wording`, the text that resembles most (`body`, or that of one of its group); `own_words` say
    the same in the text that was asked about. Both are in lower case, as written.
    """

    id: int
    radicado: str
    body: str
    office: str | None
    status: Status
    visibility: Visibility
    shared_words: tuple[str, ...]
    own_words: tuple[str, ...]
    label: str
    wording: str
    group_size: int = 1

    @property
    def status_label(self) -> str:
        return STATUS_LABELS[self.status]

    @property
    def is_elsewhere(self) -> bool:
        return self.label == ELSEWHERE

    @property
    def is_of_group(self) -> bool:
        return self.group_size > 1


@dataclass(frozen=True)
class Found:
    """A question that may resemble, and the number of the first one of its group."""

    id: int
    radicado: str
    body: str
    status: Status
    visibility: Visibility
    office: str | None
    leader_id: int | None


def similar(question: Question, most: int = 5, only_public: bool = False) -> list[Similar]:
    """The questions that resemble this one most, best first, without itself and its own group."""
    return _found(question.body, most, only_public, question.id)


def similar_to_text(text: str, most: int = 3, only_public: bool = True) -> list[Similar]:
    """The same for a text that is still being written."""
    return _found(text, most, only_public)


def _found(body: str, most: int, only_public: bool, question_id: int | None = None) -> list[Similar]:
    lexicon = words.lexicon()
    asked = Reading(without(body), lexicon)
    if not asked.stems:
        return []
    rows = _rows({*_candidates(asked.stems, only_public), *_fresh(only_public)}, only_public)
    rows = _with_leaders(rows, only_public)
    own = _group_of(question_id, rows)
    others = [row for row in rows if row.id not in own]
    return _best(asked, others, lexicon, most)


def _candidates(stems: Collection[str], only_public: bool) -> list[int]:
    """The numbers of the questions with most of the rare stems."""
    wanted, has_few = _rarest(stems)
    if not wanted:
        return []
    found = _on_postgresql(wanted, has_few) if _uses_postgresql() else _on_sqlite(wanted, has_few)
    if only_public:
        listed = select(Question.id).where(Question.id == found.selected_columns[0], Question.visibility.in_(PUBLIC))
        found = found.where(listed.exists())
    return list(db.session.scalars(found.limit(CANDIDATES)))


def _uses_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def _rarest(stems: Collection[str]) -> tuple[list[str], bool]:
    """The stems that find the fewest questions, and whether those are few enough to be put in order."""
    counts = words.texts_with(stems)
    known = sorted((stem for stem in stems if counts.get(stem)), key=lambda stem: (counts[stem], stem))
    chosen: list[str] = []
    rows = 0
    for stem in known:
        rows += counts[stem]
        if chosen and (rows > ROWS or len(chosen) == STEMS):
            break
        chosen.append(stem)
    return chosen, sum(counts[stem] for stem in chosen) <= ROWS


def _on_sqlite(stems: Sequence[str], has_few: bool) -> Select[int]:
    """Each stem in quotes, so that nothing typed is an operator of the search."""
    terms = " OR ".join(f'"{stem}"' for stem in stems)
    matching = text("question_words_fts MATCH :terms").bindparams(terms=terms)
    found = select(FTS.c.rowid).where(matching)
    return found.order_by(text("rank"), FTS.c.rowid.desc()) if has_few else found.order_by(FTS.c.rowid.desc())


def _on_postgresql(stems: Sequence[str], has_few: bool) -> Select[int]:
    query = cast(" | ".join(f"'{stem}'" for stem in stems), TSQUERY)
    found = select(QuestionWords.question_id).where(QuestionWords.stems.op("@@")(query))
    latest = QuestionWords.question_id.desc()
    return (
        found.order_by(func.ts_rank(QuestionWords.stems, query).desc(), latest) if has_few else found.order_by(latest)
    )


def _fresh(only_public: bool) -> list[int]:
    """Questions so new that the chore has not read them yet: in a hearing the same is asked within a minute."""
    return list(db.session.scalars(_unread(only_public)))


@cache
def _unread(only_public: bool) -> Select[int]:
    last = select(func.coalesce(func.max(QuestionWords.question_id), 0)).scalar_subquery()
    found = select(Question.id).where(Question.id > last).order_by(Question.id.desc()).limit(CANDIDATES)
    return found.where(Question.visibility.in_(PUBLIC)) if only_public else found


def _rows(ids: Collection[int], only_public: bool) -> list[Found]:
    """What is shown of each question, and the number of the one whose group it is in."""
    rows = [Found(*row) for row in db.session.execute(_shown(), {"ids": list(ids)})]
    return _as_public(rows) if only_public else rows


@cache
def _shown() -> Select[*tuple[Any, ...]]:
    standing = and_(
        QuestionLink.question_id == Question.id,
        QuestionLink.kind == LinkKind.GROUPED,
        QuestionLink.ended_at.is_(None),
    )
    return (
        select(
            *(Question.id, Question.radicado, Question.body, Question.status, Question.visibility),
            *(Department.name, QuestionLink.leader_id),
        )
        .outerjoin(Department, Department.id == Question.department_id)
        .outerjoin(QuestionLink, standing)
        .where(Question.id.in_(bindparam("ids", expanding=True)), Question.status.not_in(ENDED))
        .order_by(Question.id)
    )


def _as_public(rows: list[Found]) -> list[Found]:
    """Only those that everybody may read, with the words that everybody may read."""
    bodies = {each.id: each.body for each in public.by_ids([row.id for row in rows])}
    return [replace(row, body=bodies[row.id]) for row in rows if row.visibility in PUBLIC and row.id in bodies]


def _with_leaders(rows: list[Found], only_public: bool) -> list[Found]:
    """The same and the first questions of their groups, which need not be among them."""
    known = {row.id for row in rows}
    return [*rows, *_rows({row.leader_id for row in rows if row.leader_id} - known, only_public)]


def _group_of(question_id: int | None, rows: Iterable[Found]) -> set[int]:
    """The numbers of the questions that already wait for the same answer as this one, and its own."""
    if question_id is None:
        return set()
    of_it = and_(QuestionLink.kind == LinkKind.GROUPED, QuestionLink.ended_at.is_(None))
    found = select(QuestionLink.leader_id).where(QuestionLink.question_id == question_id, of_it)
    leader = db.session.scalar(found) or question_id
    return {question_id, leader, *(row.id for row in rows if row.leader_id == leader)}


def _best(asked: Reading, rows: Sequence[Found], lexicon: Lexicon, most: int) -> list[Similar]:
    readings = [Reading(row.body, lexicon) for row in rows]
    stems = {meaning for reading in (asked, *readings) for meaning in reading.meanings}
    known = {row.id: row for row in rows}
    groups = [row.leader_id if row.leader_id in known else row.id for row in rows]
    best = compare(asked, readings, groups, words.scale(stems), most)
    shown = {number: match for number, match in best.items() if match.score >= LEAST}
    sizes = _sizes(shown)
    return [
        _similar(known[number], match, readings[match.at], asked, sizes.get(number, 0) + 1)
        for number, match in shown.items()
    ]


def _similar(row: Found, match: Match, reading: Reading, asked: Reading, size: int) -> Similar:
    return Similar(
        id=row.id,
        radicado=row.radicado,
        body=row.body,
        office=row.office,
        status=row.status,
        visibility=row.visibility,
        shared_words=reading.words_for(match.shared),
        own_words=asked.words_for(match.shared),
        label=ELSEWHERE if match.is_elsewhere else ALIKE,
        wording=reading.text,
        group_size=size,
    )


def _sizes(leaders: Collection[int]) -> dict[int, int]:
    """How many more questions wait for the answer of each of these."""
    return {row[0]: row[1] for row in db.session.execute(_counted(), {"leaders": list(leaders)})}


@cache
def _counted() -> Select[int, int]:
    standing = and_(QuestionLink.kind == LinkKind.GROUPED, QuestionLink.ended_at.is_(None))
    of_leaders = QuestionLink.leader_id.in_(bindparam("leaders", expanding=True))
    found = select(QuestionLink.leader_id, func.count()).where(of_leaders, standing)
    return found.group_by(QuestionLink.leader_id)
