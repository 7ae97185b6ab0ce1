"""The pages with which the team publishes and follows up a strategy."""

import pytest

from participa.accounts.models import Role
from participa.events.models import EventState, Modality
from participa.extensions import db
from participa.strategy import queries
from participa.strategy.models import Activity, ActivityState, Strategy, StrategyState
from tests import factories as make
from tests.statements import statements


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
    refused = client.submit(f"/estrategia/gestion/{strategy.id}/publicar")
    assert refused.status_code == 409
    assert "La estrategia está «Borrador» y no puede pasar a «Publicada»." in refused.get_data(as_text=True)
    assert "Otra persona" not in refused.get_data(as_text=True)
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


def test_who_publishes_a_change_without_its_act_is_told_what_is_missing(client, context):
    make.imported(state=StrategyState.PUBLISHED)
    second = make.imported(make.cronograma("9\tFeria\t4/03/2030\t4/03/2030\tPrensa"))
    client.sign_in(make.user(Role.APPROVER))
    client.submit(f"/estrategia/gestion/{second.id}/aprobar")
    refused = client.submit(f"/estrategia/gestion/{second.id}/publicar")
    assert (refused.status_code, "escriba el motivo, el órgano" in refused.get_data(as_text=True)) == (422, True)


def test_a_new_state_keeps_an_office_that_is_no_longer_active(client, context):
    office = make.department("Oficina antigua", is_active=False)
    activity = make.activity(departments=(office,))
    client.sign_in(make.user(Role.APPROVER))
    page = client.get(f"/estrategia/gestion/actividades/{activity.id}").get_data(as_text=True)
    assert "Oficina antigua" in page
    sent = {"state": "under_way", "departments": str(office.id)}
    assert client.submit(f"/estrategia/gestion/actividades/{activity.id}", sent).status_code == 303
    db.session.refresh(activity)
    assert activity.departments == [office]


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
