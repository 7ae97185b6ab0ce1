"""The tables of a space with its small numbers hidden: those of who came, and those of the groups."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from participa.attendance.statistics import counting
from participa.differential import queries as differential
from participa.differential.models import NOBODY_ELSE, QUESTIONS
from participa.events.models import Event
from participa.registrations.models import (
    ATTENDS_LABELS,
    CAPACITY_AS_LABELS,
    REGISTRATION_CHANNEL_LABELS,
    Registration,
)
from participa.shared.sql import fold
from participa.shared.suppression import (
    FEW,
    TOTAL,
    PublishedList,
    PublishedTable,
    protect_each,
    protect_list,
    protect_table,
)

UNSAID = "Sin decir"
ELSEWHERE = "Otros lugares"
CAME, ABSENT = "llegaron", "no_llegaron"
GROUP = "grupo."


@dataclass(frozen=True)
class Cut:
    """One way to cut the people of a space: its name, what is read above it, and the label of each part."""

    name: str
    title: str
    heading: str
    labels: Mapping[str, str]


MODE = Cut("modo", "Cómo asistieron", "Manera", {key.value: label for key, label in ATTENDS_LABELS.items()})
CHANNEL = Cut(
    "canal",
    "Por dónde se inscribieron",
    "Canal",
    {key.value: label for key, label in REGISTRATION_CHANNEL_LABELS.items()},
)
CAPACITY = Cut(
    "calidad", "En calidad de qué", "Calidad", {key.value: label for key, label in CAPACITY_AS_LABELS.items()}
)
TERRITORY = Cut("territorio", "De dónde llegaron", "Comuna o corregimiento", {})
CUTS = (MODE, TERRITORY, CHANNEL, CAPACITY)
COLUMNS = {
    MODE.name: Registration.attends,
    CHANNEL.name: Registration.channel,
    CAPACITY.name: Registration.capacity_as,
    TERRITORY.name: Registration.commune,
}
GROUPS = tuple(Cut(f"{GROUP}{one.key}", one.heading, one.heading, one.offered) for one in QUESTIONS)


def of_arrivals(event: Event) -> dict[str, PublishedList]:
    """Who came, by each cut."""
    return {cut.name: protect_list(_came(event, cut)) for cut in CUTS}


def _came(event: Event, cut: Cut) -> dict[str, int]:
    amounts = Counter({part: amount for (part, came), amount in counted(event, cut).items() if came})
    if cut is TERRITORY:
        return _places(amounts)
    return {part: amounts[part] for part in cut.labels if amounts[part]}


def counted(event: Event, cut: Cut) -> dict[counting.Pair, int]:
    """The numbers of a cut, with places written in several ways as one."""
    amounts = counting.by(event, COLUMNS[cut.name])
    if cut is not TERRITORY:
        return amounts
    written: dict[str, str] = {}
    joined: Counter[counting.Pair] = Counter()
    for (place, came), amount in sorted(amounts.items()):
        joined[written.setdefault(fold(place.strip()), place.strip() or UNSAID), came] += amount
    return dict(joined)


def _places(amounts: Mapping[str, int]) -> dict[str, int]:
    """People write places in their own words: what few wrote is one line, because the words alone may tell who."""
    named = {place: amount for place, amount in amounts.items() if amount >= FEW and place != UNSAID}
    rest = {
        ELSEWHERE: sum(amount for place, amount in amounts.items() if place not in named and place != UNSAID),
        UNSAID: amounts.get(UNSAID, 0),
    }
    ordered = dict(sorted(named.items(), key=lambda one: (-one[1], one[0])))
    return ordered | {place: amount for place, amount in rest.items() if amount}


def of_groups(event: Event) -> dict[str, PublishedList]:
    """The answers about groups; each question apart."""
    counts, people = differential.counts(event), differential.people(event)
    tables = {}
    for question in QUESTIONS:
        amounts = {choice: counts.get(question.key, {}).get(choice, 0) for choice in question.offered}
        protected = protect_each(amounts, people, NOBODY_ELSE) if question.several else protect_list(amounts)
        tables[f"{GROUP}{question.key}"] = protected
    return tables


def for_team(event: Event, cut: Cut) -> PublishedTable:
    """Who registered and who of them came, by a cut; small numbers hidden here too, so that a copy harms nobody."""
    amounts = counted(event, cut)
    totals: Counter[str] = Counter()
    for (part, _arrived), amount in amounts.items():
        totals[part] += amount
    rows = [part for part in cut.labels if totals[part]] or list(_places(totals))
    cells: Counter[tuple[str, str]] = Counter()
    for (part, came), amount in amounts.items():
        cells[part if part in rows else ELSEWHERE, CAME if came else ABSENT] += amount
    return protect_table(cells, rows, (CAME, ABSENT), published=[(TOTAL, CAME), (TOTAL, ABSENT)])
