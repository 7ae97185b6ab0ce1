"""Fulfilment of a strategy (Manual Único, indicator B6): done of all, without what was cancelled.

What counts is each period of each activity: one of three cuatrimestres counts three times. What offices reported and
what internal control verified are counted side by side.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from participa.shared.sql import fold
from participa.strategy.models import (
    ELEMENTO_LABELS,
    ETAPA_LABELS,
    Activity,
    ActivityReport,
    ActivityState,
    ShownState,
    Slot,
    Tracked,
)
from participa.strategy.narrowing import elemento_of, etapas_of
from participa.strategy.tracking import all_tracked

MONTHS_OF_A_CUATRIMESTRE = 4


@dataclass(frozen=True)
class Unit:
    """What is counted: a period of an activity."""

    activity: Activity
    slot: Slot


@dataclass(frozen=True)
class Share:
    """How many of a kind are done and how many of those are verified. `of` is what counts."""

    label: str
    value: int
    of: int
    verified: int = 0


@dataclass(frozen=True)
class Fulfilment:
    """The same count by each kind. An activity of several stages or offices counts in each of them."""

    whole: Share
    cancelled: int
    has_periods: bool
    by_elemento: list[Share]
    by_etapa: list[Share]
    by_office: list[Share]
    by_period: list[Share]
    overdue: list[Unit]
    disputed: list[Tracked]


def fulfilment(
    activities: Sequence[Activity], today: date, histories: Mapping[int, Sequence[ActivityReport]] | None = None
) -> Fulfilment:
    """Counted from the reports of each activity, by its number, and from the day in Colombia; nothing is stored."""
    counting = [one for one in activities if one.state is not ActivityState.CANCELLED]
    every = all_tracked(counting, histories or {}, today)
    units = [Unit(one.activity, slot) for one in every for slot in one.slots]
    offices = {office.name for one in counting for office in one.departments}
    periods = {_period(unit) for unit in units} - {""}
    return Fulfilment(
        whole=_share("Toda la estrategia", units),
        cancelled=len(activities) - len(counting),
        has_periods=len(units) > len(counting),
        by_elemento=_shares(units, lambda unit: {elemento_of(unit.activity)} - {""}, ELEMENTO_LABELS, "Sin elemento"),
        by_etapa=_shares(units, lambda unit: etapas_of(unit.activity), ETAPA_LABELS, "Sin etapa"),
        by_office=_shares(units, _offices, _same(sorted(offices, key=fold)), "Sin dependencia enlazada"),
        by_period=_shares(units, lambda unit: {_period(unit)} - {""}, _period_words(periods), "Sin fecha"),
        overdue=[unit for unit in units if unit.slot.shown is ShownState.OVERDUE],
        disputed=[one for one in every if one.disputed],
    )


def _shares(
    units: Sequence[Unit],
    kinds_of: Callable[[Unit], set[str]],
    labels: Mapping[str, str],
    without: str,
) -> list[Share]:
    kinds = [(unit, kinds_of(unit)) for unit in units]
    named = [_share(label, [unit for unit, of in kinds if code in of]) for code, label in labels.items()]
    return [share for share in [*named, _share(without, [unit for unit, of in kinds if not of])] if share.of]


def _share(label: str, units: Iterable[Unit]) -> Share:
    slots = [unit.slot for unit in units]
    done = [slot for slot in slots if slot.state is ActivityState.DONE]
    return Share(label, len(done), len(slots), sum(slot.is_verified for slot in done))


def _offices(unit: Unit) -> set[str]:
    return {office.name for office in unit.activity.departments}


def _period(unit: Unit) -> str:
    """The four months in which it should end: «2026-1» is January to April of 2026."""
    last = unit.slot.last_day
    return f"{last.year:04}-{(last.month - 1) // MONTHS_OF_A_CUATRIMESTRE + 1}" if last else ""


def _period_words(periods: Iterable[str]) -> dict[str, str]:
    months = {"1": "Enero a abril", "2": "Mayo a agosto", "3": "Septiembre a diciembre"}
    return {period: f"{months[period[5:]]} de {period[:4]}" for period in sorted(periods)}


def _same(names: Iterable[str]) -> dict[str, str]:
    return {name: name for name in names}
