"""What a cronograma is narrowed by, its bars, and the chart of its states."""

from datetime import date, timedelta

import pytest

from participa.extensions import db
from participa.shared.clock import today
from participa.strategy.models import ActivityState, StrategyState
from participa.strategy.narrowing import Wanted, months_of
from participa.strategy.schedule import Span, bar_keys
from tests import factories as make

PUBLISHED = StrategyState.PUBLISHED
PAGE = "/estrategia/2077"


def text(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.get_data(as_text=True)


@pytest.fixture
def two(context):
    """A forum of March that the health office leads, and a report of the whole year."""
    strategy, office = make.strategy(PUBLISHED, year=2077), make.department("Secretaría de Salud")
    forum = {"name": "Foro de niñez", "elemento": "dialogo", "etapas": ["ejecucion", "seguimiento"]}
    days = {"starts_on": date(2077, 3, 30), "ends_on": date(2077, 4, 2)}
    make.activity(strategy, departments=(office,), **forum, **days)
    year = {"starts_on": date(2077, 1, 1), "ends_on": date(2077, 12, 31)}
    make.activity(strategy, name="Informe de gestión", elemento="informacion", state=ActivityState.DONE, **year)
    return office


@pytest.mark.parametrize(
    "query",
    [
        "elemento=dialogo",
        "etapa=seguimiento",
        "q=NINEZ",
        "q=salud+foro",
        "estado=upcoming",
        "mes=2077-04&etapa=ejecucion",
    ],
)
def test_each_filter_leaves_what_fits(client, two, query):
    page = text(client, f"{PAGE}?{query}")
    assert ">Foro de niñez<" in page
    assert ">Informe de gestión<" not in page


def test_the_month_finds_what_is_under_way_in_it(client, two):
    page = text(client, f"{PAGE}?mes=2077-03")
    assert ">Foro de niñez<" in page
    assert ">Informe de gestión<" in page
    assert ">Foro de niñez<" not in text(client, f"{PAGE}?mes=2077-05")


def test_what_was_asked_stays_in_the_form_and_can_be_left(client, two):
    page = text(client, f"{PAGE}?q=foro&mes=2077-04&dependencia={two.id}")
    assert 'value="foro"' in page
    assert '<option selected value="2077-04">Abril de 2077</option>' in page
    assert "Quitar filtros" in page
    assert "Quitar filtros" not in text(client, PAGE)


@pytest.mark.parametrize("query", ["mes=2077-99", "elemento=x", "etapa=%27", "q=" + "a" * 101, "mes=x&q="])
def test_what_cannot_be_chosen_narrows_nothing(client, two, query):
    page = text(client, f"{PAGE}?{query}")
    assert ">Foro de niñez<" in page
    assert ">Informe de gestión<" in page


def test_one_filter_that_cannot_be_keeps_the_others(client, two):
    assert ">Informe de gestión<" not in text(client, f"{PAGE}?mes=nunca&q=foro")


def test_a_section_lends_its_element_and_stage(client, context):
    strategy = make.strategy(PUBLISHED, year=2077)
    strategy.sections[0].elemento, strategy.sections[0].etapa = "dialogo", "diseno"
    db.session.commit()
    make.activity(strategy, name="Sin elemento propio")
    make.activity(strategy, name="Con etapa propia", etapas=["seguimiento"])
    page = text(client, f"{PAGE}?elemento=dialogo&etapa=diseno")
    assert ">Sin elemento propio<" in page
    assert ">Con etapa propia<" not in page


def test_only_what_finds_something_is_offered(client, two):
    page = text(client, PAGE)
    assert "Responsabilidad</option>" not in page
    assert "Diálogo</option>" in page
    assert "Marzo de 2077</option>" in page


def test_the_months_of_an_activity(context):
    activity = make.activity(starts_on=date(2026, 11, 30), ends_on=date(2027, 1, 1))
    assert months_of(activity) == {"2026-11", "2026-12", "2027-01"}
    activity.starts_on = date(1026, 1, 1)
    assert months_of(activity) == {"1026-01", "2027-01"}
    activity.starts_on, activity.ends_on = date(2026, 5, 2), date(2026, 4, 1)
    assert months_of(activity) == {"2026-05"}
    activity.starts_on = activity.ends_on = None
    assert months_of(activity) == set()


def test_nothing_asked_is_not_narrow():
    assert not Wanted().is_narrow
    assert Wanted(q="foro").is_narrow


def test_the_scale_names_months_or_years():
    one_year = Span(date(2026, 1, 15), date(2026, 3, 15)).months()
    assert [month["label"] for month in one_year] == ["E", "F", "M"]
    assert one_year[0]["at"] == 0
    assert [year["label"] for year in Span(date(2024, 6, 1), date(2027, 6, 1)).months()] == ["2025", "2026", "2027"]


def test_dates_by_mistake_far_away_draw_no_scale(context):
    assert Span(date(1026, 1, 1), date(2026, 1, 1)).months() == []
    assert len(Span(date(9999, 1, 1), date.max).months()) == 12
    far = make.activity(starts_on=date(9999, 11, 30), ends_on=date.max)
    assert months_of(far) == {"9999-11", "9999-12"}


def test_each_pattern_is_explained_once(context):
    strategy, day = make.strategy(PUBLISHED), today()
    done = make.activity(strategy, state=ActivityState.DONE)
    late = make.activity(strategy, ends_on=day - timedelta(1))
    failed = make.activity(strategy, state=ActivityState.NOT_DONE)
    undated = make.activity(strategy, starts_on=None, ends_on=None)
    keys = bar_keys([done, late, failed, undated], day)
    assert {key["tone"]: key["label"] for key in keys} == {"bad": "Vencida o No cumplida", "good": "Cumplida"}


def test_the_bars_have_patterns_and_the_line_of_today(client, context):
    strategy, day = make.strategy(PUBLISHED, year=2077), today()
    make.activity(strategy, starts_on=day - timedelta(10), ends_on=day + timedelta(10))
    page = text(client, PAGE)
    assert 'id="bar-progress"' in page
    assert 'fill="url(#bar-progress)"' in page
    assert 'class="bar__today" x="50.0%"' in page


def test_the_chart_of_states_says_the_same_as_its_table(client, two):
    page = text(client, "/estrategia/")
    assert 'role="img" aria-labelledby="estados-t estados-d"' in page
    drawing, table = page.split('<svg class="chart__drawing"')[1].split("</svg>", 1)
    for words in ("Cumplida", "Por iniciar", "1 de 2"):
        assert words in drawing
    assert table.count("50\u00a0%") == 2
    assert "style=" not in page
