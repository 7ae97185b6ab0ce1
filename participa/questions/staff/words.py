"""How the pages of the team say things: tones and the steps of a question in words."""

from datetime import date

from participa.questions.models import (
    REVIEW_STEP_LABELS,
    STATUS_LABELS,
    VERDICT_LABELS,
    VISIBILITY_LABELS,
    Question,
    QuestionMove,
    ReviewStep,
    Status,
    Verdict,
    Visibility,
)
from participa.questions.moves import CORRECTION_LABELS, Axis, Correction
from participa.questions.standing import Standing, standing_of
from participa.shared.business_days import WorkCalendar
from participa.shared.templating import long_day, moment

STATUS_TONES = {
    Status.RECEIVED: "info",
    Status.CLASSIFIED: "info",
    Status.ASSIGNED: "progress",
    Status.DRAFTING: "progress",
    Status.IN_REVIEW: "progress",
    Status.ANSWERED: "good",
    Status.PUBLISHED: "good",
    Status.CLARIFYING: "warn",
    Status.REJECTED: "bad",
}
VISIBILITY_TONES = {Visibility.WAITING: "warn", Visibility.PUBLIC: "good", Visibility.WITHHELD: "bad"}


def term_of(question: Question, today: date, calendar: WorkCalendar) -> Standing:
    """How the question stands with its term on a day in Colombia."""
    return standing_of(question.status, question.due_on, question.answered_at, today, calendar)


def history(question: Question) -> list[dict[str, str]]:
    """All that happened, the first step first."""
    received = moment(question.received_at)
    first = {"status": "done", "title": "Recibida", "when": received, "text": question.channel_label}
    return [first, *_typed(question), *(_item(move) for move in question.moves)]


def _typed(question: Question) -> list[dict[str, str]]:
    """That the team typed it, who and why later than it came."""
    entry = question.by_hand
    if entry is None:
        return []
    text = f"{entry.typed_by.name}. «{entry.reason}»" if entry.reason else entry.typed_by.name
    return [{"status": "done", "title": "Escrita por el equipo", "when": moment(entry.typed_at), "text": text}]


def _item(move: QuestionMove) -> dict[str, str]:
    return {"status": "done", "title": step_title(move), "when": moment(move.at), "text": _who(move)}


def step_title(move: QuestionMove) -> str:
    if move.axis == Axis.STATUS:
        return STATUS_LABELS[Status(move.to_value)]
    if move.axis == Axis.VISIBILITY:
        return f"Texto: {VISIBILITY_LABELS[Visibility(move.to_value)].lower()}"
    if move.axis == Axis.TERM:
        return f"Plazo: del {_day(move.from_value)} al {_day(move.to_value)}"
    if move.axis == Axis.MARK:
        return move.to_value
    if move.axis == Axis.REVIEW:
        return f"{REVIEW_STEP_LABELS[ReviewStep(move.from_value)]}: {VERDICT_LABELS[Verdict(move.to_value)].lower()}"
    return CORRECTION_LABELS[Correction(move.to_value)]


def _day(iso: str) -> str:
    return long_day(date.fromisoformat(iso))


def _who(move: QuestionMove) -> str:
    people = [move.author.name if move.author else "Quien preguntó", move.department.name if move.department else ""]
    who = " · ".join(name for name in people if name)
    return f"{who}. «{move.note}»" if move.note else who
