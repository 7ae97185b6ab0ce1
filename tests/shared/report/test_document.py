"""A frozen report is the same report again, to the last letter."""

import json
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from participa.shared.report import document
from participa.shared.report.model import Cell, Prose, Table
from tests.shared.report import made
from tests.shared.report.reports import REPORTS

pytestmark = pytest.mark.same_everywhere


@given(REPORTS)
def test_a_document_gives_the_report_back(report):
    told = document.to_document(report)
    again = json.loads(document.as_text(told))
    assert document.from_document(again) == report
    assert document.digest(again) == document.digest(told)


@given(some.text(alphabet=some.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_other_letter_is_another_digest(text):
    one = document.to_document(made.report(Prose("a")))
    other = document.to_document(made.report(Prose("a" + text)))
    assert document.digest(one) != document.digest(other)


def test_the_text_is_canonical():
    told = document.to_document(made.report(Prose("Vía")))
    assert document.as_text(told) == document.as_text(dict(reversed(told.items())))
    assert '"text":"Vía"' in document.as_text(told)


def test_what_cannot_be_frozen_is_refused():
    with pytest.raises(ValueError, match="zone"):
        document.to_document(replace(made.report(), cut_at=datetime(2026, 1, 1)))  # noqa: DTZ001 - the very fault
    with pytest.raises(ValueError, match="JSON"):
        document.to_document(made.report(Table("t", "T", (), ((Cell("x", float("nan")),),))))
    with pytest.raises(ValueError, match="format 9"):
        document.from_document(document.to_document(made.report()) | {"format": 9})
