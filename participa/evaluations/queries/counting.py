"""The figures of an item, as the results of its survey show them.

They are never protected a second time: two tables of the same people that hide different lines would tell, by
subtraction, what both hide.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from participa.surveys.models import Survey
from participa.surveys.results import queries as results
from participa.surveys.results.queries import Table, TableKind

COUNTED = (TableKind.PARTS, TableKind.SEVERAL)


@dataclass(frozen=True)
class Tally:
    """An item: how many chose each line, None where hidden, and how many people the lines count."""

    item: str
    words: str
    counts: dict[str, int | None]
    labels: dict[str, str]
    is_several: bool
    answered: int | None


def tallies(survey: Survey) -> tuple[list[Tally], int | None] | None:
    """Each item with lines, in order, and how many answered the survey (None: a few); None before they are counted."""
    summary = results.find_summary(survey.id)
    shown = results.results_of(survey)
    if shown is None or summary is None or not summary.is_final:
        return None
    found = ((item.name, table) for item in shown.items if not item.writes for table in item.tables[:1])
    return list(_tallies(found)), shown.answers


def _tallies(found: Iterator[tuple[str, Table]]) -> Iterator[Tally]:
    for name, table in found:
        if table.kind in COUNTED:
            counts = {line.code: line.value for line in table.lines}
            labels = {line.code: line.label for line in table.lines}
            people = None if table.withheld else table.people
            yield Tally(name, table.title, counts, labels, table.kind is TableKind.SEVERAL, people)
