"""What the reports of a year owe and when, and the reminders of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from participa.accounts.models import Role
from participa.events.models import EventState, EventType
from participa.extensions import db
from participa.improvement.models import PlanState
from participa.reports import owing
from participa.reports.kinds import all_kinds
from participa.reports.owing import Held, OwedState, Promise, Rules
from participa.reports.queries import owing as queries
from participa.reports.services import reminding
from participa.shared.audit import AuditEntry
from participa.shared.business_days import BaseReading, WorkCalendar
from participa.shared.clock import today
from participa.shared.mail import OutgoingMail
from participa.strategy.models import ActivityState
from tests import factories as make
from tests.factories import improvement

CALENDAR = WorkCalendar("prueba")
RULES = Rules(CALENDAR, BaseReading.RECEIPT)
HEARING = date(2020, 12, 4)
ALL = frozenset(owing.DAYS_AFTER)
DAY = timedelta(days=1)
EIGHT = datetime(2026, 9, 1, 13, tzinfo=UTC)  # Tuesday, eight in the morning in Colombia


def hearing(day: date = HEARING, owes: frozenset[str] = ALL, is_held: bool = True) -> Held:
    return Held("event:1", "Audiencia general", day, is_held, owes)


def test_after_the_hearing_of_december_the_answers_are_due_on_the_29th_and_the_rest_follows_in_its_order():
    debts = owing.in_order(owing.of_space(hearing(), RULES))
    assert [debt.kind for debt in debts] == [owing.ANSWERS, owing.RESULTS, owing.EVALUATION, owing.PLAN]
    assert [debt.due_on for debt in debts] == [
        date(2020, 12, 29),
        date(2020, 12, 31),
        date(2021, 1, 4),
        date(2021, 1, 14),
    ]
    assert all(debt.is_certain and "Ley 1757" in debts[0].why for debt in debts)


def test_a_promise_of_the_strategy_moves_a_report_but_never_the_answers_beyond_the_law():
    promises = [
        Promise(owing.RESULTS, date(2020, 12, 16), "Informe de resultados de la audiencia"),
        Promise(owing.ANSWERS, date(2021, 2, 1), "Publicar las respuestas"),
        Promise(owing.EVALUATION, HEARING - DAY, "Evaluar el año pasado"),
    ]
    due = {debt.kind: debt for debt in owing.of_space(hearing(), RULES, promises)}
    assert due[owing.RESULTS].due_on == date(2020, 12, 16)
    assert "Informe de resultados de la audiencia" in due[owing.RESULTS].why
    assert due[owing.ANSWERS].due_on == date(2020, 12, 29)
    assert due[owing.EVALUATION].due_on == date(2021, 1, 4)
    sooner = [Promise(owing.ANSWERS, date(2020, 12, 14), "Publicar las respuestas")]
    assert owing.of_space(hearing(), RULES, sooner)[0].due_on == date(2020, 12, 14)


def test_the_year_owes_three_reviews_of_internal_control_and_closes_on_the_31st_of_january():
    debts = owing.in_order(owing.of_year(2026, RULES, consulted_until=date(2026, 1, 16)))
    assert [(debt.kind, debt.due_on) for debt in debts] == [
        (owing.DRAFT, date(2026, 1, 30)),
        (owing.CONTROL, date(2026, 5, 15)),
        (owing.CONTROL, date(2026, 9, 14)),
        (owing.CONTROL, date(2027, 1, 18)),
        (owing.OFFICES, date(2027, 1, 31)),
        (owing.STRATEGY, date(2027, 1, 31)),
        (owing.FURAG, None),
    ]
    assert owing.DRAFT not in {debt.kind for debt in owing.of_year(2026, RULES)}
    promise = Promise(owing.STRATEGY, date(2026, 12, 20), "Informe de evaluación")
    assert {d.kind: d.due_on for d in owing.of_year(2026, RULES, [promise])}[owing.STRATEGY] == date(2026, 12, 20)


@given(some.dates(date(2015, 1, 1), date(2050, 12, 31)), some.sets(some.sampled_from(sorted(ALL))))
def test_whatever_the_day_nothing_is_due_before_the_space_and_the_order_is_kept(day, owes):
    debts = owing.of_space(hearing(day, frozenset(owes), is_held=False), RULES)
    assert {debt.kind for debt in debts} == owes
    days = [debt.due_on for debt in debts]
    assert all(due > day and CALENDAR.is_business_day(due) for due in days)
    assert days == sorted(set(days))
    assert not any(debt.is_certain for debt in debts)
    assert [debt.kind for debt in owing.in_order(debts)] == [debt.kind for debt in debts]


@given(some.dates(date(2020, 1, 1), date(2030, 12, 1)), some.integers(-90, 60))
def test_the_reminder_agrees_with_how_the_debt_stands(day, away):
    debt = owing.Debt(owing.RESULTS, "event:1", "Audiencia", day + away * DAY, "")
    state, stage = owing.state_of(debt, None, day, CALENDAR), owing.stage_of(debt.due_on, day, CALENDAR)
    assert (state is OwedState.OVERDUE) == (away < 0)
    assert (stage == owing.LATE) == (-60 <= away < 0)
    assert (stage in (owing.SOON, owing.LAST)) <= (state is OwedState.SOON)
    assert owing.state_of(debt, debt.due_on, day, CALENDAR) is OwedState.DONE
    assert owing.state_of(debt, debt.due_on + DAY, day, CALENDAR) is OwedState.DONE_LATE


def test_every_debt_is_of_a_kind_that_exists():
    assert set(owing.ORDER) <= {kind.name for kind in all_kinds()}
    assert set(owing.ORDER) == set(owing.WHY)
    assert set(owing.DAYS_AFTER) < set(owing.ORDER)


def space(state: EventState = EventState.HELD, days_ago: int = 1, **values):
    at = datetime(2026, 9, 1, 15, tzinfo=UTC) - timedelta(days=days_ago)
    return make.event(state, starts_at=at, ends_at=at + timedelta(hours=2), **values)


def owed(year: int = 2026, day: date = date(2026, 9, 1)) -> dict[tuple[str, str], queries.Owed]:
    return {(one.debt.kind, one.debt.about): one for one in queries.of_year(year, day)}


def test_each_space_owes_what_it_should_and_a_public_plan_pays_its_debt(context):
    hearing = space(title="Audiencia")
    table = space(title="Mesa", type=EventType.MESA_TRABAJO)
    asked = space(EventState.CLOSED, title="Foro", type=EventType.FORO)
    make.question(asked)
    space(EventState.CANCELLED, title="Cancelado")
    space(EventState.DRAFT, title="Borrador")
    coming = space(EventState.CONVENED, days_ago=-20, title="Por venir", type=EventType.FORO)
    found = owed()
    by_space = {}
    for kind, about in found:
        by_space.setdefault(about, set()).add(kind)
    assert by_space["Audiencia"] == ALL
    assert by_space["Mesa"] == by_space["Por venir"] == {owing.RESULTS}
    assert by_space["Foro"] == {owing.ANSWERS, owing.RESULTS}
    assert not {"Cancelado", "Borrador"} & set(by_space)
    assert not found[owing.RESULTS, coming.title].debt.is_certain
    plan = improvement.plan(PlanState.PUBLISHED, event_id=hearing.id, year=2026)
    paid = owed()[owing.PLAN, "Audiencia"]
    assert paid.done.address == f"/mejoramiento/{plan.id}"
    assert owed()[owing.RESULTS, table.title].done is None


def test_the_activities_of_the_strategy_give_their_days(context):
    strategy = make.strategy(year=2026)
    make.activity(strategy, name="Publicación del Informe de Evaluación", ends_on=date(2026, 12, 17))
    gone = {"state": ActivityState.CANCELLED, "ends_on": date(2026, 3, 1)}
    make.activity(strategy, name="Informe de evaluación que ya no va", **gone)
    found = owed()[owing.STRATEGY, "Todo el año 2026"]
    assert found.debt.due_on == date(2026, 12, 17)
    assert "Publicación del Informe de Evaluación" in found.debt.why


def mails() -> list[OutgoingMail]:
    found = select(OutgoingMail).where(OutgoingMail.key.startswith("report-owed/"))
    return list(db.session.scalars(found.order_by(OutgoingMail.id)))


def reminded(app, at: datetime) -> int:
    """How many mails are queued in all after the chore of an instant, done twice."""
    app.extensions.pop(reminding.LOOKED, None)
    with time_machine.travel(at, tick=False):
        reminding.remind_due()
        app.extensions.pop(reminding.LOOKED, None)
        reminding.remind_due()
    return len(mails())


def test_each_reminder_is_given_once_to_who_should_hear_it(app, context):
    with time_machine.travel(EIGHT - 30 * DAY, tick=False):
        writer, control = make.user(Role.COMMUNICATIONS), make.user(Role.CONTROL)
        make.user(Role.LIAISON, department=make.department())
        space(days_ago=0, title="Foro de vías", type=EventType.FORO)
    due_on = owed()[owing.RESULTS, "Foro de vías"].debt.due_on
    at = datetime.combine(due_on, datetime.min.time(), UTC) + timedelta(hours=13)
    before = reminded(app, at - 30 * DAY)
    soon = reminded(app, at - 3 * DAY)
    assert soon > before
    to_writer = [mail.body for mail in mails()[before:] if mail.recipient == writer.email]
    assert len(to_writer) == 1
    assert "Se acerca la fecha de estos informes:\n- Informe de resultados: Foro de vías." in to_writer[0]
    last = reminded(app, at)
    assert last > soon
    assert any("Hoy, o antes" in mail.body and "Foro de vías" in mail.body for mail in mails()[soon:])
    assert all("Foro de vías" not in mail.body for mail in mails() if mail.recipient == control.email)
    late = reminded(app, at + 1 * DAY)
    heard = {mail.recipient for mail in mails()[last:]}
    assert heard == {writer.email, control.email}
    assert reminded(app, at + 2 * DAY) == late
    told = db.session.scalars(select(AuditEntry.detail).where(AuditEntry.verb == queries.TOLD)).all()
    mine = [one["stage"] for one in told if one["kind"] == owing.RESULTS]
    assert mine == [owing.SOON, owing.LAST, owing.LATE]


def test_nothing_is_reminded_before_the_hour_on_a_holiday_nor_of_what_is_only_expected(app, context):
    make.user(Role.COMMUNICATIONS)
    space(EventState.CONVENED, days_ago=20, title="Nunca se marcó", type=EventType.FORO)
    sunday = EIGHT - 2 * DAY
    assert reminded(app, EIGHT - timedelta(hours=6)) == 0
    assert reminded(app, sunday) == 0
    reminded(app, EIGHT + 14 * DAY)
    assert all("Nunca se marcó" not in mail.body for mail in mails())


@pytest.mark.parametrize("address", ["/informes/calendario", "/informes/gestion/calendario"])
def test_the_page_says_what_is_late_what_comes_and_why(context, client, address):
    with time_machine.travel(EIGHT, tick=False):
        make.strategy(year=2026)
        space(days_ago=60, title="Audiencia de julio")
        space(EventState.CONVENED, days_ago=-20, title="Foro que viene", type=EventType.FORO)
        client.sign_in(make.user(Role.COMMUNICATIONS))
        page = client.get(f"{address}?anio=2026").text
        for words in ("Audiencia de julio", "Atrasado", "Foro que viene", "Fecha probable", "Enero a abril"):
            assert words in page
        assert page.index("Audiencia de julio") < page.index("Foro que viene")
        assert client.get(f"{address}?anio=9999").status_code == 200
        assert client.get(f"{address}?anio=x").status_code == 200


def test_the_years_to_choose_hold_this_one(context):
    space()
    make.strategy(year=2019)
    assert {today().year, 2026, 2019} <= set(queries.years(today()))
