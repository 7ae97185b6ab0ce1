"""Reads of the supports under review, of what was decided of them, and of the order that was departed from."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from sqlalchemy import case, func, select

from participa.extensions import db
from participa.hearings.models import Hearing, StagedQuestion, StageMove, Support, SupportDecision, SupportState
from participa.hearings.queries import steps
from participa.hearings.suspicion import YOUNG, Cast
from participa.questions.queries import public
from participa.shared.clock import now

What = TypeVar("What", SupportDecision, StageMove)
LOOKED_BACK = timedelta(minutes=10)
MOST_LOOKED_AT = 20_000
ROWS_AT_ONCE = 1_000
MOST_LISTED = 500


@dataclass(frozen=True)
class UnderReview:
    """What waits for a question, and what speaks for or against it."""

    staged_id: int
    radicado: str
    text: str
    held: int
    networks: int
    browsers: int
    young: int
    in_room: int
    counted: int


@dataclass(frozen=True)
class Told(Generic[What]):
    """A decision or an override as everybody may read it; without number and text when the question is withheld."""

    at: datetime
    radicado: str
    text: str
    what: What


def undecided(hearing: Hearing) -> list[Cast]:
    """The supports of the last minutes that count or warm up, but for those that somebody accepted."""
    decided = select(func.max(SupportDecision.at)).where(SupportDecision.staged_id == Support.staged_id)
    columns = (Support.network, Support.browser, Support.device_since, Support.at)
    found = select(Support.staged_id, Support.device, *columns).where(
        Support.hearing_id == hearing.id,
        Support.state.in_((SupportState.COUNTED, SupportState.WARMING)),
        Support.at > now() - LOOKED_BACK,
        Support.at > func.coalesce(decided.scalar_subquery(), hearing.opened_at),
    )
    found = found.order_by(Support.at.desc(), Support.staged_id, Support.device).limit(MOST_LOOKED_AT)
    rows = db.session.execute(found.execution_options(yield_per=ROWS_AT_ONCE))
    known: dict[str, str] = {}

    def once(word: str) -> str:
        """The same text in memory for each phone, network and browser, of which there are few."""
        return known.setdefault(word, word)

    return [Cast(row[0], once(row[1]), once(row[2]), once(row[3]), row[4], row[5]) for row in rows]


def decided_since(hearing: Hearing, at: datetime) -> set[int]:
    """The questions of whose supports somebody decided at this instant or later."""
    found = select(SupportDecision.staged_id).join(StagedQuestion, StagedQuestion.id == SupportDecision.staged_id)
    return set(db.session.scalars(found.where(StagedQuestion.hearing_id == hearing.id, SupportDecision.at >= at)))


def count_questions(hearing: Hearing) -> int:
    found = select(func.count()).select_from(StagedQuestion).where(StagedQuestion.hearing_id == hearing.id)
    return db.session.scalar(found) or 0


def under_review(hearing: Hearing) -> list[UnderReview]:
    """Each question with supports that wait, the most first. Four statements."""
    held = Support.state == SupportState.HELD
    amount = func.count(case((held, 1)))
    found = select(
        Support.staged_id,
        amount,
        func.count(case((held, Support.network)).distinct()),
        func.count(case((held, Support.browser)).distinct()),
        func.count(case((held & Support.is_in_room, 1))),
        func.count(case((Support.state == SupportState.COUNTED, 1))),
    )
    found = found.where(Support.hearing_id == hearing.id).group_by(Support.staged_id).having(amount > 0)
    rows = db.session.execute(found.order_by(amount.desc(), Support.staged_id)).all()
    texts, young = texts_of([row[0] for row in rows]), _young(hearing)
    return [UnderReview(row[0], *texts[row[0]], *row[1:4], young.get(row[0], 0), *row[4:6]) for row in rows]


def count_held(staged: StagedQuestion) -> int:
    """How many supports of this question itself wait, as they are decided."""
    waiting = (Support.staged_id == staged.id, Support.state == SupportState.HELD)
    return db.session.scalar(select(func.count()).select_from(Support).where(*waiting)) or 0


def _young(hearing: Hearing) -> dict[int, int]:
    """How many of those that wait came from a phone that had just arrived."""
    waiting = (Support.hearing_id == hearing.id, Support.state == SupportState.HELD)
    found = select(Support.staged_id, Support.device_since, Support.at).where(*waiting)
    rows = db.session.execute(found.order_by(Support.staged_id, Support.device))
    return dict(Counter(row.staged_id for row in rows if timedelta(0) <= row.at - row.device_since < YOUNG))


def texts_of(staged_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Filing number and public wording of each; empty of one that is no longer public. Two statements."""
    found = select(StagedQuestion.id, StagedQuestion.question_id, StagedQuestion.rehearsal_text)
    rows = db.session.execute(found.where(StagedQuestion.id.in_(list(staged_ids))).order_by(StagedQuestion.id)).all()
    readable = {
        one.id: one
        for one in public.by_ids([row.question_id for row in rows if row.question_id])
        if not one.is_withheld
    }
    told = {number: (one.radicado, one.body) for number, one in readable.items()}
    return {row.id: told.get(row.question_id, ("", row.rehearsal_text)) for row in rows}


def decisions(hearing: Hearing) -> list[Told[SupportDecision]]:
    """Every decision on supports, the last first."""
    found = select(SupportDecision).join(StagedQuestion, StagedQuestion.id == SupportDecision.staged_id)
    found = found.where(StagedQuestion.hearing_id == hearing.id).order_by(SupportDecision.id.desc()).limit(MOST_LISTED)
    return _told(list(db.session.scalars(found)))


def overrides(hearing: Hearing) -> list[Told[StageMove]]:
    """Every step to the stage out of its order that was not undone, with its reason, the last first."""
    found = select(StageMove).join(StagedQuestion, StagedQuestion.id == StageMove.staged_id)
    found = found.where(StagedQuestion.hearing_id == hearing.id, StageMove.reason.is_not(None), steps.stands())
    return _told(list(db.session.scalars(found.order_by(StageMove.id.desc()).limit(MOST_LISTED))))


def _told(rows: Sequence[What]) -> list[Told[What]]:
    texts = texts_of({row.staged_id for row in rows})
    return [Told(row.at, *texts[row.staged_id], row) for row in rows]


def totals(hearing: Hearing) -> dict[SupportState, int]:
    """How many supports there are in each state, of phones and questions one by one."""
    found = select(Support.state, func.count()).where(Support.hearing_id == hearing.id).group_by(Support.state)
    return {row[0]: row[1] for row in db.session.execute(found.order_by(Support.state))}


def find(hearing: Hearing, staged_id: int) -> StagedQuestion:
    """A question of this hearing by its number there. Raises NoResultFound."""
    wanted = select(StagedQuestion).where(StagedQuestion.id == staged_id, StagedQuestion.hearing_id == hearing.id)
    return db.session.scalars(wanted).one()
