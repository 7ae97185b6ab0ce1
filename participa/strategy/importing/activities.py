"""Assembled rows to activities: order inside the section, typed dates and warnings."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from participa.strategy.importing.assembly import ActivityRow
from participa.strategy.importing.checks import Criteria, check_activity
from participa.strategy.importing.fields import Fields, read_fields
from participa.strategy.importing.folding import says_nothing
from participa.strategy.importing.plan import ImportedActivity, PlanWarning, WarningCode


def read_all_fields(rows: Sequence[ActivityRow]) -> list[Fields]:
    return [read_fields(row.table, row.cells) for row in rows]


def guess_year(fields: Sequence[Fields]) -> int | None:
    """Return the most frequent year of the dates, the earliest when two tie, None without dates."""
    values = [value for row in fields for value in (row.start, row.end) if value]
    years = Counter(day.year for value in values for day in (value.starts_on, value.ends_on) if day)
    return min(years, key=lambda year: (-years[year], year), default=None)


def build_activities(
    rows: Sequence[ActivityRow], fields: Sequence[Fields], criteria: Criteria
) -> tuple[ImportedActivity, ...]:
    """Return the activities in the order of the source, each with its warnings."""
    orders: Counter[int | None] = Counter()
    codes: Counter[tuple[int | None, str]] = Counter()
    built = []
    for index, (row, row_fields) in enumerate(zip(rows, fields, strict=True)):
        orders[row.section_position] += 1
        codes[row.section_position, row_fields.code] += 1
        activity = _activity(row, row_fields, orders[row.section_position])
        own = [*_suggesting_neighbours(check_activity(row_fields, row.line, criteria), index, rows, fields)]
        repeated = codes[row.section_position, row_fields.code] > 1
        built.append(replace(activity, warnings=(*own, *_joined(row), *_repeated_code(row, row_fields, repeated))))
    return tuple(built)


def _activity(row: ActivityRow, fields: Fields, position: int) -> ImportedActivity:
    return ImportedActivity(
        section_position=row.section_position,
        position=position,
        code=fields.code,
        name=fields.name,
        starts_on=fields.start.starts_on if fields.start else None,
        ends_on=fields.end.ends_on if fields.end else None,
        date_text=fields.date_text,
        responsible_text=fields.responsible or "",
        goal=fields.goal,
        indicator=fields.indicator,
        extra=fields.extra,
        line=row.line,
        warnings=(),
    )


def _suggesting_neighbours(
    warnings: Sequence[PlanWarning], index: int, rows: Sequence[ActivityRow], fields: Sequence[Fields]
) -> Iterator[PlanWarning]:
    for warning in warnings:
        if warning.code is WarningCode.MISSING_RESPONSIBLE and (offices := _neighbours(index, rows, fields)):
            quoted = " y ".join(f"«{office}»" for office in offices)
            yield replace(warning, text=f"{warning.text} En las filas vecinas: {quoted}.")
        else:
            yield warning


def _neighbours(index: int, rows: Sequence[ActivityRow], fields: Sequence[Fields]) -> list[str]:
    section = rows[index].section_position
    near = [other for other in (index - 1, index + 1) if 0 <= other < len(rows)]
    offices = [fields[other].responsible or "" for other in near if rows[other].section_position == section]
    return list(dict.fromkeys(office for office in offices if not says_nothing(office)))


def _joined(row: ActivityRow) -> Iterator[PlanWarning]:
    for source in row.joined:
        text = f"Se unió a esta fila el texto de la línea {source.line}: «{source.text}»."
        yield PlanWarning(WarningCode.JOINED_ROW, source.line, text)


def _repeated_code(row: ActivityRow, fields: Fields, repeated: bool) -> Iterator[PlanWarning]:
    if repeated and fields.code:
        text = f"El número «{fields.code}» está repetido en la sección."
        yield PlanWarning(WarningCode.REPEATED_CODE, row.line, text)
