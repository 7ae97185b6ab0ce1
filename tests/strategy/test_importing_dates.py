"""What the importer reads in texts about time: typed, with the text kept and nothing invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participa.strategy.importing.dates import read_schedule
from participa.strategy.importing.periods import Period, Unit, between
from participa.strategy.importing.schedules import ScheduleKind

pytestmark = pytest.mark.same_everywhere

YEAR = 2030


def day(text):
    return date.fromisoformat(text)


def codes(schedule):
    return [period.code for period in schedule.periods]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14-Mar-08", "2008-03-14"),
        ("14-mar-2008", "2008-03-14"),
        ("09/9/20", "2020-09-09"),
        ("7 mayo de 2019", "2019-05-07"),
        ("7 de mayo de 2019", "2019-05-07"),
        ("Mayo 7 de 2019", "2019-05-07"),
        ("Martes 7 de mayo de 2019", "2019-05-07"),
        ("1º de mayo de 2024", "2024-05-01"),
        ("primero de mayo de 2024", "2024-05-01"),
        ("4 de diciembre de 2020, 8:00 a.m.", "2020-12-04"),
        ("Dic. 15 de 2020", "2020-12-15"),
        ("15 de diciembre del 2.020", "2020-12-15"),
    ],
)
def test_exact_days(text, expected):
    found = read_schedule(text, YEAR)
    assert (found.raw, found.kind, found.starts_on, found.ends_on) == (text, "exact", day(expected), day(expected))
    assert not found.year_assumed


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("8 y 9 de mayo de 2019", "2019-05-08", "2019-05-09"),
        ("3 al 9 de junio de 2019", "2019-06-03", "2019-06-09"),
        ("Del 3 de marzo al 5 de abril de 2024", "2024-03-03", "2024-04-05"),
        ("30/11/2020 - 4/12/2020", "2020-11-30", "2020-12-04"),
        ("1 feb 2024 – 30 nov 2024", "2024-02-01", "2024-11-30"),
        ("Abril a noviembre de 2023", "2023-04-01", "2023-11-30"),
        ("Entre marzo y mayo de 2024", "2024-03-01", "2024-05-31"),
        ("noviembre a febrero de 2021", "2020-11-01", "2021-02-28"),
        ("I a III trimestre de 2024", "2024-01-01", "2024-09-30"),
    ],
)
def test_ranges(text, first, last):
    found = read_schedule(text, YEAR)
    assert (found.kind, found.starts_on, found.ends_on) == (ScheduleKind.RANGE, day(first), day(last))


def test_a_range_of_months_also_tells_its_months():
    assert codes(read_schedule("Abril a junio de 2023")) == ["2023-04", "2023-05", "2023-06"]
    assert not read_schedule("Abril a junio de 2023").by_day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Febrero 2022", ["2022-02"]),
        ("feb-22", ["2022-02"]),
        ("02/2022", ["2022-02"]),
        ("Febrero, abril y junio de 2023", ["2023-02", "2023-04", "2023-06"]),
        ("Junio/Diciembre de 2023", ["2023-06", "2023-12"]),
        ("Segundo trimestre de 2024", ["2024-Q2"]),
        ("Trimestres 1, 2 y 4 de 2024", ["2024-Q1", "2024-Q2", "2024-Q4"]),
        ("I y III trimestre de 2024", ["2024-Q1", "2024-Q3"]),
        ("T3 2024", ["2024-Q3"]),
        ("II semestre de 2024", ["2024-S2"]),
        ("Tercer cuatrimestre del 2024", ["2024-C3"]),
        ("Bimestre 6 de 2024", ["2024-B6"]),
        ("Semana 2 de marzo de 2024", ["2024-03-W2"]),
        ("primera y segunda semana de abril de 2024", ["2024-04-W1", "2024-04-W2"]),
        ("5, 12 y 19 de mayo de 2020", ["2020-05-05", "2020-05-12", "2020-05-19"]),
        ("30/06/2021 y 30/12/2021", ["2021-06-30", "2021-12-30"]),
        ("Vigencia 2024", ["2024"]),
    ],
)
def test_sets_stay_sets(text, expected):
    found = read_schedule(text, YEAR)
    assert (found.kind, codes(found)) == (ScheduleKind.SET, expected)
    assert (found.starts_on, found.ends_on) == (None, None)


@pytest.mark.parametrize("text", ["15 de marzo", "15/03", "8 y 9 de mayo", "Segundo trimestre", "II semestre", "Mayo"])
def test_without_a_year_that_of_the_strategy_is_taken_and_told(text):
    found = read_schedule(text, YEAR)
    assert found.year_assumed
    assert found.first_day.year == YEAR
    assert found.years == ()


def test_without_any_year_a_period_has_none():
    assert codes(read_schedule("Segundo trimestre")) == ["Q2"]
    assert codes(read_schedule("marzo")) == ["M03"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Mensual", "periodic"),
        ("Trimestralmente", "periodic"),
        ("Cada dos meses", "periodic"),
        ("Anual", "periodic"),
        ("Permanente", "permanent"),
        ("Todo el año", "permanent"),
        ("Durante la vigencia", "permanent"),
        ("Dentro de los 15 días siguientes a la audiencia", "relative"),
        ("15 días hábiles después del evento", "relative"),
        ("Una vez aprobado el informe", "relative"),
        ("Según cronograma", "relative"),
        ("pronto", "unknown"),
        ("31 de junio de 2024", "unknown"),
        ("5º cuatrimestre", "unknown"),
        ("Del 15 al 20", "unknown"),
        ("mayo de 1492", "unknown"),
    ],
)
def test_habits_and_what_cannot_be_read(text, kind):
    found = read_schedule(text, YEAR)
    assert (found.raw, found.kind) == (text, kind)
    assert (found.starts_on, found.ends_on, found.periods) == (None, None, ())


def test_a_habit_may_name_its_months():
    found = read_schedule("Semestral: junio y diciembre de 2024")
    assert (found.kind, codes(found)) == (ScheduleKind.PERIODIC, ["2024-06", "2024-12"])


def test_one_sided_dates_invent_no_other_side():
    deadline = read_schedule("A más tardar el 31 de enero de 2024")
    assert (deadline.starts_on, deadline.ends_on) == (None, date(2024, 1, 31))
    opening = read_schedule("A partir del 3 de marzo de 2024")
    assert (opening.starts_on, opening.ends_on) == (date(2024, 3, 3), None)
    assert read_schedule("Desde febrero de 2024").ends_on is None


def test_periods_know_their_days():
    assert (Period(Unit.CUATRIMESTER, 2021, 2).first_day, Period(Unit.CUATRIMESTER, 2021, 2).last_day) == (
        date(2021, 5, 1),
        date(2021, 8, 31),
    )
    assert (Period(Unit.WEEK, 2023, 1, 3).first_day, Period(Unit.WEEK, 2023, 1, 3).last_day) == (
        date(2023, 1, 15),
        date(2023, 1, 21),
    )
    assert Period(Unit.WEEK, 2023, 2, 5).last_day == date(2023, 2, 28)
    assert Period(Unit.YEAR, 2023).last_day == date(2023, 12, 31)
    assert [p.code for p in between(Period(Unit.MONTH, 2023, 11), Period(Unit.MONTH, 2024, 1))] == [
        "2023-11",
        "2023-12",
        "2024-01",
    ]


@given(st.text(alphabet="0123456789/-., yalDdeMmarzobilnt º", max_size=30), st.sampled_from([None, YEAR]))
def test_any_text_is_read_or_kept(text, year):
    found = read_schedule(text, year)
    assert found.raw == text
    if found.starts_on and found.ends_on and found.kind is ScheduleKind.EXACT:
        assert found.starts_on == found.ends_on


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_every_form(found):
    for text in (f"{found.day}/{found.month}/{found.year}", f"{found:%d-%m-%Y}", found.isoformat()):
        assert read_schedule(text).starts_on == found
