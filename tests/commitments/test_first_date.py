"""The rate on the first date cannot be made better by giving other dates, nor by giving none."""

from datetime import timedelta
from typing import Any

import pytest

from participa.commitments.models import Commitment, CommitmentState
from participa.commitments.queries import board
from participa.commitments.queries.board import Figures
from participa.encounters import queries
from participa.shared.clock import now, today
from tests import factories as make
from tests.factories.encounters import encounter

pytestmark = pytest.mark.usefixtures("context")
MONTH = timedelta(days=30)


def fulfilled(**of: Any) -> Commitment:
    return make.commitment(CommitmentState.FULFILLED, **of)


def figures_of(office_id: int) -> Figures:
    return next(line.figures for line in board.board() if line.id == office_id)


def both() -> tuple[int, Figures]:
    """An office that kept one word in time and gave another date, weeks ago, to the other one."""
    office = make.department("Secretaría de Obras")
    fulfilled(lead_id=office.id)
    make.commitment(lead_id=office.id, first_due_on=today() - MONTH, due_on=today() + MONTH)
    return office.id, figures_of(office.id)


def test_another_date_does_not_take_a_broken_word_out_of_the_rate():
    _office, figures = both()
    assert (figures.decided, figures.on_time_rate) == (2, 50)


def test_the_first_day_itself_can_still_be_kept():
    office = make.department("Secretaría de Obras")
    make.commitment(lead_id=office.id, first_due_on=today(), due_on=today() + MONTH)
    assert figures_of(office.id).on_time_rate is None


def test_one_that_is_overdue_again_counts_once():
    office = make.department("Secretaría de Obras")
    make.commitment(lead_id=office.id, first_due_on=today() - 2 * MONTH, due_on=today() - MONTH)
    assert figures_of(office.id).decided == 1


def test_what_was_fulfilled_without_ever_having_a_first_date_says_nothing_of_it():
    office = make.department("Secretaría de Obras")
    fulfilled(lead_id=office.id, first_due_on=None, due_on=None)
    assert figures_of(office.id).on_time_rate is None
    fulfilled(lead_id=office.id, first_due_on=today() - MONTH)
    assert (figures_of(office.id).decided, figures_of(office.id).on_time_rate) == (1, 0)


def test_the_document_of_an_encounter_counts_the_same(client):
    office_id, figures = both()
    fulfilled(lead_id=office_id, first_due_on=None, due_on=None)
    part = queries.picture_of(encounter(), now()).parts[0]
    assert part.figures == figures_of(office_id)
    assert (part.figures.decided, part.rate) == (figures.decided, 50)


def test_the_page_shows_the_broken_word_among_the_decided(client):
    both()
    assert "1 de 2 (50" in client.get("/compromisos/dependencias").text
