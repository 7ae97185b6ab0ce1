"""Writing a draft by hand."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.extensions import db
from participa.shared.audit import AuditEntry
from participa.shared.clock import today
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from participa.strategy import queries, rules, services
from participa.strategy.models import Activity, Description, Section, SectionWords, StrategyState
from tests import factories as make
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")
WORDS = SectionWords("Evaluación", "responsabilidad", "seguimiento")
ROWS = tuple(f"{n}\tActividad {n}\t4/03/2030\t4/03/2030\tOficina Jurídica" for n in (1, 2, 3))


def draft(state=StrategyState.DRAFT):
    return make.imported(make.cronograma(*ROWS), state=state)


def described(strategy, **values):
    return Description(strategy.sections[0].id, values.pop("name", "Foro"), **values)


def names(strategy):
    return [one.name for one in queries.activities(strategy)]


def text(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.get_data(as_text=True)


def test_an_activity_is_written_whole():
    strategy, office, group = draft(), make.department(), make.value_group()
    whole = described(
        strategy,
        departments=(office,),
        etapas=("preparacion", "ejecucion"),
        elemento="dialogo",
        ods=(16, 11, 11),
        budget=45_000_000_000,
        value_groups=(group,),
        topics=("Vías", "Salud"),
    )
    with unit_of_work():
        activity = services.add_activity(strategy, whole, None)
    row = db.session.get_one(Activity, activity.id, populate_existing=True)
    assert (row.slug, row.position, row.ods, row.budget) == ("1-4", 4, [11, 16], 45_000_000_000)
    assert (row.departments, row.value_groups, row.topics) == ([office], [group], ["Vías", "Salud"])
    assert (row.etapas, row.elemento) == (["preparacion", "ejecucion"], "dialogo")


def test_a_new_order_is_in_the_history_with_its_author():
    strategy, person = draft(), make.user(Role.APPROVER)
    with unit_of_work():
        section = services.add_section(strategy, WORDS, None)
        services.move_activity(queries.activities(strategy)[2], True, person)
        services.move_section(section, True, person)
        services.move_section(section, True, person)  # it is at the top already
    told = select(AuditEntry.verb).where(AuditEntry.actor_id == person.id).order_by(AuditEntry.id)
    assert db.session.scalars(told).all() == ["strategy.move_activity", "strategy.move_section"]


SCHEDULES = [
    ({"date_text": "Segundo y tercer cuatrimestre"}, (None, None), ["2030-C2", "2030-C3"]),
    ({"date_text": "5 al 7 de mayo"}, (date(2030, 5, 5), date(2030, 5, 7)), []),
    ({"starts_on": date(2030, 6, 3), "ends_on": date(2030, 6, 3)}, (date(2030, 6, 3), date(2030, 6, 3)), []),
    ({"date_text": "Por definir con la mesa"}, (None, None), []),
    ({"date_text": "Primer cuatrimestre de 2030"}, (None, None), ["2030-C1"]),
    ({}, (None, None), ["2030-C1"]),
]


@pytest.mark.parametrize(("words", "days", "periods"), SCHEDULES)
def test_the_periods_follow_the_words_or_the_days(words, days, periods):
    activity = make.activity(make.strategy(StrategyState.DRAFT, 2030), starts_on=None, ends_on=None)
    with unit_of_work():
        activity.periods, activity.schedule_kind = ["2030-C1"], "set"
    with unit_of_work():
        services.describe(activity, described(activity.strategy, **words), None)
    assert ((activity.starts_on, activity.ends_on), activity.periods) == (days, periods)


def test_what_was_typed_is_not_lost_when_the_draft_was_approved_meanwhile(client):
    activity = make.activity(make.strategy(StrategyState.APPROVED))
    client.sign_in(make.user(Role.APPROVER))
    sent = {"section": activity.section_id, "name": "Foro en la vereda El Edén"}
    answer = client.submit(f"/estrategia/gestion/actividades/{activity.id}/describir", sent)
    assert answer.status_code == 409
    assert "Foro en la vereda El Edén" in answer.get_data(as_text=True)
    assert "Solo se escribe en un borrador." in answer.get_data(as_text=True)


def test_a_long_row_of_a_document_is_saved_again(client):
    activity = make.activity(make.strategy(StrategyState.DRAFT), goal="Meta larga. " * 120, responsible_text="R" * 2500)
    client.sign_in(make.user(Role.APPROVER))
    sent = {
        "section": activity.section_id,
        "name": "Foro",
        "goal": activity.goal,
        "responsible_text": activity.responsible_text,
        "date_text": "Segundo trimestre",
    }
    assert client.submit(f"/estrategia/gestion/actividades/{activity.id}/describir", sent).status_code == 303
    db.session.refresh(activity)
    assert (activity.name, len(activity.responsible_text)) == ("Foro", 2500)
    assert activity.periods == [f"{activity.strategy.year}-Q2"]


def test_the_address_of_a_removed_activity_is_not_given_to_another_one():
    first = draft(StrategyState.PUBLISHED)
    with unit_of_work():
        second = services.new_version(first, "Ajuste", None)
    with unit_of_work():
        services.remove_activity(queries.activities(second)[2], None)
        added = services.add_activity(second, described(second), None)
    assert (added.slug, names(second)) == ("1-4", ["Actividad 1", "Actividad 2", "Foro"])


def test_activities_and_sections_change_places():
    strategy = draft()
    with unit_of_work():
        services.move_activity(queries.activities(strategy)[2], True, None)
        services.add_section(strategy, WORDS, None)
    assert names(strategy) == ["Actividad 1", "Actividad 3", "Actividad 2"]
    with unit_of_work():
        services.move_activity(queries.activities(strategy)[0], True, None)
        services.move_section(queries.sections(strategy)[1], True, None)
    assert names(strategy) == ["Actividad 1", "Actividad 3", "Actividad 2"]
    assert [one.label for one in queries.sections(strategy)] == ["Evaluación", "ETAPA DE DIALOGO"]


def test_an_activity_goes_to_the_end_of_another_section():
    strategy = draft()
    with unit_of_work():
        section = services.add_section(strategy, WORDS, None)
    db.session.refresh(strategy)
    with unit_of_work():
        services.describe(queries.activities(strategy)[0], Description(section.id, "Actividad 1"), None)
    assert [(one.name, one.section.label) for one in queries.activities(strategy)][-1] == ("Actividad 1", "Evaluación")


def test_a_section_of_another_strategy_is_refused():
    strategy, other = draft(), make.strategy()
    with pytest.raises(Invalid):
        services.describe(queries.activities(strategy)[0], Description(other.sections[0].id, "Foro"), None)


def test_only_an_empty_section_is_removed():
    strategy = draft()
    with pytest.raises(Conflict, match="todavía tiene actividades"):
        services.remove_section(queries.sections(strategy)[0], None)
    with unit_of_work():
        services.remove_section(services.add_section(strategy, WORDS, None), None)
    assert db.session.query(Section).filter_by(strategy_id=strategy.id).count() == 1


def test_an_activity_with_a_space_is_not_removed():
    activity = queries.activities(draft())[0]
    make.event(activity=activity)
    with pytest.raises(Conflict, match="No se puede quitar"), unit_of_work():
        services.remove_activity(activity, None)
    assert db.session.get(Activity, activity.id) is not None


@pytest.mark.parametrize("state", [StrategyState.PUBLISHED, StrategyState.CLOSED])
def test_what_is_public_is_not_written_over(state):
    strategy = draft(state)
    for verb in (
        lambda: services.add_section(strategy, WORDS, None),
        lambda: services.add_activity(strategy, described(strategy), None),
        lambda: services.describe(queries.activities(strategy)[0], described(strategy), None),
        lambda: services.remove_activity(queries.activities(strategy)[0], None),
        lambda: services.move_activity(queries.activities(strategy)[0], False, None),
    ):
        with pytest.raises(Conflict):
            verb()


def test_a_draft_in_consultation_is_written_over_only_when_the_consultation_is_over():
    last, state = date(2030, 3, 5), StrategyState.IN_CONSULTATION
    assert not rules.is_writable(state, last, last)
    assert rules.is_writable(state, last, last + timedelta(1))
    assert not rules.is_writable(state, None, last)
    assert rules.is_writable(StrategyState.DRAFT, None, last)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.APPROVER, Role.COMMUNICATIONS}))
def test_others_write_nothing(role):
    strategy, person = draft(), make.user(role)
    with pytest.raises(Forbidden):
        services.add_activity(strategy, described(strategy), person)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_only_the_administration_keeps_the_catalogue(role):
    with pytest.raises(Forbidden):
        services.add_value_group("Jóvenes", make.user(role))


def test_a_catalogue_name_is_not_repeated():
    with unit_of_work():
        group = services.add_value_group("Jóvenes rurales", None)
        services.change_value_group(group, "Jóvenes rurales", True, None)
    with pytest.raises(Invalid):
        services.add_value_group("jóvenes RURALES", None)


def signed_in(client, role=Role.COMMUNICATIONS):
    return client.sign_in(make.user(role))


def test_a_draft_is_written_on_its_pages(client):
    strategy, office, group = draft(), make.department(), make.value_group()
    make.topic("Vías"), make.topic("Salud")
    editor = signed_in(client)
    url = f"/estrategia/gestion/{strategy.id}"
    assert f"{url}/editar" in text(editor, url)
    assert editor.submit(f"{url}/secciones/nueva", {"label": "Evaluación"}).status_code == 303
    sent = {
        "name": "Foro con jóvenes",
        "section": str(queries.sections(strategy)[1].id),
        "starts_on": "2030-05-06",
        "ends_on": "2030-05-07",
        "departments": [str(office.id)],
        "value_groups": [str(group.id)],
        "etapas": ["ejecucion"],
        "ods": ["5"],
        "budget": "$ 45.000.000",
        "topics": ["Salud", "Vías"],
    }
    assert editor.submit(f"{url}/actividades/nueva", sent).status_code == 303
    added = queries.whole_activities(strategy)[-1]
    assert (added.name, added.section.label, added.budget) == ("Foro con jóvenes", "Evaluación", 45_000_000)
    assert (added.topics, added.ods, added.value_groups) == (["Salud", "Vías"], [5], [group])
    page = text(editor, f"/estrategia/gestion/actividades/{added.id}/describir")
    assert 'value="45000000"' in page
    changed = editor.submit(f"/estrategia/gestion/actividades/{added.id}/describir", sent | {"budget": "", "ods": []})
    assert changed.status_code == 303
    row = db.session.get_one(Activity, added.id, populate_existing=True)
    assert (row.budget, row.ods) == (None, [])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Escriba la actividad"),
        ({"budget": "mucho"}, "solo con números"),
        ({"budget": "-5"}, "solo con números"),
        ({"budget": "9" * 30}, "solo con números"),
        ({"starts_on": "2030-05-07", "ends_on": "2030-05-06"}, "anterior a la inicial"),
        ({"ods": ["18"]}, "Error:"),
        ({"section": "999999"}, "Error:"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_written(client, wrong, said):
    activity = queries.activities(draft())[0]
    editor = signed_in(client)
    url = f"/estrategia/gestion/actividades/{activity.id}/describir"
    answer = editor.submit(url, {"name": "Otro nombre", "section": str(activity.section_id)} | wrong)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert db.session.get_one(Activity, activity.id, populate_existing=True).name == "Actividad 1"


def test_removal_asks_first_and_order_has_buttons(client):
    strategy = draft()
    editor = signed_in(client)
    first, second, _third = queries.activities(strategy)
    organize, base = f"/estrategia/gestion/{strategy.id}/editar", "/estrategia/gestion/actividades"
    assert "¿Quitar esto del borrador?" in text(editor, f"{base}/{first.id}/quitar")
    assert editor.submit(f"{base}/{second.id}/mover", {"way": "arriba"}, page=organize).status_code == 303
    assert editor.submit(f"{base}/{second.id}/mover", {"way": "lejos"}, page=organize).status_code == 422
    assert editor.submit(f"{base}/{first.id}/quitar").status_code == 303
    assert names(strategy) == ["Actividad 2", "Actividad 3"]


def test_the_catalogue_is_kept_on_its_pages(client):
    client.sign_in(make.user(Role.ADMIN))
    url = "/estrategia/gestion/grupos-de-valor"
    assert client.submit(f"{url}/nuevo", {"name": "Jóvenes rurales"}).status_code == 303
    assert client.submit(f"{url}/nuevo", {"name": "Jóvenes rurales"}).status_code == 422
    group = queries.value_groups()[0]
    assert client.submit(f"{url}/{group.id}", {"name": "Juventud rural"}).status_code == 303
    assert "Juventud rural" in text(client, url)
    assert [one.is_active for one in queries.value_groups()] == [False]
    assert queries.value_groups(only_active=True) == []


def test_a_published_activity_shows_what_was_written(client):
    strategy = make.strategy(year=today().year)
    values = {"budget": 45_000_000, "ods": [5], "topics": ["Vías"], "etapas": ["diseno"], "meta_pdm": "Meta 12"}
    activity = make.activity(strategy, **values)
    page = text(client, f"/estrategia/{strategy.year}/actividades/{activity.slug}")
    for shown in ("45.000.000", "Vías", "Diseño", "Meta 12"):
        assert shown in page


def test_the_page_to_write_asks_the_same_for_few_and_for_many(client, database):
    asked = []
    for count in (2, 30):
        strategy = make.strategy(StrategyState.DRAFT)
        for _ in range(count):
            make.activity(strategy, departments=(make.department(),))
        editor = signed_in(client)
        with statements(database) as seen:
            text(editor, f"/estrategia/gestion/{strategy.id}/editar")
        asked.append(len(seen))
    assert asked[0] == asked[1]
