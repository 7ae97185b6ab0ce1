"""The monthly table of reasons: what was received, what became of its text, what was appealed. All in Colombia."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, distinct, func, select

from participa.calendar.queries import current_calendar
from participa.extensions import db
from participa.questions.models import (
    WITHHOLD_REASON_LABELS,
    Question,
    QuestionMove,
    RedactedPart,
    Restriction,
    RestrictionKind,
    Visibility,
    WithholdReason,
)
from participa.questions.queries import figures, restrictions
from participa.restrictions.models import Appeal, Outcome
from participa.shared.business_days import business_days_left
from participa.shared.sql import bogota_date
from participa.shared.templating import MONTHS

NAME = "restrictions-by-month"
COUNTS = ("received", "published", "waiting", "appealed", "upheld", "decided", "decided_soon")
HEADINGS = (
    *("Mes", "Recibidas", "Publicadas", "En espera"),
    *(f"Tachadas {reason}" for reason in WithholdReason),
    *(f"Reservadas {reason}" for reason in WithholdReason),
    *("Apeladas", "Aceptadas", "Revisadas", "Revisadas en un día hábil"),
)


@dataclass
class Month:
    """One month, «2026-08». `decided_soon`: of those received that month, whose text was decided in a business day."""

    key: str
    counts: dict[str, int] = field(default_factory=dict)
    redacted: dict[str, int] = field(default_factory=dict)
    withheld: dict[str, int] = field(default_factory=dict)

    @property
    def label(self) -> str:
        year, month = self.key.split("-")
        return f"{MONTHS[int(month) - 1].capitalize()} de {year}"

    @property
    def share_soon(self) -> int | None:
        """Percent decided within one business day; None when nothing was decided."""
        decided = self.counts["decided"]
        return round(100 * self.counts["decided_soon"] / decided) if decided else None

    @property
    def cells(self) -> list[str | int]:
        of = self.counts
        reasons = [by.get(reason, 0) for by in (self.redacted, self.withheld) for reason in WithholdReason]
        before = [of["received"], of["published"], of["waiting"]]
        return [self.key, *before, *reasons, of["appealed"], of["upheld"], of["decided"], of["decided_soon"]]


def months() -> list[Month]:
    """Every month with questions, the last one first: as kept last, or counted now when nothing was kept yet."""
    kept = figures.find_kept(NAME)
    found = (kept if kept is not None else count())["months"]
    return [Month(**month) for month in found]


def reasons() -> dict[str, str]:
    return {reason.value: label for reason, label in WITHHOLD_REASON_LABELS.items()}


def count() -> dict[str, Any]:
    """Count everything anew, for `counting.recount`. Eight statements."""
    of: dict[str, Counter[str]] = {name: Counter() for name in COUNTS}
    of["received"].update(_by_month(Question.received_at, Question.id))
    of["waiting"].update(_by_month(Question.received_at, Question.id, Question.visibility == Visibility.WAITING))
    of["published"].update(_published())
    of["appealed"].update(_by_month(Appeal.at, Appeal.id))
    of["upheld"].update(_by_month(Appeal.decided_at, Appeal.id, Appeal.outcome == Outcome.UPHELD))
    of["decided"], of["decided_soon"] = _decided()
    redacted, withheld = _by_reason(_parts()), _by_reason(_whole())
    keys = sorted({key for by in of.values() for key in by} | redacted.keys() | withheld.keys(), reverse=True)
    return {
        "months": [
            {"key": key, "counts": {name: of[name][key] for name in COUNTS}}
            | {"redacted": dict(redacted[key]), "withheld": dict(withheld[key])}
            for key in keys
        ]
    }


def _month(instant: Any) -> ColumnElement[str]:
    return func.substr(cast(bogota_date(instant), String), 1, 7)


def _by_month(instant: Any, counted: Any, *conditions: ColumnElement[bool]) -> dict[str, int]:
    month = _month(instant)
    found = select(month, func.count(counted)).where(instant.is_not(None), *conditions).group_by(month)
    return {key: total for key, total in db.session.execute(found)}  # noqa: C416 - rows are no pairs for the types


def _published() -> dict[str, int]:
    """In which month each text was published for the first time."""
    shown = (QuestionMove.axis == "visibility", QuestionMove.from_value == Visibility.WAITING.value)
    readable = QuestionMove.to_value.in_((Visibility.PUBLIC.value, Visibility.GROUPED.value))
    month = _month(QuestionMove.at)
    found = select(month, func.count(distinct(QuestionMove.question_id))).join(Question, _is_decided())
    found = found.where(*shown, readable).group_by(month)
    return {key: total for key, total in db.session.execute(found)}  # noqa: C416 - rows are no pairs for the types


def _is_decided() -> ColumnElement[bool]:
    """What was undone waits again."""
    return and_(Question.id == QuestionMove.question_id, Question.visibility != Visibility.WAITING)


def _decided() -> tuple[Counter[str], Counter[str]]:
    """Of what was received each month: how many texts were decided, and how many within one business day."""
    first = (
        select(QuestionMove.question_id, func.min(QuestionMove.at).label("at"))
        .join(Question, _is_decided())
        .where(QuestionMove.axis == "visibility", QuestionMove.from_value == Visibility.WAITING.value)
        .group_by(QuestionMove.question_id)
        .subquery()
    )
    came, done = bogota_date(Question.received_at), bogota_date(first.c.at)
    pairs = select(came, done, func.count(Question.id)).join(first, first.c.question_id == Question.id)
    calendar, decided, soon = current_calendar(), Counter[str](), Counter[str]()
    for start, end, total in db.session.execute(pairs.group_by(came, done)):
        month = start.isoformat()[:7]
        decided[month] += total
        near = end - start <= timedelta(days=14)  # longer than any run of holidays
        soon[month] += total * (near and business_days_left(start, max(start, end), calendar) <= 1)
    return decided, soon


def _parts() -> Any:
    """(month, reason, decisions) of what was redacted; a decision counts once a reason."""
    month = _month(Restriction.at)
    found = select(month, RedactedPart.reason, func.count(distinct(Restriction.id)))
    return found.join(RedactedPart, RedactedPart.restriction_id == Restriction.id).group_by(month, RedactedPart.reason)


def _whole() -> Any:
    month = _month(Restriction.at)
    found = select(month, Restriction.reason, func.count(Restriction.id))
    stood = (Restriction.kind == RestrictionKind.WITHHELD, ~restrictions.was_undone())
    return found.where(*stood).group_by(month, Restriction.reason)


def _by_reason(statement: Any) -> defaultdict[str, dict[str, int]]:
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    rows: Iterable[tuple[str, WithholdReason, int]] = db.session.execute(statement)
    for month, reason, total in rows:
        found[month][reason.value] = total
    return found
