"""The lists of terms: lights, transfers that are near, clarifications that ended, files."""

from datetime import date, timedelta

import pytest

from participa.accounts.models import Role
from participa.calendar.queries import current_calendar
from participa.deadlines import rules
from participa.deadlines.queries import lists
from participa.deadlines.queries.lists import Limits, View, Wanted
from participa.questions.models import QuestionMove, Status
from participa.shared.business_days import BaseReading, TrafficLight, business_days_left, due_from, traffic_light
from participa.shared.clock import now, today
from tests import factories as make
from tests.factories.keep import keep
from tests.questions.team import sign_in, team

STAFF = "/vencimientos/gestion/"
DAYS = [date(2026, 8, 3) + timedelta(days=step) for step in range(40)]


@pytest.fixture
def house(context):
    return team()


def limits() -> Limits:
    return Limits.of(today(), current_calendar())


def listed(house, view: View, role: Role = Role.MODERATOR, **narrowed) -> list[str]:
    return [row.radicado for row in lists.rows(house[role], Wanted(view, **narrowed), limits()).items]


@pytest.mark.parametrize("day", DAYS[:14])
def test_each_due_date_falls_in_the_stage_of_the_business_days_left(context, day):
    calendar = current_calendar()
    stages = rules.stages(day, (5, 2, 0), calendar)
    for due_on in DAYS:
        left = business_days_left(day, due_on, calendar)
        wanted = rules.OVERDUE if left < 0 else next((stage for stage in (0, 2, 5) if left <= stage), None)
        found = [stage for stage, first, last in stages if first <= due_on <= last]
        assert found == ([] if wanted is None else [wanted])


@pytest.mark.parametrize("reading", list(BaseReading))
def test_the_last_base_is_the_last_whose_term_ends_in_time(context, reading):
    calendar = current_calendar()
    for limit in DAYS:
        base = rules.last_base(limit, 5, reading, calendar)
        assert due_from(base, 5, calendar, reading).due_on <= limit
        assert due_from(base + timedelta(days=1), 5, calendar, reading).due_on > limit


def test_the_light_of_the_list_is_the_light_of_the_rule(house):
    rows = [make.question(at=now() - timedelta(days=back)) for back in range(0, 40, 3)]
    for light in TrafficLight:
        wanted = {
            row.radicado
            for row in rows
            if traffic_light(business_days_left(today(), row.due_on, current_calendar())) is light
        }
        assert wanted == set(listed(house, View.DUE, light=light))
    office = lists.offices(house[Role.MODERATOR], limits())[-1]
    assert (office.name, office.red + office.amber + office.green) == ("Sin asignar", len(rows))


def test_what_nobody_sorted_near_its_five_days_is_warned_of(house):
    old = make.question(at=now() - timedelta(days=12))
    make.question(at=now())
    make.question(at=now() - timedelta(days=12), status=Status.ASSIGNED, department_id=house.office.id)
    assert listed(house, View.TRANSFER) == [old.radicado]


def test_a_clarification_that_nobody_gave_in_ten_days_is_proposed_for_the_archive(house):
    silent, fresh = (make.question(status=Status.CLARIFYING) for _ in range(2))
    for row, back in ((silent, 40), (fresh, 1)):
        values = {
            "axis": "status",
            "from_value": "received",
            "to_value": "clarifying",
            "at": now() - timedelta(days=back),
        }
        keep(QuestionMove(question_id=row.id, **values))
    assert listed(house, View.UNCLEAR) == [silent.radicado]


def test_a_liaison_sees_the_own_office_alone(house):
    own = make.question(status=Status.ASSIGNED, department_id=house.office.id)
    make.question(status=Status.ASSIGNED, department_id=house.other_office.id)
    assert listed(house, View.DUE, Role.LIAISON) == [own.radicado]


def test_the_table_holds_dates_and_no_words_of_anybody(client, house):
    question = make.question(body="¿Por qué Ramona no tiene agua?")
    sign_in(client, house[Role.CONTROL])
    table = client.get(f"{STAFF}lista.csv").get_data(as_text=True)
    assert f"{question.radicado};{question.due_on.isoformat()}" in table
    assert "Ramona" not in table


@pytest.mark.parametrize("query", ["?pagina=0", "?pagina=x", "?dependencia=999999999999", "?ver=nada&semaforo=azul"])
def test_absurd_addresses_are_answered_with_the_list(client, house, query):
    sign_in(client, house[Role.CONTROL])
    assert client.get(STAFF + query).status_code == 200
