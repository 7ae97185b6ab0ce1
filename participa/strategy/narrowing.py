"""Which activities of a cronograma to show: what can be chosen, and what fits the choice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from participa.shared.sql import fold
from participa.shared.templating import MONTHS
from participa.strategy import when
from participa.strategy.models import ELEMENTO_LABELS, ETAPA_LABELS, SHOWN_STATE_LABELS, Activity, ShownState

LONGEST_DAYS = 2 * 366  # more is a mistake in the dates: its first and last month say enough


@dataclass(frozen=True)
class Wanted:
    """What the address asks for; empty, everything. `mes` is «2026-03», `dependencia` the id of an office."""

    q: str = ""
    elemento: str = ""
    etapa: str = ""
    dependencia: str = ""
    mes: str = ""
    estado: str = ""

    @property
    def is_narrow(self) -> bool:
        return self != Wanted()

    def accepts(self, activity: Activity, state: ShownState) -> bool:
        found = {
            "elemento": {elemento_of(activity)},
            "etapa": etapas_of(activity),
            "dependencia": {str(office.id) for office in activity.departments},
            "mes": months_of(activity),
            "estado": {state.value},
        }
        asked = {name: getattr(self, name) for name in found}
        fits = all(not value or value in found[name] for name, value in asked.items())
        return fits and (not self.q or holds(activity, self.q))


def choices(activities: Sequence[Activity], states: Sequence[ShownState]) -> dict[str, dict[str, str]]:
    """What can be chosen for each field, as code → words: only what finds something."""
    offices = {str(office.id): office.name for one in activities for office in one.departments}
    months = set().union(*map(months_of, activities))
    elements, stages = {elemento_of(one) for one in activities}, set().union(*map(etapas_of, activities))
    return {
        "elemento": _only(ELEMENTO_LABELS, elements),
        "etapa": _only(ETAPA_LABELS, stages),
        "dependencia": dict(sorted(offices.items(), key=lambda pair: fold(pair[1]))),
        "mes": {month: _month_words(month) for month in sorted(months)},
        "estado": {state.value: SHOWN_STATE_LABELS[state] for state in ShownState if state in states},
    }


def elemento_of(activity: Activity) -> str:
    """Its own element, or else the one of its section; «» without any."""
    return activity.elemento or activity.section.elemento or ""


def etapas_of(activity: Activity) -> set[str]:
    """Its own stages, or else the one of its section."""
    return set(activity.etapas or filter(None, [activity.section.etapa]))


def months_of(activity: Activity) -> set[str]:
    """The months that an activity touches, as «2026-03»."""
    first, last = activity.starts_on or activity.ends_on, activity.ends_on or activity.starts_on
    return set(_months(first, max(first, last))) if first and last else when.period_months(activity)


def holds(activity: Activity, words: str) -> bool:
    """Whether all the words are in the activity; accents and capitals do not matter."""
    offices = [office.name for office in activity.departments]
    written = [activity.name, activity.code, activity.responsible_text, activity.goal, activity.indicator, *offices]
    text = fold(" ".join([*written, activity.section.label]))
    return all(word in text for word in fold(words).split())


def _months(first: date, last: date) -> Iterator[str]:
    yield f"{last.year:04}-{last.month:02}"
    if (last - first).days > LONGEST_DAYS:
        last = first
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield f"{month // 12:04}-{month % 12 + 1:02}"


def _month_words(month: str) -> str:
    return f"{MONTHS[int(month[5:]) - 1].capitalize()} de {month[:4]}"


def _only(labels: Mapping[str, str], found: set[str]) -> dict[str, str]:
    return {code: label for code, label in labels.items() if code in found}
