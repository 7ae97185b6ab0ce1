"""The same table in every kind of document that may hold it."""

import pytest

from tests.strategy.documents import writers

WITH_MERGES = (writers.as_xlsx, writers.as_docx, writers.as_html, writers.as_pdf)
EVERY = (*WITH_MERGES, writers.as_csv)
MONTHS = "ENE FEB MAR ABR MAY JUN JUL AGO SEP OCT NOV DIC".split()  # noqa: SIM905 - shorter than the list
PLANNING, PRESS, MAYOR = "Secretaría de Planeación", "Oficina de Prensa", "Despacho del Alcalde"


def marks(size, *places):
    return ["X" if place in places else "" for place in range(1, size + 1)]


def names(plan):
    return [row.name for row in plan.activities]


def periods(plan):
    return [[code.partition("-")[2] for code in row.periods] for row in plan.activities]


def by_section(plan):
    return [(section.label, [row.name for row in plan.activities_of(section)]) for section in plan.sections]


def in_every_kind(kinds=EVERY):
    return pytest.mark.parametrize("write", kinds, ids=lambda write: write.__name__)
