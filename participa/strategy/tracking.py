"""Where each period of an activity stands: what was reported and, beside it, what internal control found."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from participa.strategy import rules, when
from participa.strategy.models import (
    ACTIVITY_STATE_LABELS,
    REPORTABLE,
    Activity,
    ActivityReport,
    ActivityState,
    Slot,
    Tracked,
    VerificationResult,
)

WHOLE = "Toda la actividad"
NO_REPORT = "Todavía no hay avances informados."
NOT_YET = "Control Interno todavía no la ha revisado."
FOUND = {
    VerificationResult.VERIFIED: "Control Interno la verificó.",
    VerificationResult.PARTLY: "Control Interno solo verificó una parte.",
    VerificationResult.NOT_VERIFIED: "Control Interno no la pudo verificar.",
}


def codes_of(activity: Activity) -> list[str]:
    """The codes of its periods in order of time, each once; one empty code stands for the whole."""
    known = {period: code for code in activity.periods or () if (period := when.period_of(code))}
    return [known[period] for period in sorted(known, key=lambda one: one.order)] or [""]


def label_of(code: str) -> str:
    return when.in_words([code]) if code else WHOLE


def tracked(activity: Activity, reports: Sequence[ActivityReport], today: date) -> Tracked:
    """An activity with the reports of all its versions, the oldest first."""
    codes = codes_of(activity)
    if len(codes) == 1:
        return Tracked(activity, [_only_slot(activity, codes[0], reports, today)], list(reports))
    return Tracked(activity, [_slot(activity, code, reports, today) for code in codes], list(reports))


def all_tracked(
    activities: Iterable[Activity], histories: Mapping[int, Sequence[ActivityReport]], today: date
) -> list[Tracked]:
    """The same for many, with the reports of each by its number."""
    return [tracked(one, histories.get(one.id, ()), today) for one in activities]


def _only_slot(activity: Activity, code: str, reports: Sequence[ActivityReport], today: date) -> Slot:
    """The state of the activity is that of its only period; a report of the whole speaks of it too."""
    last = _last([report for report in reports if report.period in (code, "")])
    first_day, last_day = when.first_day(activity), when.last_day(activity)
    shown = rules.shown_state(activity.state, first_day, last_day, today)
    return Slot(code, label_of(code), first_day, last_day, activity.state, shown, last)


def _slot(activity: Activity, code: str, reports: Sequence[ActivityReport], today: date) -> Slot:
    last, period = _last([report for report in reports if report.period == code]), when.period_of(code)
    first_day, last_day = (period.first_day, period.last_day) if period else (None, None)
    state = last.state if last else _untold(activity, reports)
    last_day = _postponed(last_day, reports)
    is_cancelled = activity.state is ActivityState.CANCELLED
    shown = rules.shown_state(activity.state if is_cancelled else state, first_day, last_day, today)
    return Slot(code, label_of(code), first_day, last_day, state, shown, last)


def _postponed(last_day: date | None, reports: Sequence[ActivityReport]) -> date | None:
    """The end of a period, or the new end of the whole activity when it was put off beyond it."""
    moved = next(
        (report.new_ends_on for report in reversed(reports) if report.state is ActivityState.RESCHEDULED), None
    )
    return max(last_day, moved) if last_day and moved else last_day


def _last(reports: Sequence[ActivityReport]) -> ActivityReport | None:
    return reports[-1] if reports else None


def _untold(activity: Activity, reports: Sequence[ActivityReport]) -> ActivityState:
    """Of a period without report. Without any report at all, the state was written before there were reports."""
    is_told = any(report.state in REPORTABLE for report in reports)
    return activity.state if activity.state in REPORTABLE and not is_told else ActivityState.SCHEDULED


def compared(slot: Slot) -> str:
    """In words, what was reported of a period and what internal control found."""
    if slot.report is None or slot.report.state not in REPORTABLE:
        return NO_REPORT
    told = f"{slot.report.by_whom} informó «{ACTIVITY_STATE_LABELS[slot.report.state]}»."
    found = FOUND[slot.verification.result] if slot.verification else NOT_YET
    return f"{told} {found}"


def found_of(one: Tracked) -> str:
    """In a few words, for lists, what internal control found of an activity; empty while it has not looked."""
    results = {slot.verification.result for slot in one.slots if slot.verification}
    if not results:
        return ""
    if results == {VerificationResult.VERIFIED}:
        return "Verificada por Control Interno"
    if results == {VerificationResult.NOT_VERIFIED}:
        return "Control Interno no la verificó"
    return "Control Interno la verificó en parte"


def all_found(
    activities: Sequence[Activity], histories: Mapping[int, Sequence[ActivityReport]], today: date
) -> dict[int, str]:
    """The same for many activities, by the number of each."""
    return {one.activity.id: found_of(one) for one in all_tracked(activities, histories, today)}


def next_slot(one: Tracked) -> Slot:
    """The period to report next: the first that is neither over with nor cancelled, else the last one."""
    return next((slot for slot in one.slots if rules.is_open(slot.shown)), one.slots[-1])
