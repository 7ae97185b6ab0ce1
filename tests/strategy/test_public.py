"""The pages of the strategy that everybody reads."""

from datetime import timedelta

import pytest

from participa.accounts.models import Role
from participa.events.models import EventState
from participa.shared.clock import today
from participa.strategy import queries
from participa.strategy.models import ActivityState, StrategyState
from participa.strategy.schedule import PER_PAGE
from tests import factories as make
from tests.statements import statements

AUDIENCIA = "1\tRealizar la audiencia\t4/03/2030\t4/03/2030\tOficina Jurídica"
FORO = "2\tRealizar el foro\t5/03/2030\t6/03/2030\tSecretaría de Salud"
PUBLISHED = StrategyState.PUBLISHED


def text(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.get_data(as_text=True)


def test_without_a_published_strategy_the_page_says_so(client, context):
    make.imported()
    assert "Todavía no hay una estrategia publicada" in text(client, "/estrategia/")


def test_the_current_strategy_is_the_one_of_the_latest_year_and_names_the_others(client, context):
    make.imported(year=2031, state=PUBLISHED)
    make.imported(make.cronograma(AUDIENCIA), year=2030, state=PUBLISHED)
    page = text(client, "/estrategia/")
    assert "<h1>Estrategia 2031</h1>" in page
    assert 'href="/estrategia/2030?version=1"' in page


def test_what_is_under_way_comes_first_on_the_page_of_the_current_strategy(client, context):
    strategy = make.strategy(PUBLISHED, year=2089)
    day = today()
    make.activity(strategy, name="Ya pasó", starts_on=day - timedelta(3), ends_on=day - timedelta(1))
    make.activity(strategy, name="Más tarde", starts_on=day + timedelta(30), ends_on=day + timedelta(40))
    make.activity(strategy, name="Ahora mismo", starts_on=day, ends_on=day)
    coming = text(client, "/estrategia/").split("Lo que sigue")[1].split("Las partes")[0]
    assert "Ya pasó" not in coming
    assert coming.index("Ahora mismo") < coming.index("Más tarde")


def test_the_schedule_shows_section_activity_responsible_dates_and_state(client, context):
    make.imported(make.cronograma(AUDIENCIA, FORO), state=PUBLISHED)
    page = text(client, "/estrategia/2030")
    for shown in ("ETAPA DE DIALOGO", "Realizar el foro", "Secretaría de Salud", "5 mar 2030", "6 mar 2030"):
        assert shown in page
    assert 'scope="rowgroup"' in page
    assert "0 de 2 actividades cumplidas" in page


def test_a_day_that_could_not_be_read_is_shown_as_it_was_written(client, context):
    make.imported(make.cronograma("1\tAbrir\tPrimer trimestre\t\tOficina"), state=PUBLISHED)
    assert "Primer trimestre" in text(client, "/estrategia/2030")


def test_what_was_cancelled_does_not_count_as_pending(client, context):
    strategy = make.strategy(PUBLISHED, year=2088)
    make.activity(strategy, state=ActivityState.DONE)
    make.activity(strategy, state=ActivityState.CANCELLED)
    assert "1 de 1 actividad cumplida" in text(client, "/estrategia/2088")


def test_the_schedule_can_be_narrowed_by_state_and_office(client, context):
    strategy, office = make.strategy(PUBLISHED, year=2087), make.department()
    make.activity(strategy, name="Lista", state=ActivityState.DONE)
    make.activity(strategy, name="De la oficina", departments=(office,))
    assert "De la oficina" not in text(client, "/estrategia/2087?estado=done")
    narrowed = text(client, f"/estrategia/2087?dependencia={office.id}")
    assert "De la oficina" in narrowed
    assert ">Lista<" not in narrowed
    assert "Ninguna actividad coincide" in text(client, f"/estrategia/2087?estado=done&dependencia={office.id}")


@pytest.mark.parametrize("query", ["?estado=inventado", "?dependencia=x", "?dependencia=999999&estado="])
def test_a_filter_that_does_not_exist_narrows_nothing(client, context, query):
    make.imported(state=PUBLISHED)
    assert "Abrir la audiencia" in text(client, f"/estrategia/2030{query}")


def test_every_version_stays_readable(client, context):
    first = make.imported(make.cronograma(AUDIENCIA), state=PUBLISHED)
    second = make.imported(make.cronograma(FORO), state=PUBLISHED)
    assert "Realizar el foro" in text(client, "/estrategia/2030")
    old = text(client, f"/estrategia/2030?version={first.version}")
    assert "Esta versión está cerrada" in old
    assert f"/estrategia/2030/actividades/1-1?version={first.version}" in old
    assert f"/estrategia/2030?version={second.version}" in old
    assert "Realizar la audiencia" in text(client, f"/estrategia/2030/actividades/1-1?version={first.version}")
    assert "Realizar la audiencia" in text(client, "/estrategia/2030/actividades/1-1")
    assert "Realizar el foro" in text(client, "/estrategia/2030/actividades/1-2")


def test_an_activity_only_of_an_earlier_version_is_still_found(client, context):
    make.imported(make.cronograma(AUDIENCIA, FORO), state=PUBLISHED)
    make.imported(make.cronograma(AUDIENCIA), state=PUBLISHED)
    assert "Realizar el foro" in text(client, "/estrategia/2030/actividades/1-2")


@pytest.mark.parametrize(
    "url",
    [
        "/estrategia/2029",
        "/estrategia/99999999999",
        "/estrategia/2030?version=7",
        "/estrategia/2030?version=99999999999",
        "/estrategia/2030/actividades/9-9",
        "/estrategia/2031",
        "/estrategia/2031/actividades/1-1",
    ],
)
def test_what_is_not_public_is_not_there(client, context, url):
    make.imported(state=PUBLISHED)
    make.imported(year=2031)
    assert client.get(url).status_code == 404


def test_an_activity_page_gathers_its_public_spaces_from_all_versions(client, context):
    first = make.imported(make.cronograma(AUDIENCIA), state=PUBLISHED)
    old = queries.activities(first)[0]
    make.event(activity=old, title="Audiencia de marzo", slug="audiencia-de-marzo")
    make.event(EventState.DRAFT, activity=old, title="Espacio sin convocar")
    make.event(title="Espacio de otra actividad")
    make.imported(make.cronograma(AUDIENCIA, FORO), state=PUBLISHED)
    page = text(client, "/estrategia/2030/actividades/1-1")
    assert 'href="/espacios/audiencia-de-marzo"' in page
    assert "Espacio sin convocar" not in page
    assert "Espacio de otra actividad" not in page


def test_an_activity_page_tells_what_was_decided_and_the_dates_it_had(client, context):
    strategy = make.strategy(PUBLISHED, year=2086)
    earlier = [{"starts_on": "2026-01-05", "ends_on": None}]
    activity = make.activity(
        strategy,
        state=ActivityState.RESCHEDULED,
        state_note="Paro de transporte",
        earlier_dates=earlier,
        goal="Un foro",
    )
    page = text(client, f"/estrategia/2086/actividades/{activity.slug}")
    for shown in ("Paro de transporte", "5 de enero de 2026", "Un foro", "Todavía no hay nada publicado"):
        assert shown in page


def test_a_long_schedule_comes_in_pages_that_keep_what_narrows(client, context):
    strategy = make.strategy(PUBLISHED, year=2086)
    for _ in range(PER_PAGE + 1):
        make.activity(strategy)
    first = text(client, "/estrategia/2086?q=actividad")
    second = text(client, "/estrategia/2086?q=actividad&pagina=2")
    assert f"{PER_PAGE + 1} actividades" in first
    assert "q=actividad&amp;pagina=2" in first
    assert [page.count('data-label="Estado"') for page in (first, second)] == [PER_PAGE, 1]
    assert client.get("/estrategia/2086?pagina=3").status_code == 404


def test_the_team_reads_a_long_schedule_in_pages(client, context):
    strategy = make.strategy(year=2086)
    for _ in range(PER_PAGE + 1):
        make.activity(strategy)
    client.sign_in(make.user(Role.APPROVER))
    pages = [text(client, f"/estrategia/gestion/{strategy.id}?pagina={page}") for page in (1, 2)]
    assert [page.count('data-label="Estado"') for page in pages] == [PER_PAGE, 1]


def test_the_schedule_asks_the_same_for_3_and_for_46_activities(client, context, database):
    asked = []
    for year, count in ((2084, 3), (2085, 46)):
        strategy, office = make.strategy(PUBLISHED, year=year), make.department()
        for _ in range(count):
            make.activity(strategy, departments=(office,))
        with statements(database) as seen:
            text(client, f"/estrategia/{year}")
        asked.append(len(seen))
    assert asked[0] == asked[1]
    assert asked[0] <= 6
