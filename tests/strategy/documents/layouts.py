"""Short ways to write made-up tables and to tell what was read from them."""

import pytest

from tests.strategy.documents import writers

EVERY = (writers.as_xlsx, writers.as_docx, writers.as_html, writers.as_pdf, writers.as_csv)


def in_every_kind(kinds=EVERY):
    return pytest.mark.parametrize("write", kinds, ids=lambda write: write.__name__)


def months(*marked):
    return _marks(12, marked)


def quarters(*marked):
    return _marks(4, marked)


def _marks(size, marked):
    return ["X" if place in marked else "" for place in range(1, size + 1)]


def column(plan, name):
    return [getattr(row, name) for row in plan.activities]


def by_section(plan):
    return [(section.label, len(plan.activities_of(section))) for section in plan.sections]
