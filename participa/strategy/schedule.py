"""A strategy as a table in time: groups of rows, bars and figures of progress."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from participa.shared.templating import MONTHS, counted, short_day
from participa.strategy import rules, when
from participa.strategy.models import SHOWN_STATE_LABELS, SHOWN_STATE_TONES, Activity, ShownState

UNKNOWN = "Sin fecha"
MOST_MONTHS = 24  # with letters; beyond, only years
PER_PAGE = 100
MOST_YEARS = 20  # more is a mistake in the dates


def shown_state(activity: Activity, today: date) -> ShownState:
    return rules.shown_state(activity.state, when.first_day(activity), when.last_day(activity), today)


@dataclass(frozen=True)
class Progress:
    """How far a strategy is: activities by state; what was cancelled does not count (Manual Único, indicator B6)."""

    by_state: Counter[ShownState]

    @property
    def total(self) -> int:
        return self.by_state.total() - self.by_state[ShownState.CANCELLED]

    @property
    def done(self) -> int:
        return self.by_state[ShownState.DONE]

    @property
    def label(self) -> str:
        return f"{self.done} de {counted(self.total, 'actividad cumplida', 'actividades cumplidas')}"

    def count(self, name: str) -> int:
        return self.by_state[ShownState(name)]


def progress(activities: Sequence[Activity], today: date) -> Progress:
    return Progress(Counter(shown_state(activity, today) for activity in activities))


@dataclass(frozen=True)
class Span:
    """From the first to the last day of a strategy; places are shares from 0 to 100."""

    first: date
    last: date

    def place(self, day: date) -> float:
        return round(100 * (day - self.first).days / max((self.last - self.first).days, 1), 1)

    def months(self) -> list[dict[str, Any]]:
        """Where each month begins, with its first letter; several years get the year where it begins."""
        if self.last.year - self.first.year > MOST_YEARS:
            return []
        starts = list(_month_starts(self.first, self.last))
        if len(starts) > MOST_MONTHS:
            return [{"at": self.place(day), "label": str(day.year)} for day in starts if day.month == 1]
        return [{"at": max(self.place(day), 0.0), "label": MONTHS[day.month - 1][0].upper()} for day in starts]

    def find_place(self, day: date) -> float | None:
        return self.place(day) if self.first <= day <= self.last else None


def _month_starts(first: date, last: date) -> Iterator[date]:
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield date(month // 12, month % 12 + 1, 1)


def find_span(activities: Sequence[Activity]) -> Span | None:
    days = [day for activity in activities for day in (when.first_day(activity), when.last_day(activity)) if day]
    return Span(min(days), max(days)) if days else None


def bar_keys(activities: Sequence[Activity], today: date) -> list[dict[str, str]]:
    """What the pattern of each bar says: the states that it stands for."""
    shown = {shown_state(one, today) for one in activities if when.last_day(one)}
    labels: dict[str, list[str]] = {}
    for state in ShownState:
        if state in shown:
            labels.setdefault(SHOWN_STATE_TONES[state], []).append(SHOWN_STATE_LABELS[state])
    return [{"tone": tone, "label": " o ".join(words)} for tone, words in labels.items()]


def state_rows(activities: Sequence[Activity], today: date) -> list[dict[str, Any]]:
    """How many activities are in each state, of all of them: for the chart."""
    counts = progress(activities, today).by_state
    return [
        {"label": SHOWN_STATE_LABELS[state], "value": counts[state], "of": len(activities)}
        for state in ShownState
        if counts[state]
    ]


def groups(
    activities: Sequence[Activity],
    today: date,
    span: Span | None,
    address: Callable[[Activity], str],
    found: Mapping[int, str] | None = None,
) -> list[dict[str, Any]]:
    """What the component `schedule` shows: a group for each section, with its rows.

    `found`: what internal control found, in words, by the number of the activity.
    """
    all_groups = list(_groups(activities, today, span, address))
    for row in (row for group in all_groups for row in group["rows"]):
        row["control"] = (found or {}).get(row["activity"].id, "")
    return all_groups


def _groups(
    activities: Sequence[Activity], today: date, span: Span | None, address: Callable[[Activity], str]
) -> Iterator[dict[str, Any]]:
    for section, members in groupby(activities, key=lambda activity: activity.section):
        rows = [_row(activity, today, span) | {"url": address(activity)} for activity in members]
        note = counted(len(rows), "actividad", "actividades")
        yield {"title": section.label, "note": note, "rows": rows, "id": f"seccion-{section.position}"}


def _row(activity: Activity, today: date, span: Span | None) -> dict[str, Any]:
    shown = shown_state(activity, today)
    return {
        "activity": activity,
        "title": activity.name,
        "office": activity.responsible_text,
        "start": written(activity.starts_on, when.told(activity)),
        "end": written(activity.ends_on, when.told(activity)),
        "words": "" if activity.starts_on or activity.ends_on else when.told(activity),
        "state": SHOWN_STATE_LABELS[shown],
        "tone": SHOWN_STATE_TONES[shown],
        **_bar(activity, span),
    }


def written(day: date | None, as_in_document: str) -> str:
    """A day in few letters, or what the document says where it could not be read as a day."""
    return short_day(day) if day else as_in_document or UNKNOWN


def _bar(activity: Activity, span: Span | None) -> dict[str, float | None]:
    last = when.last_day(activity)
    first = when.first_day(activity) or last
    if span is None or first is None or last is None:
        return {"from": None, "to": None}
    return {"from": span.place(first), "to": span.place(max(first, last))}
