"""What a cell of a report says of a number."""

from datetime import date

import pytest

from participa.shared.report import model

pytestmark = pytest.mark.same_everywhere


def test_amounts_are_written_as_in_colombia():
    assert model.amount(1234567) == model.Cell("1.234.567", 1234567)
    assert model.amount(None).text == "menos de 5"


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (1, 2, "50,0\u00a0%"),
        (1999, 2000, "99,9\u00a0%"),
        (1, 5000, "0,1\u00a0%"),
        (0, 4, "0,0\u00a0%"),
        (3, 3, "100,0\u00a0%"),
    ],
)
def test_a_share_never_says_all_or_nothing_when_it_is_not(part, whole, text):
    assert model.share(part, whole).text == text


def test_a_share_of_nothing_is_no_number():
    assert model.share(0, 0) == model.Cell(model.ABSENT_LABEL)
    assert model.share(None, 9).text == "menos de 5"


def test_a_day_keeps_its_value():
    assert model.on_day(date(2026, 12, 4)).day == date(2026, 12, 4)


def test_a_table_refuses_a_row_of_another_width():
    with pytest.raises(ValueError, match="cells"):
        model.table("una", "Una", ["A", "B"], [[model.said("x")]])
