"""A strategy in force changes by a new version, and people read what changed."""

from datetime import date

import pytest

from participa.accounts.models import Role
from participa.extensions import db
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from participa.strategy import queries, services
from participa.strategy.comparison import compared
from participa.strategy.models import Activity, ActivityState, FollowUp, Strategy, StrategyState
from tests import factories as make
from tests.factories.strategy import RECORD
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")
AUDIENCIA = "1\tRealizar la audiencia\t4/03/2030\t4/03/2030\tOficina Jurídica"
FORO = "2\tRealizar el foro\t5/03/2030\t6/03/2030\tSecretaría de Salud"
PUBLISHED = StrategyState.PUBLISHED
CLOSED_EARLY = {"starts_on": "2030-03-04", "ends_on": "2030-03-04"}


def published(*rows):
    return make.imported(make.cronograma(*(rows or (AUDIENCIA, FORO))), state=PUBLISHED)


def revised(strategy, reason="Cambió la fecha"):
    with unit_of_work():
        return services.new_version(strategy, reason, None)


def publish(strategy):
    with unit_of_work():
        services.write_record(strategy, RECORD, None)
        services.publish(strategy, None)


def text(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.get_data(as_text=True)


def test_a_new_version_is_a_draft_that_says_the_same_and_knows_what_it_continues():
    first = published()
    office, group = make.department(), make.value_group()
    with unit_of_work():
        held = queries.activities(first)[0]
        held.departments, held.value_groups = [office], [group]
        held.budget, held.etapas = 3_000_000_000, ["diseno", "ejecucion"]
        services.follow_up(held, FollowUp(ActivityState.PARTIAL, "Se hizo", (office,)), None)
    second = revised(first)
    copies = queries.whole_activities(second)
    assert (second.state, second.version, second.replaces_id) == (StrategyState.DRAFT, first.version + 1, first.id)
    assert [one.replaces_id for one in copies] == [one.id for one in queries.activities(first)]
    assert (copies[0].slug, copies[0].state, copies[0].state_note) == ("1-1", ActivityState.PARTIAL, "Se hizo")
    assert (copies[0].departments, copies[0].value_groups) == ([office], [group])
    assert (copies[0].budget, copies[0].etapas) == (3_000_000_000, ["diseno", "ejecucion"])
    assert first.state is PUBLISHED


def test_asking_twice_gives_the_same_draft():
    first = published()
    assert revised(first).id == revised(first).id


@pytest.mark.parametrize("state", [StrategyState.DRAFT, StrategyState.CLOSED])
def test_only_what_is_in_force_gets_a_new_version(state):
    with pytest.raises(Conflict):
        revised(make.imported(state=state))


def test_a_new_version_needs_a_reason():
    with pytest.raises(Invalid):
        revised(published(), reason="")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.APPROVER, Role.COMMUNICATIONS}))
def test_others_make_no_version_and_write_no_approval(role):
    strategy, person = published(), make.user(role)
    with pytest.raises(Forbidden):
        services.new_version(strategy, "Cambió la fecha", person)
    with pytest.raises(Forbidden):
        services.write_record(strategy, RECORD, person)


def test_a_new_version_is_not_published_without_the_act_of_its_approval():
    second = revised(published())
    with pytest.raises(Invalid, match="órgano"), unit_of_work():
        services.publish(second, None)
    assert db.session.get_one(Strategy, second.id).state is StrategyState.DRAFT
    publish(second)
    assert second.state is PUBLISHED


def test_another_document_of_a_published_year_needs_the_act_too():
    published()
    second = make.imported(make.cronograma(FORO))
    with pytest.raises(Invalid), unit_of_work():
        services.publish(second, None)


def test_the_approval_is_no_longer_written_once_the_version_is_public():
    with pytest.raises(Conflict):
        services.write_record(published(), RECORD, None)


def test_what_is_reported_while_the_draft_is_written_reaches_the_new_version():
    first = published()
    second = revised(first)
    with unit_of_work():
        db.session.get_one(Activity, queries.activities(second)[0].id).name = "Realizar la gran audiencia"
        services.follow_up(queries.activities(first)[0], FollowUp(ActivityState.PARTIAL, "Se hizo", ()), None)
    publish(second)
    assert [one.state for one in queries.activities(second)] == [ActivityState.PARTIAL, ActivityState.SCHEDULED]


def test_a_date_changed_by_the_version_keeps_the_one_it_had():
    second = revised(published())
    activity = queries.activities(second)[0]
    with unit_of_work():
        activity.starts_on = activity.ends_on = date(2030, 5, 6)
    publish(second)
    assert (activity.starts_on, activity.earlier_dates) == (date(2030, 5, 6), [CLOSED_EARLY])


def test_a_date_moved_while_the_draft_is_written_is_not_moved_back():
    first = published()
    second = revised(first)
    change = FollowUp(ActivityState.RESCHEDULED, "Paro", (), date(2030, 4, 1), date(2030, 4, 2))
    with unit_of_work():
        services.follow_up(queries.activities(first)[0], change, None)
    publish(second)
    moved = queries.activities(second)[0]
    assert (moved.starts_on, moved.earlier_dates, moved.state_note) == (date(2030, 4, 1), [CLOSED_EARLY], "Paro")
    assert moved.state is ActivityState.RESCHEDULED


def test_a_comparison_tells_the_new_the_changed_field_by_field_and_the_gone():
    second = revised(published())
    first = queries.find_predecessor(second)
    changed, gone = queries.activities(second)
    with unit_of_work():
        changed.name, changed.ends_on = "Realizar la gran audiencia", date(2030, 3, 8)
        db.session.delete(gone)
    added = make.activity(second, name="Publicar el informe")
    found = compared(first, second)
    assert [one.id for one in found.new] == [added.id]
    assert [one.name for one in found.gone] == ["Realizar el foro"]
    (difference,) = found.changed
    assert [(field.label, field.before, field.after) for field in difference.fields] == [
        ("Actividad", "Realizar la audiencia", "Realizar la gran audiencia"),
        ("Fin", "4 de marzo de 2030", "8 de marzo de 2030"),
    ]


def test_versions_that_are_not_neighbours_are_compared_by_descent():
    first = published()
    second = revised(first)
    with unit_of_work():
        queries.activities(second)[0].name = "Realizar la gran audiencia"
    publish(second)
    third = revised(second)
    with unit_of_work():
        queries.activities(third)[0].name = "Realizar la mayor audiencia"
    found = compared(first, third)
    assert (len(found.new), len(found.gone), found.unchanged) == (0, 0, 1)
    assert found.changed[0].fields[0].before == "Realizar la audiencia"


def test_two_documents_without_descent_are_compared_by_section_and_name():
    first, second = published(AUDIENCIA), make.imported(make.cronograma(AUDIENCIA, FORO))
    found = compared(first, second)
    assert ([one.name for one in found.new], found.gone, found.unchanged) == (["Realizar el foro"], [], 1)


def test_the_page_of_the_changes_says_why_and_who_approved(client):
    second = revised(published())
    with unit_of_work():
        queries.activities(second)[0].name = "Realizar la gran audiencia"
    assert client.get("/estrategia/2030/cambios?version=2").status_code == 404
    publish(second)
    page = text(client, "/estrategia/2030/cambios")
    for shown in ("Realizar la gran audiencia", "Se ajustaron las fechas.", "Acta 7", "1 de febrero de 2030"):
        assert shown in page
    assert '/estrategia/2030/cambios?version=2"' in text(client, "/estrategia/2030")
    assert client.get("/estrategia/2030/cambios?version=2&con=9").status_code == 404


def test_the_first_version_has_nothing_to_be_compared_with(client):
    published()
    assert "Esta es la primera versión" in text(client, "/estrategia/2030/cambios")


def test_the_page_of_a_renamed_activity_shows_the_spaces_of_the_earlier_version(client):
    first = published()
    make.event(activity=queries.activities(first)[0], title="Audiencia de marzo", slug="audiencia-de-marzo")
    second = revised(first)
    with unit_of_work():
        queries.activities(second)[0].name = "Otro nombre"
    publish(second)
    assert 'href="/espacios/audiencia-de-marzo"' in text(client, "/estrategia/2030/actividades/1-1")


def test_a_version_is_made_recorded_and_compared_on_the_pages_of_the_team(client):
    first = published()
    client.sign_in(make.user(Role.APPROVER))
    url = f"/estrategia/gestion/{first.id}"
    assert client.submit(f"{url}/version-nueva", {"reason": ""}).status_code == 422
    draft = client.submit(f"{url}/version-nueva", {"reason": "Paro de transporte"}).location
    assert "Falta la aprobación" in text(client, draft)
    assert client.submit(f"{draft}/aprobar").status_code == 303
    assert client.submit(f"{draft}/publicar").status_code == 422
    act = {"approving_body": "Comité", "approval_act": "Acta 9", "approved_on": "2030-02-03"}
    assert client.submit(f"{draft}/aprobacion", act | {"change_reason": "Paro", "approved_on": "x"}).status_code == 422
    assert client.submit(f"{draft}/aprobacion", act | {"change_reason": "Paro"}).status_code == 303
    assert "Las dos versiones dicen lo mismo" in text(client, f"{draft}/cambios")
    assert client.submit(f"{draft}/publicar").status_code == 303


def test_the_comparison_asks_the_same_for_few_and_for_many(client, database):
    asked = []
    for year, count in ((2084, 2), (2085, 30)):
        old, new = make.strategy(StrategyState.CLOSED, year=year), make.strategy(PUBLISHED, year=year)
        for strategy in (old, new):
            for _ in range(count):
                make.activity(strategy, departments=(make.department(),))
        with statements(database) as seen:
            text(client, f"/estrategia/{year}/cambios")
        asked.append(len(seen))
    assert asked[0] == asked[1]
