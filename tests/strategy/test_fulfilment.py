"""How far a strategy is fulfilled, counted from its activities."""

from datetime import date

import pytest
import time_machine

from participa.accounts.models import Role
from participa.extensions import db
from participa.strategy import queries, services
from participa.strategy.fulfilment import fulfilment
from participa.strategy.models import ActivityState, FollowUp, StrategyState, VerificationResult
from tests import factories as make
from tests.factories import tracking
from tests.statements import statements

PUBLISHED, DONE = StrategyState.PUBLISHED, ActivityState.DONE
TODAY = date(2026, 6, 1)


def figures(shares):
    return [(share.label, share.value, share.of) for share in shares]


@pytest.fixture
def strategy(context):
    strategy, office = make.strategy(PUBLISHED, year=2074), make.department("Oficina de Vías")
    shared = {"elemento": "dialogo", "etapas": ["diseno", "ejecucion"], "ends_on": date(2026, 4, 30)}
    make.activity(strategy, departments=(office,), state=DONE, **shared)
    make.activity(strategy, name="Foro sin hacer", elemento="informacion", starts_on=None, ends_on=date(2026, 5, 1))
    make.activity(strategy, name="Sin nada", starts_on=None, ends_on=None)
    make.activity(strategy, elemento="dialogo", state=ActivityState.CANCELLED, state_note="Paro de transporte")
    return strategy


def test_done_of_all_without_what_was_cancelled(strategy):
    found = fulfilment(queries.activities(strategy), TODAY)
    assert (found.whole.value, found.whole.of, found.cancelled) == (1, 3, 1)
    assert figures(found.by_elemento) == [("Información", 0, 1), ("Diálogo", 1, 1), ("Sin elemento", 0, 1)]
    assert figures(found.by_etapa) == [("Diseño", 1, 1), ("Ejecución", 1, 1), ("Sin etapa", 0, 2)]
    assert figures(found.by_office) == [("Oficina de Vías", 1, 1), ("Sin dependencia enlazada", 0, 2)]


def test_an_activity_counts_in_the_four_months_in_which_it_should_end(strategy):
    found = fulfilment(queries.activities(strategy), TODAY)
    periods = [("Enero a abril de 2026", 1, 1), ("Mayo a agosto de 2026", 0, 1), ("Sin fecha", 0, 1)]
    assert figures(found.by_period) == periods


@pytest.mark.parametrize(("today", "late"), [(date(2026, 5, 1), []), (date(2026, 5, 2), ["Foro sin hacer"])])
def test_overdue_begins_the_day_after_the_last(strategy, today, late):
    assert [unit.activity.name for unit in fulfilment(queries.activities(strategy), today).overdue] == late


def test_each_period_of_a_recurrent_activity_counts_and_what_is_verified_stands_beside(context):
    strategy = make.strategy(PUBLISHED, year=2070)
    periods = ["2026-C1", "2026-C2", "2026-C3"]
    one = make.activity(strategy, periods=periods, starts_on=None, ends_on=None, elemento="dialogo")
    with time_machine.travel("2026-12-20T15:00:00+00:00", tick=False):
        seen = tracking.report(one, DONE, period="2026-C1")
        tracking.report(one, DONE, period="2026-C2")
        tracking.report(one, ActivityState.PARTIAL, period="2026-C3")
        tracking.verification(seen)
    activities = queries.activities(strategy)
    found = fulfilment(activities, TODAY, queries.histories(activities))
    assert (found.whole.value, found.whole.verified, found.whole.of) == (2, 1, 3)
    assert [(share.label, share.value, share.verified) for share in found.by_period] == [
        ("Enero a abril de 2026", 1, 1),
        ("Mayo a agosto de 2026", 1, 0),
        ("Septiembre a diciembre de 2026", 0, 0),
    ]


def test_the_open_periods_of_an_activity_that_was_put_off_end_on_the_new_day(context):
    strategy = make.strategy(PUBLISHED, year=2069)
    periods = ["2026-C1", "2026-C2", "2026-C3"]
    one = make.activity(strategy, periods=periods, starts_on=None, ends_on=None)
    put_off = FollowUp(ActivityState.RESCHEDULED, "Paro", (), date(2026, 10, 1), date(2026, 10, 30))
    with time_machine.travel("2026-05-04T15:00:00+00:00", tick=False):
        services.follow_up(one, put_off, make.user(Role.APPROVER))
    reports = {one.id: queries.history(one)}
    overdue = [fulfilment([one], day, reports).overdue for day in (date(2026, 9, 15), date(2026, 10, 31))]
    assert [len(units) for units in overdue] == [0, 2]


def test_the_page_says_where_control_disagrees(client, strategy):
    one = make.activity(strategy, name="Mesa con veedores")
    row = tracking.report(one, DONE)
    tracking.verification(row, VerificationResult.NOT_VERIFIED, "El acta no está firmada.")
    page = client.get("/estrategia/2074/cumplimiento").get_data(as_text=True)
    assert "2 de 4 actividades cumplidas, según las dependencias" in page
    assert "0 de 4, verificadas por Control Interno" in page
    assert "Control Interno no la pudo verificar" in page.split("Lo que no coincide")[1]


@pytest.mark.parametrize("state", [state for state in ActivityState if state is not DONE])
def test_only_what_is_done_is_fulfilled(context, state):
    strategy = make.strategy(PUBLISHED)
    make.activity(strategy, state=state)
    assert fulfilment(queries.activities(strategy), TODAY).whole.value == 0


def test_the_page_shows_each_count_as_drawing_and_as_table(client, strategy):
    page = client.get("/estrategia/2074/cumplimiento").get_data(as_text=True)
    assert page.count('role="img"') == 4
    assert "1 de 3 actividades cumplidas" in page
    assert "No cuenta 1 actividad cancelada" in page
    assert "Foro sin hacer" in page.split("Vencidas hoy")[1]
    for year in ("/estrategia/", "/estrategia/2074"):
        assert 'href="/estrategia/2074/cumplimiento"' in client.get(year).get_data(as_text=True)


def test_the_page_moves_when_an_activity_is_done(client, strategy):
    for one in queries.activities(strategy):
        one.state = DONE
    db.session.commit()
    assert "4 de 4 actividades cumplidas" in client.get("/estrategia/2074/cumplimiento").get_data(as_text=True)


def test_a_strategy_without_activities_has_no_charts(client, context):
    make.strategy(PUBLISHED, year=2073)
    page = client.get("/estrategia/2073/cumplimiento").get_data(as_text=True)
    assert 'role="img"' not in page
    assert "Ninguna actividad está vencida" in page


def test_the_count_asks_the_same_for_3_and_for_46_activities(client, context, database):
    asked = []
    for year, count in ((2071, 3), (2072, 46)):
        strategy, office = make.strategy(PUBLISHED, year=year), make.department()
        for _ in range(count):
            make.activity(strategy, departments=(office,))
        with statements(database) as seen:
            client.get(f"/estrategia/{year}/cumplimiento")
        asked.append(len(seen))
    assert asked[0] == asked[1]
    assert asked[0] <= 5
