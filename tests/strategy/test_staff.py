"""The pages with which the team imports, publishes and follows up a strategy."""

import gzip
import re
from io import BytesIO

import pytest
from sqlalchemy import func, select

from participa.accounts.models import Role
from participa.events.models import EventState, Modality
from participa.extensions import db
from participa.strategy import queries
from participa.strategy.forms import MOST_LETTERS
from participa.strategy.models import Activity, ActivityState, Strategy, StrategyState
from tests import factories as make
from tests.statements import statements

IMPORT = "/estrategia/gestion/importar"
ROW = "1\tRealizar la audiencia\t1/03/2030\t3/03/2030\tOficina Jurídica –"


def typed(**values):
    return {"entity_name": "Villa Ejemplo", "year": "2030", "title": ""} | values


def upload(data, name="cronograma.txt"):
    return {"file": (BytesIO(data), name)}


def strategies():
    return db.session.scalar(select(func.count()).select_from(Strategy))


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page).group(1)


def preview(client, **values):
    answer = client.submit(IMPORT, typed(**values))
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def confirm(client, page, text, **values):
    kept = {
        name: hidden(page, name) for name in ("csrf_token", "entity_name", "year", "title", "digest", "source_name")
    }
    return client.post(IMPORT, data=kept | {"text": text, "confirm": "1"} | values)


@pytest.fixture
def communications(client, context):
    return client.sign_in(make.user(Role.COMMUNICATIONS))


def test_the_preview_shows_what_was_understood_and_writes_nothing(communications):
    page = preview(communications, text="PLAN 2030\n" + make.cronograma(ROW))
    for shown in (
        "ETAPA DE DIALOGO",
        "1 actividad, 2 avisos",
        "cae en domingo",
        "termina en guion",
        "Línea 1: PLAN 2030",
    ):
        assert shown in page
    assert strategies() == 0


def test_a_confirmed_preview_becomes_a_draft(communications):
    text = make.cronograma(ROW)
    answer = confirm(communications, preview(communications, **upload(text.encode())), text)
    assert answer.status_code == 303
    page = communications.get(answer.location).get_data(as_text=True)
    assert "Se importaron 1 actividad en 1 sección" in page
    strategy = db.session.scalars(select(Strategy)).one()
    assert (strategy.state, strategy.source_name) == (StrategyState.DRAFT, "cronograma.txt")
    assert strategy.title == "Estrategia de rendición de cuentas 2030"


def test_the_text_survives_the_line_ends_of_a_browser(communications):
    text = make.cronograma(ROW)
    page = preview(communications, text=text)
    assert confirm(communications, page, text.replace("\n", "\r\n")).status_code == 303


def test_confirming_twice_changes_nothing_and_says_so(communications):
    text = make.cronograma(ROW)
    page = preview(communications, text=text)
    first, second = confirm(communications, page, text), confirm(communications, page, text)
    assert first.location == second.location
    assert "ya estaba importado" in communications.get(second.location).get_data(as_text=True)
    assert strategies() == 1


def test_a_text_changed_after_the_preview_is_shown_again_first(communications):
    page = preview(communications, text=make.cronograma(ROW))
    answer = confirm(communications, page, make.cronograma(ROW, "2\tOtra\t4/03/2030\t4/03/2030\tOficina"))
    assert answer.status_code == 200
    again = answer.get_data(as_text=True)
    assert "El texto cambió" in again
    assert hidden(again, "digest") != hidden(page, "digest")
    assert strategies() == 0


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Elija un archivo o pegue la tabla"),
        ({"text": "   \n "}, "Elija un archivo o pegue la tabla"),
        ({"text": "hola"}, "No se encontró la fila de encabezados"),
        ({"text": "a" * (MOST_LETTERS + 1)}, "pasa de 100.000 letras"),
        (upload(b"\x00\x01\x02" * 50), "no parece texto"),
        (upload(b"PK\x03\x04rest", "tabla.xlsx"), "parece de Excel"),
        ({"text": "x", "year": "20"}, "Escriba un año entre 1990 y 2099"),
        ({"text": "x", "year": "veinte"}, "Escriba un año"),
        ({"text": "x", "entity_name": " "}, "Escriba el nombre de la entidad"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_with_a_sentence(communications, sent, said):
    answer = communications.submit(IMPORT, typed(**sent))
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert strategies() == 0


def test_a_file_of_more_than_two_megabytes_is_refused(communications):
    page = communications.get(IMPORT).get_data(as_text=True)
    fields = typed(csrf_token=hidden(page, "csrf_token"))
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    parts.append('--x\r\nContent-Disposition: form-data; name="file"; filename="t.txt"\r\n\r\n' + "a\n" * 1_100_000)
    body = "\r\n".join([*parts, "--x--\r\n"]).encode()
    answer = communications.post(IMPORT, data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 422
    assert "pesa más de 2 MB" in answer.get_data(as_text=True)


def test_a_refused_text_stays_on_the_page(communications):
    answer = communications.submit(IMPORT, typed(text="mi tabla sin encabezado"))
    assert "mi tabla sin encabezado" in answer.get_data(as_text=True)


def test_a_table_that_cannot_be_kept_is_refused_at_the_end_too(communications):
    text = make.cronograma("1\tAbrir\t" + "9" * 201 + "\t\tOficina")
    answer = confirm(communications, preview(communications, text=text), text)
    assert answer.status_code == 422
    assert "tiene más de 200 letras" in answer.get_data(as_text=True)
    assert strategies() == 0


def test_the_longest_preview_is_light_enough_for_the_team(communications):
    row = "Realizar la actividad número {0} de participación\t2/03/2030\t3/03/2030\tSecretaría {0}"
    rows = [f"{number}\t{row.format(number)}" for number in range(1, 1000)]
    page = preview(communications, text=make.cronograma(*rows)[:MOST_LETTERS])
    assert len(gzip.compress(page.encode())) < 200_000


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COMMUNICATIONS, Role.ADMIN}))
def test_others_do_not_see_the_import(client, context, role):
    assert client.sign_in(make.user(role)).get(IMPORT).status_code == 403


def test_the_approver_approves_and_publishes_step_by_step(client, context):
    strategy = make.imported()
    client.sign_in(make.user(Role.APPROVER))
    url = f"/estrategia/gestion/{strategy.id}"
    assert f"{url}/aprobar" in client.get(url).get_data(as_text=True)
    for step in ("aprobar", "publicar"):
        assert "¿" in client.get(f"{url}/{step}").get_data(as_text=True)
        assert client.submit(f"{url}/{step}").location == url
    assert "La estrategia quedó publicada" in client.get(url).get_data(as_text=True)
    assert client.get("/estrategia/2030").status_code == 200


def test_a_step_out_of_order_is_refused_and_changes_nothing(client, context):
    strategy = make.imported()
    client.sign_in(make.user(Role.APPROVER))
    assert client.submit(f"/estrategia/gestion/{strategy.id}/publicar").status_code == 409
    assert db.session.get_one(Strategy, strategy.id).state is StrategyState.DRAFT


@pytest.mark.parametrize("role", Role)
def test_the_whole_team_reads_drafts_and_only_some_see_the_acts(client, context, role):
    strategy = make.imported()
    client.sign_in(make.user(role))
    page = client.get(f"/estrategia/gestion/{strategy.id}").get_data(as_text=True)
    assert "Abrir la audiencia" in page
    assert ("/aprobar" in page) is (role is Role.APPROVER)
    assert ("/espacios/gestion/nuevo/" in page) is (role in (Role.APPROVER, Role.COMMUNICATIONS))
    assert ("/estrategia/gestion/importar" in client.get("/estrategia/gestion/").get_data(as_text=True)) is (
        role in (Role.COMMUNICATIONS, Role.ADMIN)
    )


@pytest.mark.parametrize(
    ("spaces", "is_warned"),
    [
        ([], True),
        ([(Modality.PRESENCIAL, EventState.CONVENED)], False),
        ([(Modality.MIXTA, EventState.DRAFT)], False),
        ([(Modality.VIRTUAL, EventState.CONVENED)], True),
        ([(Modality.VIRTUAL, EventState.CONVENED)] * 2, False),
        ([(Modality.PRESENCIAL, EventState.CANCELLED)], True),
    ],
)
def test_a_year_without_the_spaces_of_the_law_is_warned_of(client, context, spaces, is_warned):
    strategy = make.imported(state=StrategyState.PUBLISHED)
    make.event(modality=Modality.PRESENCIAL)  # of another year
    for modality, state in spaces:
        make.event(state, activity=queries.activities(strategy)[0], modality=modality)
    page = client.sign_in(make.user(Role.CONTROL)).get(f"/estrategia/gestion/{strategy.id}").get_data(as_text=True)
    assert ("Falta programar espacios" in page) is is_warned


def edit_url(activity):
    return f"/estrategia/gestion/actividades/{activity.id}"


def test_an_activity_is_rescheduled_with_reason_and_office(client, context):
    office, activity = make.department(), queries.activities(make.imported())[0]
    client.sign_in(make.user(Role.COMMUNICATIONS))
    sent = {
        "state": "rescheduled",
        "note": "Paro de transporte",
        "starts_on": "2030-04-01",
        "ends_on": "2030-04-02",
        "departments": [str(office.id)],
    }
    assert client.submit(edit_url(activity), sent).status_code == 303
    row = db.session.get_one(Activity, activity.id, populate_existing=True)
    assert (row.state, row.state_note) == (ActivityState.RESCHEDULED, "Paro de transporte")
    assert [one.id for one in row.departments] == [office.id]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"state": "cancelled"}, "Escriba el motivo"),
        ({"state": "rescheduled", "note": "Paro"}, "Escriba las dos fechas nuevas"),
        (
            {"state": "rescheduled", "note": "Paro", "starts_on": "2030-04-02", "ends_on": "2030-04-01"},
            "anterior a la inicial",
        ),
        ({"state": "inventado"}, "Error:"),
    ],
)
def test_a_change_without_what_it_needs_is_refused(client, context, sent, said):
    activity = queries.activities(make.imported())[0]
    client.sign_in(make.user(Role.APPROVER))
    answer = client.submit(edit_url(activity), sent)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert db.session.get_one(Activity, activity.id, populate_existing=True).state is ActivityState.SCHEDULED


def test_an_activity_of_a_closed_version_is_not_changed(client, context):
    activity = queries.activities(make.imported(state=StrategyState.CLOSED))[0]
    client.sign_in(make.user(Role.APPROVER))
    assert client.submit(edit_url(activity), {"state": "done"}).status_code == 409


@pytest.mark.parametrize("url", ["/estrategia/gestion/?pagina=2", "/estrategia/gestion/?pagina=99999999999"])
def test_a_page_beyond_the_last_is_not_there(client, context, url):
    client.sign_in(make.user(Role.CONTROL))
    assert client.get(url).status_code == 404


def asked_by(client, database, url):
    with statements(database) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_the_lists_of_the_team_ask_the_same_for_few_and_for_many(client, context, database):
    reader, strategy, office = make.user(Role.CONTROL), make.strategy(), make.department()
    asked = []
    for count in (3, 43):
        for _ in range(count):
            make.activity(strategy, departments=(office,))
        make.strategy()
        client.sign_in(reader)
        urls = ("/estrategia/gestion/", f"/estrategia/gestion/{strategy.id}")
        asked.append([asked_by(client, database, url) for url in urls])
    assert asked[0] == asked[1]
