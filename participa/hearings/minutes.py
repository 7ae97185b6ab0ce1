"""The minutes (acta) of a hearing: they write themselves from what was conducted. No names of who spoke or asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask.typing import ResponseReturnValue

from participa.config import Settings
from participa.hearings import clock, minutes_file
from participa.hearings.models import (
    EXTENT_LABELS,
    OVERRIDE_REASON_LABELS,
    Extent,
    Hearing,
    HearingState,
    LivePromise,
    MicrophoneTurn,
    StagedQuestion,
    StageMove,
    SupportDecision,
    TurnState,
)
from participa.hearings.queries import board, history, steps, supports
from participa.hearings.queries import conduct as queries
from participa.hearings.queries.conduct import Point
from participa.hearings.queries.history import Heard
from participa.hearings.queries.supports import Told
from participa.questions.queries import public
from participa.shared import ledger
from participa.shared.clock import now
from participa.shared.recording import clock_of

HIDDEN = "El texto de esta pregunta ya no es público."


@dataclass(frozen=True)
class Said:
    """A question that was answered aloud. `why` is the reason for which it went before others, if it did.

    `joined`: how many of its group were answered with it.
    """

    radicado: str
    text: str
    office: str
    territory: str
    extent: str
    minute: str
    why: str
    joined: int


@dataclass(frozen=True)
class Departure:
    """A step to the stage before others, and why. What is not public has no filing number."""

    at: datetime
    radicado: str
    text: str
    why: str


@dataclass(frozen=True)
class Promised:
    """A promise; `is_struck` says that it was noted by mistake."""

    text: str
    office: str
    minute: str
    radicado: str
    is_struck: bool


@dataclass(frozen=True)
class Spoken:
    """A turn at the microphone without the name. `seconds` is how long it went on."""

    position: int
    territory: str
    seconds: int | None
    was_there: bool
    radicado: str


@dataclass(frozen=True)
class Minutes:
    """All that the minutes say. `too_new` are supports that came seconds before the end and did not count.

    `entries` and `fingerprint` are of the public record at the instant of reading.
    """

    hearing: Hearing
    at: datetime
    agenda: Sequence[Point]
    answered: Sequence[Said]
    departures: Sequence[Departure]
    counts: Sequence[tuple[str, int]]
    left: int
    promises: Sequence[Promised]
    turns: Sequence[Spoken]
    territories: Sequence[Heard]
    offices: Sequence[Heard]
    decisions: Sequence[SupportDecision]
    too_new: int
    blanks: int
    received: int
    withheld: int
    entries: int
    fingerprint: str

    @property
    def is_draft(self) -> bool:
        return self.hearing.state is not HearingState.CLOSED

    @property
    def overrides(self) -> int:
        return len(self.departures)

    @property
    def unheard(self) -> list[str]:
        """The territories that waited and of which no question was answered."""
        return [heard.name for heard in self.territories if not heard.answered]


def read(hearing: Hearing) -> Minutes:
    """The minutes as they are at this instant. The number of statements does not depend on what they tell."""
    at, counts = now(), history.by_extent(hearing)
    figures = board.state_of(hearing, 0, at).counters
    entries, fingerprint = ledger.head()
    return Minutes(
        hearing=hearing,
        at=at,
        agenda=queries.agenda(hearing),
        answered=_answered(hearing),
        departures=[_departure(told) for told in reversed(supports.overrides(hearing))],
        counts=[(EXTENT_LABELS[extent], counts.get(extent, 0)) for extent in Extent],
        left=counts.get(None, 0),
        promises=_promises(hearing),
        turns=_turns(hearing),
        territories=history.heard_by_territory(hearing),
        offices=history.heard_by_office(hearing),
        decisions=history.decisions(hearing),
        too_new=history.too_new(hearing),
        blanks=history.blanks(hearing),
        received=figures.received,
        withheld=figures.withheld,
        entries=entries,
        fingerprint=fingerprint,
    )


def answer(hearing: Hearing) -> ResponseReturnValue:
    """The minutes as a file to print."""
    settings: Settings = current_app.extensions["settings"]
    body = minutes_file.draw(settings.entity.name, read(hearing))
    headers = {"Content-Type": "application/pdf", "Cache-Control": "no-store"}
    name = f"acta-{hearing.event.slug}.pdf"
    return body, 200, headers | {"Content-Disposition": f'attachment; filename="{name}"'}


def _answered(hearing: Hearing) -> list[Said]:
    rows = history.answered_in_order(hearing)
    told = {one.id: one for one in public.by_ids([row.question_id for row in rows if row.question_id])}
    offices = {one.id: one.office for one in board.read(hearing).standings}
    joined = history.joined(hearing)
    reasons = steps.reasons(steps.standing([row.id for row in rows]))
    whys = {number: OVERRIDE_REASON_LABELS[reason] for number, reason in reasons.items()}
    return [
        _said(row, told.get(row.question_id or 0), offices.get(row.id, ""), whys.get(row.id, ""), joined.get(row.id, 0))
        for row in rows
    ]


def _said(row: StagedQuestion, question: public.PublicQuestion | None, office: str, why: str, joined: int) -> Said:
    return Said(
        radicado=question.radicado if question else "",
        text=_text(row, question),
        office=office,
        territory=row.territory if row.question_id is None or (question and question.body) else "",
        extent=EXTENT_LABELS[row.extent] if row.extent else "",
        minute=clock_of(row.second) if row.second is not None else "",
        why=why,
        joined=joined,
    )


def _text(row: StagedQuestion, question: public.PublicQuestion | None) -> str:
    if row.question_id is None:
        return row.rehearsal_text
    return (question.body if question else "") or HIDDEN


def _departure(told: Told[StageMove]) -> Departure:
    reason = told.what.reason
    text = told.text or HIDDEN
    return Departure(told.at, told.radicado, text, OVERRIDE_REASON_LABELS[reason] if reason else "")


def _promises(hearing: Hearing) -> list[Promised]:
    """The minutes are counted anew from the clock: it may have been corrected after a promise was noted."""
    found = queries.promises(hearing)
    number_of = _numbers(promise.staged.question_id for promise in found if promise.staged)
    return [_promised(promise, clock.second_at(hearing, promise.at), number_of) for promise in found]


def _numbers(question_ids: Iterable[int | None]) -> dict[int, str]:
    """The filing numbers that everybody may know; not that of a question that waits for its moderation."""
    return {one.id: one.radicado for one in public.by_ids([number for number in question_ids if number])}


def _promised(promise: LivePromise, second: int | None, number_of: Mapping[int, str]) -> Promised:
    question_id = promise.staged.question_id if promise.staged else None
    return Promised(
        text=promise.text,
        office=promise.department.name if promise.department else "",
        minute=clock_of(second) if second is not None else "",
        radicado=number_of.get(question_id or 0, ""),
        is_struck=promise.struck_at is not None,
    )


def _turns(hearing: Hearing) -> list[Spoken]:
    found = [turn for turn in queries.turns(hearing) if turn.state is not TurnState.WAITING]
    number_of = _numbers(turn.question_id for turn in found)
    return [_spoken(turn, number_of.get(turn.question_id or 0, "")) for turn in found]


def _spoken(turn: MicrophoneTurn, radicado: str) -> Spoken:
    is_over = turn.began_at is not None and turn.ended_at is not None
    seconds = int((turn.ended_at - turn.began_at).total_seconds()) if is_over else None  # type: ignore[operator]
    return Spoken(turn.position, turn.territory, seconds, turn.state is not TurnState.ABSENT, radicado)
