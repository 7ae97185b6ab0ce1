"""When an activity happens: periods in words, in months, in bars and in what is overdue."""

from datetime import date

import pytest

from participa.strategy import when
from participa.strategy.fulfilment import fulfilment
from participa.strategy.models import ActivityState, ShownState
from participa.strategy.narrowing import months_of
from participa.strategy.queries import activities, coming
from participa.strategy.schedule import find_span, shown_state
from tests import factories as make
from tests.strategy.documents.seeds import IBAGUE_2021, seed


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ([], ""),
        (["2021-C2", "2021-C3"], "Segundo y tercer cuatrimestre de 2021"),
        (["2021-C1", "2021-C2", "2021-C3"], "Primer, segundo y tercer cuatrimestre de 2021"),
        (["2022-03"], "Marzo de 2022"),
        (["2022-04", "2022-02", "2022-03"], "Febrero a abril de 2022"),
        (["2022-01", "2022-02", "2022-06"], "Enero, febrero y junio de 2022"),
        (["2022-Q4"], "Cuarto trimestre de 2022"),
        (["2022-S2"], "Segundo semestre de 2022"),
        (["2022-B6"], "Sexto bimestre de 2022"),
        (["2023-01-W3"], "Tercera semana de enero de 2023"),
        (["2023-01-W2", "2023-01-W3"], "Segunda y tercera semanas de enero de 2023"),
        (["2019-05-08", "2019-05-09"], "8 y 9 de mayo de 2019"),
        (["2024"], "Todo el año de 2024"),
        (["C2"], "Segundo cuatrimestre"),
        (["M03"], "Marzo"),
        (["2021-C3", "2022-C1"], "Tercer cuatrimestre de 2021; primer cuatrimestre de 2022"),
        (["2021-C9", "palabras", "2023-02-31", ""], ""),
    ],
)
def test_periods_are_said_in_words(codes, said):
    assert when.in_words(codes) == said


def test_an_activity_with_periods_is_overdue_the_day_after_the_last_one(context):
    one = make.activity(starts_on=None, ends_on=None, periods=["2021-C2", "2021-C1"])
    assert shown_state(one, date(2021, 8, 31)) is ShownState.UNDER_WAY
    assert shown_state(one, date(2021, 9, 1)) is ShownState.OVERDUE
    assert shown_state(one, date(2020, 12, 31)) is ShownState.UPCOMING


def test_days_count_more_than_periods(context):
    one = make.activity(starts_on=date(2021, 3, 1), ends_on=date(2021, 3, 5), periods=["2021-C3"])
    assert shown_state(one, date(2021, 3, 6)) is ShownState.OVERDUE
    assert months_of(one) == {"2021-03"}


def test_periods_give_months_bars_and_a_place_in_the_fulfilment(context):
    strategy = make.strategy(year=2021)
    make.activity(strategy, starts_on=None, ends_on=None, periods=["2021-C1", "2021-C3"], state=ActivityState.DONE)
    (found,) = activities(strategy)
    assert months_of(found) == {f"2021-{month:02}" for month in (1, 2, 3, 4, 9, 10, 11, 12)}
    span = find_span([found])
    assert (span.first, span.last) == (date(2021, 1, 1), date(2021, 12, 31))
    assert [share.label for share in fulfilment([found], date(2021, 1, 1)).by_period] == [
        "Enero a abril de 2021",
        "Septiembre a diciembre de 2021",
    ]


def test_what_comes_counts_periods_in_the_order_of_their_end(context):
    strategy = make.strategy(year=2021)
    late = make.activity(strategy, starts_on=None, ends_on=None, periods=["2021-C3"])
    soon = make.activity(strategy, starts_on=date(2021, 6, 1), ends_on=date(2021, 6, 2))
    make.activity(strategy, starts_on=None, ends_on=None, periods=["2021-C1"])
    make.activity(strategy, starts_on=None, ends_on=None)
    assert coming(strategy, date(2021, 5, 15)) == [soon, late]


def test_an_import_keeps_the_periods_and_pages_say_them(context, client):
    strategy = make.imported(seed(IBAGUE_2021).decode(), year=2021)
    imported = activities(strategy)
    assert all(one.schedule_kind != "unknown" for one in imported if one.periods)
    assert sum("2021-C1" in one.periods for one in imported) > 5


def test_the_public_page_says_the_periods(context, client):
    strategy = make.strategy(year=2021)
    one = make.activity(strategy, starts_on=None, ends_on=None, periods=["2021-C2", "2021-C3"], date_text="X X")
    for url in ("/estrategia/2021", f"/estrategia/2021/actividades/{one.slug}"):
        assert "Segundo y tercer cuatrimestre de 2021" in client.get(url).get_data(as_text=True)
