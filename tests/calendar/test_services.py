"""The entity's own days and the versions of its calendar."""

from datetime import date

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.calendar import queries, rules, services
from participa.calendar.models import CalendarVersion, DayKind, OwnDay
from participa.extensions import db
from participa.shared.audit import AuditEntry
from participa.shared.business_days import BaseReading, due_from
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")
BASE, DUE, CIVIC = date(2020, 12, 4), date(2020, 12, 29), date(2020, 12, 10)


def due(days=15, base=BASE, reading=BaseReading.RECEIPT):
    return due_from(base, days, queries.current_calendar(), reading)


def number():
    return int(queries.current_calendar().version.rsplit("-", 1)[1])


def test_without_own_days_only_the_holidays_of_the_law_count():
    assert due().due_on == DUE
    assert queries.current_calendar().version.startswith("co-holidays-")
    assert number() == 0


def test_an_own_closed_day_moves_the_term_and_names_a_new_version():
    make.own_day(CIVIC)
    assert due().due_on == date(2020, 12, 30)
    assert (CIVIC, "día no hábil de la entidad: Día cívico") in due().skipped
    assert number() == 1


def test_a_holiday_on_which_the_entity_works_brings_the_term_nearer():
    make.own_day(date(2020, 12, 8), DayKind.OPENED)
    assert due().due_on == date(2020, 12, 28)


def test_a_day_taken_out_no_longer_counts_and_the_history_keeps_it():
    day, admin = make.own_day(CIVIC), make.user(Role.ADMIN)
    with unit_of_work():
        services.remove_day(day, "Se derogó el decreto", admin)
    assert (due().due_on, number()) == (DUE, 2)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "calendar.remove_day")).one()
    assert (entry.actor_id, entry.detail["what"]["day"]) == (admin.id, "2020-12-10")
    assert entry.detail["reason"] == "Se derogó el decreto"


def test_a_change_that_was_undone_leaves_no_trace_in_the_calendar():
    with unit_of_work() as work:
        services.add_day(OwnDay(CIVIC, DayKind.CLOSED, "Día cívico"), "Prueba", actor=None)
        assert due().due_on == date(2020, 12, 30)
        work.keep = False
    assert (due().due_on, number()) == (DUE, 0)
    make.own_day(date(2020, 12, 11), name="Otro día")
    assert dict(due().skipped)[date(2020, 12, 11)].endswith("Otro día")
    assert CIVIC not in dict(due().skipped)


def test_the_current_calendar_costs_one_statement_and_two_after_a_change(database):
    make.own_day(CIVIC)
    with statements(database) as first:
        queries.current_calendar()
    with statements(database) as again:
        queries.current_calendar()
    assert (len(first), len(again)) == (2, 1)


@pytest.mark.parametrize(
    ("own", "error"),
    [
        (OwnDay(date(2020, 12, 5), DayKind.CLOSED, "Sábado"), Invalid),
        (OwnDay(date(2020, 12, 8), DayKind.CLOSED, "Festivo"), Invalid),
        (OwnDay(date(2020, 12, 9), DayKind.OPENED, "Un miércoles"), Invalid),
        (OwnDay(date(2020, 12, 6), DayKind.OPENED, "Un domingo"), Invalid),
        (OwnDay(date(2300, 1, 2), DayKind.CLOSED, "Muy lejos"), Invalid),
        (OwnDay(CIVIC, DayKind.CLOSED, "Otra vez"), Conflict),
    ],
    ids=lambda value: value.name if isinstance(value, OwnDay) else "",
)
def test_a_day_that_changes_nothing_is_refused(own, error):
    make.own_day(CIVIC)
    with pytest.raises(error), unit_of_work():
        services.add_day(own, "Motivo", actor=None)
    assert len(queries.days()) == 1
    assert len(list(db.session.scalars(select(CalendarVersion)))) == 1


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_others_change_nothing(role):
    day, person = make.own_day(CIVIC), make.user(role)
    assert not rules.may_change(person)
    with pytest.raises(Forbidden):
        services.add_day(OwnDay(date(2020, 12, 11), DayKind.CLOSED, "Otro"), "Motivo", person)
    with pytest.raises(Forbidden):
        services.remove_day(day, "Motivo", person)


def test_both_readings_see_the_own_days():
    make.own_day(date(2025, 6, 27))
    make.own_day(date(2025, 7, 1))
    saturday = date(2025, 6, 28)
    assert due(10, saturday).due_on == date(2025, 7, 15)
    assert due(10, saturday, BaseReading.FILING).due_on == date(2025, 7, 16)
