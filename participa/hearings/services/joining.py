"""Questions join the live part as soon as everybody may read them, and once more when it opens. Done again, no harm.

The place that a question speaks of is read from its public wording, never from what a person told of where they live.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.dialects import postgresql, sqlite

from participa.extensions import db
from participa.hearings.models import Hearing, HearingState, Stage, StagedQuestion
from participa.hearings.services import counting
from participa.questions.models import Channel, KnownPlace, Question, QuestionMove, Visibility
from participa.questions.queries import public, words
from participa.shared.clock import now
from participa.shared.similarity.places import named_in

READABLE = (Visibility.PUBLIC, Visibility.GROUPED)
SILENT = frozenset({Channel.PAPER, Channel.ORAL, Channel.BOX, Channel.WORKSHOP, Channel.PHONE})
PLACE = "lugar"  # veredas and barrios, as the gazetteer calls them
AT_ONCE = 500


def join_published(hearing: Hearing) -> int:
    """Bring in every question of the space that waits for its answer and that everybody may read; how many came."""
    if hearing.is_rehearsal:
        return 0
    joined = 0
    while missing := _missing(hearing):
        joined += _insert(hearing, missing)
    return joined


def join(hearing: Hearing, question: Question, office_id: int | None = None) -> None:
    """Bring a public question in, or read its office and its place again if it is there already.

    `office_id` is the office that is just getting it.
    """
    staged = find(question.id)
    if staged is None:
        _insert(hearing, [question])
        return
    _describe(staged, question, office_id or _office(question))


def _describe(staged: StagedQuestion, question: Question, office_id: int | None) -> None:
    """Say its office and its place anew. The turn comes before the row: a support takes them in this order, too."""
    said = office_id, territories([question.id])[question.id]
    if said != (staged.department_id, staged.territory):
        counting.take_turn(staged.hearing_id, alone=True)
        staged.department_id, staged.territory = said


def hear(step: QuestionMove) -> None:
    """Each step of a question whose space has a live part. Heard inside its transaction. None joins after the end."""
    question = step.question
    if question.event_id is None or question.visibility not in READABLE:
        return
    hearing, staged = db.session.scalar(_live(question.event_id)), find(question.id)
    if hearing is not None and (staged is not None or _is_open(question)):
        join(hearing, question, step.department_id)
    elif staged is not None:
        _describe(staged, question, staged.department_id)  # a place that was hidden after the end goes too


def find(question_id: int) -> StagedQuestion | None:
    """The place of a question in the live part of its space."""
    return db.session.scalar(select(StagedQuestion).where(StagedQuestion.question_id == question_id))


def territories(question_ids: Iterable[int]) -> dict[int, str]:
    """The known vereda or barrio of which each public text speaks, or empty. Four statements."""
    gazetteer = words.lexicon().gazetteer
    found = {one.id: _places(named_in(one.body, gazetteer).places) for one in public.by_ids(list(question_ids))}
    wanted = {number for places in found.values() for number in places}
    known = select(KnownPlace.id, KnownPlace.name).where(KnownPlace.id.in_(wanted))
    names = {row.id: row.name for row in db.session.execute(known)}
    return {number: next((names[place] for place in places if place in names), "") for number, places in found.items()}


def _places(named: Iterable[tuple[str, int]]) -> list[int]:
    return sorted(number for kind, number in named if kind == PLACE)


def _live(event_id: int) -> Select[Hearing]:
    return select(Hearing).where(
        Hearing.event_id == event_id, ~Hearing.is_rehearsal, Hearing.state != HearingState.CLOSED
    )


def _is_open(question: Question) -> bool:
    """Whether it still waits for its answer, with what this transaction changed."""
    return db.session.scalar(select(Question.id).where(Question.id == question.id, public.is_open())) is not None


def _missing(hearing: Hearing) -> list[Question]:
    is_there = select(StagedQuestion.id).where(StagedQuestion.question_id == Question.id).exists()
    found = select(Question).where(
        Question.event_id == hearing.event_id,
        Question.visibility.in_(READABLE),
        public.is_open(),
        ~is_there,
    )
    return list(db.session.scalars(found.order_by(Question.received_at, Question.id).limit(AT_ONCE)))


def _insert(hearing: Hearing, questions: list[Question]) -> int:
    """Two that bring the same question in at once leave one row."""
    places, at = territories([question.id for question in questions]), now()
    rows = [
        {
            "hearing_id": hearing.id,
            "question_id": question.id,
            "rehearsal_text": "",
            "department_id": _office(question),
            "territory": places[question.id],
            "is_silent": question.channel in SILENT,
            "stage": Stage.NO_TURN,
            "readers": 0,
            "supports": 0,
            "held_supports": 0,
            "joined_at": at,
        }
        for question in questions
    ]
    kind: Any = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    db.session.execute(kind.insert(StagedQuestion).on_conflict_do_nothing(), rows)
    counting.recount_leaders(hearing.id, [question.id for question in questions])
    return len(rows)


def _office(question: Question) -> int | None:
    """The office that has the question, or the one that was asked."""
    return question.department_id or question.asked_department_id
