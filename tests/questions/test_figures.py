"""The figures of the public list, on days of Colombia."""

from datetime import UTC, datetime, timedelta

import pytest

from participa.questions.models import Status
from participa.questions.queries.figures import whole as figures
from tests import factories as make

pytestmark = pytest.mark.usefixtures("context")
MONDAY = datetime(2020, 11, 30, 15, tzinfo=UTC)
END_OF_TERM = datetime(2020, 12, 23, 4, 59, tzinfo=UTC)  # 11:59 p. m. of the 22nd in Bogotá, the fifteenth business day


def answered(at: datetime) -> None:
    make.question(at=MONDAY, status=Status.PUBLISHED, answered_at=at)


def test_without_questions_there_are_no_figures():
    found = figures()
    assert (found.received, found.answered_in_time, found.answered_late, found.pending, found.median_days) == (
        *(0, 0, 0, 0),
        None,
    )


def test_the_last_minute_of_the_term_is_in_time_and_the_next_is_late():
    answered(END_OF_TERM)
    answered(END_OF_TERM + timedelta(minutes=1))
    make.question(at=MONDAY)
    make.question(at=MONDAY, status=Status.REJECTED)
    found = figures()
    assert (found.received, found.answered_in_time, found.answered_late, found.pending) == (4, 1, 1, 1)


def test_the_median_is_in_business_days():
    for day in (2, 5, 11):  # Wednesday; Saturday; Friday after a holiday
        answered(datetime(2020, 12, day, 15, tzinfo=UTC))
    assert figures().median_days == 4
    answered(MONDAY)
    assert figures().median_days == 3
