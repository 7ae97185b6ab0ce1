"""Fulfilment of a strategy (Manual Único, indicator B6): done of all, without what was cancelled."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from participa.shared.sql import fold
from participa.strategy import when
from participa.strategy.models import ELEMENTO_LABELS, ETAPA_LABELS, Activity, ActivityState, ShownState
from participa.strategy.narrowing import elemento_of, etapas_of
from participa.strategy.schedule import shown_state

MONTHS_OF_A_CUATRIMESTRE = 4


@dataclass(frozen=True)
class Share:
    """How many activities of a kind are done. `of` is what counts; the names are those of the chart."""

    label: str
    value: int
    of: int


@dataclass(frozen=True)
class Fulfilment:
    """The same count by each kind. An activity of several stages or offices counts in each of them."""

    whole: Share
    cancelled: int
    by_elemento: list[Share]
    by_etapa: list[Share]
    by_office: list[Share]
    by_period: list[Share]
    overdue: list[Activity]


def fulfilment(activities: Sequence[Activity], today: date) -> Fulfilment:
    """Counted from what is written and from the day in Colombia; nothing is stored."""
    counting = [one for one in activities if one.state is not ActivityState.CANCELLED]
    offices = {office.name for one in counting for office in one.departments}
    periods = {_period(one) for one in counting} - {""}
    return Fulfilment(
        whole=_share("Toda la estrategia", counting),
        cancelled=len(activities) - len(counting),
        by_elemento=_shares(counting, lambda one: {elemento_of(one)} - {""}, ELEMENTO_LABELS, "Sin elemento"),
        by_etapa=_shares(counting, etapas_of, ETAPA_LABELS, "Sin etapa"),
        by_office=_shares(counting, _offices, _same(sorted(offices, key=fold)), "Sin dependencia enlazada"),
        by_period=_shares(counting, lambda one: {_period(one)} - {""}, _period_words(periods), "Sin fecha"),
        overdue=[one for one in counting if shown_state(one, today) is ShownState.OVERDUE],
    )


def _shares(
    activities: Sequence[Activity],
    kinds_of: Callable[[Activity], set[str]],
    labels: Mapping[str, str],
    without: str,
) -> list[Share]:
    kinds = [(one, kinds_of(one)) for one in activities]
    named = [_share(label, [one for one, of in kinds if code in of]) for code, label in labels.items()]
    return [share for share in [*named, _share(without, [one for one, of in kinds if not of])] if share.of]


def _share(label: str, activities: Iterable[Activity]) -> Share:
    states = [one.state for one in activities]
    return Share(label, states.count(ActivityState.DONE), len(states))


def _offices(activity: Activity) -> set[str]:
    return {office.name for office in activity.departments}


def _period(activity: Activity) -> str:
    """The four months in which it should end: «2026-1» is January to April of 2026."""
    last = when.last_day(activity)
    return f"{last.year:04}-{(last.month - 1) // MONTHS_OF_A_CUATRIMESTRE + 1}" if last else ""


def _period_words(periods: Iterable[str]) -> dict[str, str]:
    months = {"1": "Enero a abril", "2": "Mayo a agosto", "3": "Septiembre a diciembre"}
    return {period: f"{months[period[5:]]} de {period[:4]}" for period in sorted(periods)}


def _same(names: Iterable[str]) -> dict[str, str]:
    return {name: name for name in names}
