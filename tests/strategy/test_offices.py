"""Which offices a responsible text names."""

import pytest

from participa.strategy.importing.offices import named_in

OFFICES = ("Secretaría de Planeación", "Planeación", "Oficina TIC", "Oficina Jurídica")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Oficina TIC", ("Oficina TIC",)),
        ("secretaria de planeacion - OFICINA TIC.", ("Secretaría de Planeación", "Oficina TIC")),
        ("Oficina TIC y Planeación", ("Oficina TIC", "Planeación")),
        ("Planeación y Secretaría de Planeación", ("Planeación", "Secretaría de Planeación")),
        ("Oficina TICS", ()),
        ("Secretaría de Salud", ()),
        ("", ()),
    ],
)
def test_only_whole_names_count_and_the_longest_wins(text, named):
    assert named_in(text, OFFICES) == named


def test_an_office_named_twice_is_one():
    assert named_in("Oficina TIC, oficina tic", OFFICES) == ("Oficina TIC",)


def test_a_name_of_marks_alone_is_never_found():
    assert named_in("a - b", ("-", "")) == ()
