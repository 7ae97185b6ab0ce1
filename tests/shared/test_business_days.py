"""Business days: the golden tables of the domain reference, and an independent computation of the Colombian rules."""

import os
import random
import time as clock_module
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participa.shared.business_days import (
    BASE_READING_LABELS,
    BOGOTA,
    TRAFFIC_LIGHT_LABELS,
    BaseReading,
    TrafficLight,
    WorkCalendar,
    business_days_left,
    days_left_text,
    due_at_end,
    due_from,
    due_on,
    filed_on,
    national_holidays,
    traffic_light,
)

NATIONAL = WorkCalendar("nacional-1")
RECEIPT, FILING = BaseReading.RECEIPT, BaseReading.FILING


def day(text):
    return date.fromisoformat(text)


def noon(text):
    return datetime.combine(day(text), datetime.min.time(), BOGOTA).replace(hour=12)


# --- independent computation: nothing below is taken from the module under test ---


def easter(year):
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day_ = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day_ + 1)


def to_monday(when):
    return when + timedelta(days=(7 - when.weekday()) % 7)


def own_holidays(year):
    fixed = {date(year, m, d) for m, d in ((1, 1), (5, 1), (7, 20), (8, 7), (12, 8), (12, 25))}
    moved = [(1, 6), (3, 19), (6, 29), (8, 15), (10, 12), (11, 1), (11, 11)] + ([(7, 9)] if year >= 2026 else [])
    movable = {to_monday(date(year, m, d)) for m, d in moved}
    sunday = easter(year)
    return fixed | movable | {sunday + timedelta(days=n) for n in (-3, -2, 43, 64, 71)}


def naive_due(base, days, reading=RECEIPT, extra=(), saturday=False):
    def works(when):
        rests = when.weekday() == 6 or (when.weekday() == 5 and not saturday)
        return not rests and when not in own_holidays(when.year) and when not in extra

    current = base
    while reading is FILING and not works(current):
        current += timedelta(days=1)
    counted = 0
    while counted < days:
        current += timedelta(days=1)
        counted += works(current)
    return current


# --- holidays ---

HOLIDAYS = {
    2020: "01-01 01-06 03-23 04-09 04-10 05-01 05-25 06-15 06-22 06-29 07-20 08-07 08-17 10-12 11-02 11-16 12-08 12-25",
    2025: "01-01 01-06 03-24 04-17 04-18 05-01 06-02 06-23 06-30 07-20 08-07 08-18 10-13 11-03 11-17 12-08 12-25",
    2026: "01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-13 07-20 08-07 08-17 10-12 11-02 11-16 "
    "12-08 12-25",
    2027: "01-01 01-11 03-22 03-25 03-26 05-01 05-10 05-31 06-07 07-05 07-12 07-20 08-07 08-16 10-18 11-01 11-15 "
    "12-08 12-25",
    2028: "01-01 01-10 03-20 04-13 04-14 05-01 05-29 06-19 06-26 07-03 07-10 07-20 08-07 08-21 10-16 11-06 11-13 "
    "12-08 12-25",
}


@pytest.mark.parametrize("year", HOLIDAYS)
def test_holidays_of_the_reference_years(year):
    assert sorted(national_holidays(year)) == [day(f"{year}-{text}") for text in HOLIDAYS[year].split()]


@pytest.mark.parametrize("year", range(2004, 2032))
def test_holidays_equal_an_independent_computation(year):
    assert set(national_holidays(year)) == own_holidays(year)


def test_the_new_holiday_starts_in_2026():
    assert day("2026-07-13") in national_holidays(2026)
    assert day("2029-07-09") in national_holidays(2029)
    assert day("2025-07-14") not in national_holidays(2025)


def test_two_holidays_share_one_day_in_2025():
    assert len(national_holidays(2025)) == 17
    assert national_holidays(2025)[day("2025-06-30")] == "Sagrado Corazón; San Pedro y San Pablo"


# --- deadlines ---

SAME_IN_BOTH_READINGS = [
    ("2020-12-04", 15, "2020-12-29"),
    ("2022-05-26", 10, "2022-06-10"),
    ("2023-11-22", 15, "2023-12-14"),
    ("2024-12-19", 15, "2025-01-14"),
    ("2025-06-20", 15, "2025-07-15"),
    ("2025-12-19", 15, "2026-01-14"),
    ("2026-01-02", 15, "2026-01-26"),
    ("2026-03-12", 15, "2026-04-07"),
    ("2026-04-01", 5, "2026-04-10"),
    ("2026-06-26", 30, "2026-08-13"),
    ("2026-07-02", 15, "2026-07-27"),
    ("2026-07-08", 5, "2026-07-16"),
    ("2027-06-25", 15, "2027-07-21"),
]


@pytest.mark.parametrize("reading", BaseReading)
@pytest.mark.parametrize(("base", "days", "due"), SAME_IN_BOTH_READINGS)
def test_deadline_from_a_business_day(base, days, due, reading):
    assert due_on(noon(base), days, NATIONAL, reading).due_on == day(due)


@pytest.mark.parametrize(
    ("base", "days", "from_receipt", "from_filing"),
    [
        ("2025-04-18", 15, "2025-05-12", "2025-05-13"),
        ("2025-06-28", 10, "2025-07-14", "2025-07-15"),
        ("2026-05-17", 10, "2026-06-01", "2026-06-02"),
        ("2026-06-28", 30, "2026-08-13", "2026-08-14"),
        ("2027-01-09", 15, "2027-02-01", "2027-02-02"),
        ("2027-07-10", 15, "2027-08-03", "2027-08-04"),
    ],
)
def test_deadline_from_a_day_off_depends_on_the_reading(base, days, from_receipt, from_filing):
    assert due_on(noon(base), days, NATIONAL, RECEIPT).due_on == day(from_receipt)
    assert due_on(noon(base), days, NATIONAL, FILING).due_on == day(from_filing)


def sampled_vectors():
    dice = random.Random(1757)
    first = date(2004, 1, 1).toordinal()
    last = date(2030, 6, 30).toordinal()
    terms = (1, 2, 5, 10, 15, 20, 30, 60, 365)
    return [(date.fromordinal(dice.randint(first, last)), dice.choice(terms)) for _ in range(90)]


@pytest.mark.parametrize("reading", BaseReading)
@pytest.mark.parametrize(("base", "days"), sampled_vectors())
def test_deadline_equals_a_day_by_day_count(base, days, reading):
    if base.year + 2 > 2031 and days == 365:
        base = base.replace(year=2028, day=min(base.day, 28))
    assert due_from(base, days, NATIONAL, reading).due_on == naive_due(base, days, reading)


def test_deadline_tells_what_it_skipped_and_with_which_calendar():
    deadline = due_on(noon("2026-07-08"), 5, NATIONAL, RECEIPT)
    assert (deadline.base_on, deadline.days, deadline.reading) == (day("2026-07-08"), 5, RECEIPT)
    assert deadline.calendar_version == "nacional-1"
    assert deadline.skipped == (
        (day("2026-07-11"), "sábado"),
        (day("2026-07-12"), "domingo"),
        (day("2026-07-13"), "festivo: Día de Nuestra Señora del Rosario de Chiquinquirá"),
    )


def test_an_own_closed_day_moves_the_deadline():
    civic = WorkCalendar("propio-2", closed={day("2026-07-10"): "Fiestas del municipio"})
    deadline = due_on(noon("2026-07-08"), 5, civic, RECEIPT)
    assert deadline.due_on == day("2026-07-17")
    assert (day("2026-07-10"), "día no hábil de la entidad: Fiestas del municipio") in deadline.skipped
    assert deadline.calendar_version == "propio-2"


def test_an_opened_holiday_counts_but_a_sunday_never_does():
    opened = WorkCalendar("propio-3", opened=frozenset({day("2026-07-13"), day("2026-07-12")}))
    assert due_on(noon("2026-07-08"), 5, opened, RECEIPT).due_on == day("2026-07-15")
    assert opened.reason_closed(day("2026-07-12")) == "domingo"


def test_saturday_counts_only_for_entities_that_work_it():
    working = WorkCalendar("sabatino", saturday_works=True)
    assert due_on(noon("2026-07-08"), 5, working, RECEIPT).due_on == day("2026-07-15")
    assert NATIONAL.reason_closed(day("2026-07-11")) == "sábado"
    assert working.is_business_day(day("2026-07-11"))
    assert working.reason_closed(day("2024-07-20")) == "festivo: Día de la Independencia"


@pytest.mark.parametrize(("base", "days"), sampled_vectors()[:20])
def test_own_days_and_saturdays_equal_a_day_by_day_count(base, days):
    base = base.replace(year=min(base.year, 2028), day=min(base.day, 28))
    own = {base + timedelta(days=n): "propio" for n in (1, 2, 9, 30)}
    calendar = WorkCalendar("x", closed=own, saturday_works=True)
    assert due_from(base, days, calendar, FILING).due_on == naive_due(base, days, FILING, own, saturday=True)


def test_what_arrives_on_a_day_off_is_filed_on_the_next_business_day():
    assert filed_on(day("2026-05-17"), NATIONAL) == day("2026-05-19")
    assert filed_on(day("2026-05-19"), NATIONAL) == day("2026-05-19")


# --- instants and time zones ---


def test_a_naive_instant_is_refused():
    with pytest.raises(ValueError, match="zona horaria"):
        due_on(datetime(2026, 7, 8, 12), 15, NATIONAL, RECEIPT)  # noqa: DTZ001 - naive on purpose


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_term_out_of_limits_is_refused(days):
    with pytest.raises(ValueError, match="entre 1 y 365"):
        due_on(noon("2026-07-08"), days, NATIONAL, RECEIPT)


@pytest.mark.parametrize("year", [1983, 2100, 9999])
def test_a_year_without_holiday_table_is_refused(year):
    with pytest.raises(ValueError, match=str(year)):
        due_from(date(year, 12, 31), 15, NATIONAL, RECEIPT)


def test_the_day_is_the_one_in_bogota():
    late_evening = datetime(2026, 7, 9, 4, 59, 59, tzinfo=UTC)
    midnight = datetime(2026, 7, 9, 5, 0, 0, tzinfo=UTC)
    assert due_on(late_evening, 5, NATIONAL, RECEIPT).base_on == day("2026-07-08")
    assert due_on(midnight, 5, NATIONAL, RECEIPT).base_on == day("2026-07-09")
    tokyo = datetime(2026, 7, 9, 13, 59, 59, tzinfo=timezone(timedelta(hours=9)))
    assert due_on(tokyo, 5, NATIONAL, RECEIPT).base_on == day("2026-07-08")


def test_the_term_ends_at_the_last_second_of_bogota():
    assert due_at_end(day("2026-07-16")) == datetime(2026, 7, 17, 4, 59, 59, tzinfo=UTC)
    assert due_at_end(day("2026-07-16")).tzinfo is UTC


@pytest.fixture
def server_zone(request, monkeypatch):
    if not hasattr(clock_module, "tzset"):
        pytest.skip("this system cannot change its time zone")
    monkeypatch.setenv("TZ", request.param)
    clock_module.tzset()
    yield request.param
    monkeypatch.undo()
    clock_module.tzset()


@pytest.mark.parametrize("server_zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"], indirect=True)
def test_the_time_zone_of_the_server_changes_nothing(server_zone):
    assert os.environ["TZ"] == server_zone
    received = datetime(2026, 7, 9, 4, 59, 59, tzinfo=UTC)
    assert due_on(received, 5, NATIONAL, RECEIPT).due_on == day("2026-07-16")
    assert due_at_end(day("2026-07-16")) == datetime(2026, 7, 17, 4, 59, 59, tzinfo=UTC)


# --- what is left ---


@pytest.mark.parametrize(
    ("today", "left", "text"),
    [
        ("2026-07-08", 5, "Quedan 5 días hábiles"),
        ("2026-07-15", 1, "Queda 1 día hábil"),
        ("2026-07-16", 0, "Es el último día hábil"),
        ("2026-07-17", -1, "Vencida hace 1 día hábil"),
        ("2026-07-18", -1, "Vencida hace 1 día hábil"),
        ("2026-07-21", -2, "Vencida hace 2 días hábiles"),
    ],
)
def test_business_days_left(today, left, text):
    assert business_days_left(day(today), day("2026-07-16"), NATIONAL) == left
    assert days_left_text(left) == text


def test_a_term_that_ended_on_friday_is_overdue_on_saturday():
    assert business_days_left(day("2026-07-18"), day("2026-07-17"), NATIONAL) == -1


@pytest.mark.parametrize(
    ("left", "light"),
    [
        (15, TrafficLight.GREEN),
        (6, TrafficLight.GREEN),
        (5, TrafficLight.AMBER),
        (1, TrafficLight.AMBER),
        (0, TrafficLight.RED),
        (-3, TrafficLight.RED),
    ],
)
def test_traffic_light(left, light):
    assert traffic_light(left) is light


def test_every_reading_and_light_has_a_spanish_label():
    assert set(BASE_READING_LABELS) == set(BaseReading)
    assert set(TRAFFIC_LIGHT_LABELS) == set(TrafficLight)


# --- properties ---

days_of_use = st.dates(date(2004, 1, 1), date(2029, 12, 31))
terms = st.integers(1, 60)
calendars = st.builds(
    WorkCalendar,
    version=st.just("p"),
    closed=st.dictionaries(days_of_use, st.just("propio"), max_size=10),
    opened=st.frozensets(days_of_use, max_size=10),
    saturday_works=st.booleans(),
)


@given(days_of_use, terms, calendars, st.sampled_from(BaseReading))
def test_the_due_date_is_a_business_day_and_the_count_is_exact(base, days, calendar, reading):
    deadline = due_from(base, days, calendar, reading)
    assert calendar.is_business_day(deadline.due_on)
    assert business_days_left(filed_on(base, calendar), deadline.due_on, calendar) in (days, days - 1)
    assert len(deadline.skipped) + days <= (deadline.due_on - base).days


@given(days_of_use, st.integers(0, 10), terms, st.integers(0, 10), calendars, st.sampled_from(BaseReading))
def test_a_later_base_or_a_longer_term_never_ends_earlier(base, later, days, longer, calendar, reading):
    first = due_from(base, days, calendar, reading).due_on
    assert due_from(base + timedelta(days=later), days, calendar, reading).due_on >= first
    assert due_from(base, days + longer, calendar, reading).due_on >= first


@given(days_of_use, terms, calendars)
def test_filing_never_ends_before_receipt(base, days, calendar):
    assert due_from(base, days, calendar, FILING).due_on >= due_from(base, days, calendar, RECEIPT).due_on
