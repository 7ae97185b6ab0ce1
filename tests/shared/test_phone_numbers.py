import pytest

from participa.shared.phone_numbers import dialable


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("604 555 0102", "6045550102"),
        ("(604) 555-01-02", "6045550102"),
        ("300\u00a0555 0105", "3005550105"),
        ("+57 300 555 0105", "+573005550105"),
        ("01 8000 555 010", "018000555010"),
        ("(604) 385 55 55 ext. 101", ""),
        ("3855555 / 3856666", ""),
        ("3855555 - 3856666", ""),
        ("en la tienda", ""),
        ("195", "195"),
        ("12", ""),
        ("", ""),
    ],
)
def test_only_what_is_surely_one_number_is_dialled(typed: str, dialled: str):
    assert dialable(typed) == dialled
