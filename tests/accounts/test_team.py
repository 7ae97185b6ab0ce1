"""Administration of people and offices."""

import re

import pytest
from sqlalchemy import func, select

from participa.accounts import queries
from participa.accounts.models import Department, Role, User
from participa.accounts.services import departments as offices
from participa.accounts.services import passwords, people, second_factors
from participa.extensions import db
from participa.shared.audit import AuditEntry
from participa.shared.errors import Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.accounts.doors import ACCOUNT, another_browser, is_in, sign_in, text
from tests.factories.accounts import PASSWORD, user_with_second_factor
from tests.factories.accounts import user as make_user
from tests.statements import statements

USERS, DEPARTMENTS, NEW = "/cuentas/gestion/", "/cuentas/gestion/dependencias", "/cuentas/gestion/nueva"
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.fixture
def admin(client, person):
    """An administrator, signed in."""
    somebody = person(Role.ADMIN)
    client.sign_in(somebody)
    return somebody


@pytest.fixture
def department(app, database):
    with app.app_context():
        return make.department("Secretaría de Hacienda")


def acts(app) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.execute(select(AuditEntry.verb, AuditEntry.subject_id).order_by(AuditEntry.id))
        return [tuple(row) for row in rows]


def page_of(user: User) -> str:
    return f"/cuentas/gestion/{user.id}"


def shown_code(page: str) -> str:
    letters = re.search(r'id="codigo">(.+?)</p>', page).group(1)
    return re.sub(r"<[^>]+>", "", letters)


def test_a_new_person_chooses_a_password_with_the_code_shown(app, client, admin, department):
    typed = {"name": "Enlace de Hacienda", "email": "Enlace@Demostracion.example", "role": "liaison"}
    shown = client.submit(NEW, typed | {"department_id": str(department.id)})
    assert shown.status_code == 200
    code, browser = shown_code(text(shown)), another_browser(client)
    new = {"new_password": PASSWORD, "repeat_password": PASSWORD}
    chosen = browser.submit("/cuentas/nueva-clave", {"email": "enlace@demostracion.example", "code": code} | new)
    assert chosen.status_code == 303
    answer = browser.submit("/cuentas/ingresar", {"email": "enlace@demostracion.example", "password": PASSWORD})
    assert answer.status_code == 303
    assert "Secretaría de Hacienda" in text(browser.get(ACCOUNT))
    assert [verb for verb, _ in acts(app)][:2] == ["account created", "reset code printed"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": " "}, "Escriba el nombre"),
        ({"email": "sin arroba"}, "Escriba un correo completo"),
        ({"role": "liaison"}, "Elija la dependencia"),
        ({"role": "king"}, "Opción inválida"),
        ({"department_id": "999999"}, "Opción inválida"),
        ({"email": "ya@demostracion.example"}, "Ya hay una cuenta con ese correo"),
    ],
)
def test_a_person_that_does_not_fit_is_refused_with_the_text_kept(app, client, person, admin, change, message):
    person(email="ya@demostracion.example")
    with app.app_context():
        before = db.session.scalar(select(func.count(User.id)))
    typed = {"name": "Moderación Uno", "email": "nueva@demostracion.example", "role": "moderator", "department_id": "0"}
    answer = client.submit(NEW, typed | change)
    assert answer.status_code == 422
    assert message in text(answer)
    assert (typed | change)["email"] in text(answer)
    with app.app_context():
        assert db.session.scalar(select(func.count(User.id))) == before


def test_a_demoted_person_loses_the_page_on_the_next_request(app, client, person, admin, stored):
    other_admin = person(Role.ADMIN)
    sign_in(browser := another_browser(client), other_admin)
    assert browser.get(USERS).status_code == 200
    typed = {"name": other_admin.name, "role": "moderator", "department_id": "0"}
    assert client.submit(page_of(other_admin), typed).status_code == 303
    assert browser.get(USERS).location.startswith("/cuentas/ingresar")
    sign_in(browser, other_admin)
    assert browser.get(USERS).status_code == 403
    assert ("account changed", str(other_admin.id)) in acts(app)


def test_a_new_name_alone_ends_no_login(client, person, admin, stored):
    somebody = person()
    sign_in(browser := another_browser(client), somebody)
    typed = {"name": "Moderación Dos", "role": "moderator", "department_id": "0"}
    assert client.submit(page_of(somebody), typed).status_code == 303
    assert stored(somebody).name == "Moderación Dos"
    assert is_in(browser)


def test_a_disabled_person_is_out_on_the_next_request_and_back_when_enabled(app, client, person, admin):
    somebody = person()
    sign_in(browser := another_browser(client), somebody)
    assert client.submit(page_of(somebody) + "/desactivar", page=page_of(somebody)).status_code == 303
    assert not is_in(browser)
    assert sign_in(browser, somebody).status_code == 422
    assert client.submit(page_of(somebody) + "/activar", page=page_of(somebody)).status_code == 303
    assert sign_in(browser, somebody).status_code == 303
    assert [verb for verb, _ in acts(app)] == ["account disabled", "account enabled"]


def test_nobody_shuts_himself_out(client, admin, stored):
    assert client.submit(page_of(admin) + "/desactivar", page=page_of(admin)).status_code == 403
    typed = {"name": admin.name, "role": "moderator", "department_id": "0"}
    assert client.submit(page_of(admin), typed).status_code == 403
    assert client.submit(page_of(admin) + "/quitar-segundo-factor", page=page_of(admin)).status_code == 403
    kept = stored(admin)
    assert (kept.role, kept.is_active) == (Role.ADMIN, True)
    assert is_in(client)


def test_an_administrator_resets_a_lost_second_factor(app, client, person, admin, stored):
    somebody = person(made_by=user_with_second_factor)
    browser = another_browser(client)
    browser.sign_in(somebody)
    url = page_of(somebody) + "/quitar-segundo-factor"
    assert client.submit(url, page=page_of(somebody)).status_code == 303
    assert not stored(somebody).has_second_factor
    assert not is_in(browser)
    assert acts(app) == [("second factor reset", str(somebody.id))]


def test_a_code_is_printed_for_active_people_only(app, client, person, admin):
    active, disabled = person(), person(is_active=False)
    assert CODE.match(shown_code(text(client.submit(page_of(active) + "/codigo", page=page_of(active)))))
    assert client.submit(page_of(disabled) + "/codigo", page=page_of(disabled)).status_code == 422
    assert acts(app) == [("reset code printed", str(active.id))]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_only_administration_changes_and_control_reads(client, person, role):
    somebody = person(is_active=False)
    client.sign_in(person(role))
    read = 200 if role is Role.CONTROL else 403
    assert [client.get(url).status_code for url in (USERS, DEPARTMENTS)] == [read, read]
    assert [client.get(url).status_code for url in (NEW, page_of(somebody), DEPARTMENTS + "/nueva")] == [403] * 3
    assert client.submit(page_of(somebody) + "/activar", page=ACCOUNT).status_code == 403


def test_control_sees_no_button_that_changes(client, person):
    other = person()
    client.sign_in(person(Role.CONTROL))
    page = text(client.get(USERS))
    assert other.name in page
    assert page_of(other) not in page
    assert NEW not in page


def test_the_verbs_refuse_by_themselves(context):
    moderator, other = make.user(Role.MODERATOR), make.user(made := Role.ADMIN)
    office = make.department()
    acts_of_others = [
        lambda: people.create(moderator, "x@demostracion.example", "X", made, None),
        lambda: people.change(other, moderator, "X", Role.CONTROL, None),
        lambda: people.disable(other, moderator),
        lambda: people.enable(other, moderator),
        lambda: passwords.print_code(other, moderator),
        lambda: second_factors.reset_of(other, moderator),
        lambda: offices.create(moderator, "X"),
        lambda: offices.change(office, moderator, "X", True),
    ]
    for act in acts_of_others:
        with pytest.raises(Forbidden), unit_of_work():
            act()


def test_an_administrator_who_was_just_disabled_disables_nobody(context):
    first, second = make.user(Role.ADMIN), make.user(Role.ADMIN)
    with unit_of_work():
        people.disable(second, first)
    with pytest.raises(Forbidden), unit_of_work():
        people.disable(first, second)
    assert db.session.get_one(User, first.id).is_active


def test_departments_are_added_renamed_and_retired(app, client, admin, department):
    assert client.submit(DEPARTMENTS + "/nueva", {"name": "Secretaría de Salud"}).status_code == 303
    taken = client.submit(DEPARTMENTS + "/nueva", {"name": "SECRETARIA DE SALUD"})
    assert taken.status_code == 422
    assert "Ya hay una dependencia" in text(taken)
    page = f"{DEPARTMENTS}/{department.id}"
    assert client.submit(page, {"name": "Hacienda", "is_active": "y"}).status_code == 303
    assert client.submit(page, {"name": "Hacienda"}).status_code == 303
    listed = text(client.get(DEPARTMENTS))
    assert "Sin uso" in listed
    assert "Secretaría de Hacienda" not in listed
    assert f'<option value="{department.id}"' not in text(client.get(NEW))
    assert [verb for verb, _ in acts(app)] == ["department created", "department changed", "department changed"]


def test_a_department_with_an_active_liaison_stays_in_use(app, client, person, admin, department):
    person(Role.LIAISON, made_by=lambda role: make_user(role, department))
    answer = client.submit(f"{DEPARTMENTS}/{department.id}", {"name": "Hacienda"})
    assert answer.status_code == 422
    assert "tiene enlaces activos" in text(answer)
    with app.app_context():
        assert db.session.get_one(Department, department.id).name == "Secretaría de Hacienda"


def test_the_search_finds_by_name_email_and_role(context):
    names = ("Ángela de Salud", "Enlace de Hacienda", "Control 100%")
    angela, liaison, control = [make.user(Role.CONTROL if "100" in name else Role.LIAISON, name=name) for name in names]

    def found(search: str, role: Role | None = None) -> list[User]:
        return queries.users(search, role, 1).items

    assert found("ángela") == found("ANGELA") == [angela]
    assert found("HACIENDA") == [liaison]
    assert found(control.email[:12]) == [control]
    assert found("100%") == [control]
    assert found("", Role.LIAISON) == [angela, liaison]
    assert found("nadie") == []


def test_the_list_has_pages_and_a_total_order(context):
    for _ in range(queries.PER_PAGE + 3):
        make.user(name="Mismo nombre")
    make.user(name="Alguien que se fue", is_active=False)
    pages = [queries.users("", None, page) for page in (1, 2)]
    rows = [row.id for page in pages for row in page.items]
    assert (pages[0].total, pages[0].pages, len(set(rows))) == (29, 2, 29)
    assert pages[1].items[-1].name == "Alguien que se fue"
    assert queries.users("", None, 10**30).items == []


def test_a_page_number_beyond_reason_is_no_fault(client, admin):
    assert client.get(USERS + "?page=99999999999999999999999&role=king&q=%00").status_code == 200


@pytest.mark.parametrize("url", [USERS, DEPARTMENTS])
def test_the_lists_ask_the_database_the_same_for_one_and_for_many(app, client, database, admin, url):
    with statements(database) as few:
        client.get(url)
    with app.app_context():
        for _ in range(5):
            make.user(Role.LIAISON, make.department())
    with statements(database) as many:
        client.get(url)
    assert len(few) == len(many) > 0


def test_an_email_that_was_taken_meanwhile_is_refused(context):
    admin, other = make.user(Role.ADMIN), make.user()
    with pytest.raises(Invalid), unit_of_work():
        people.create(admin, other.email, "Otra persona", Role.MODERATOR, None)


def test_the_head_of_an_office_is_marked_and_found(app, client, admin, department):
    typed = {"name": "Secretaría", "email": "jefatura@demostracion.example", "role": "approver"}
    client.submit(NEW, typed | {"department_id": str(department.id), "leads_office": "y"})
    with app.app_context():
        assert [head.email for head in queries.heads(department.id)] == ["jefatura@demostracion.example"]
    assert "(dirige)" in text(client.get(USERS))


def test_nobody_heads_an_office_without_saying_which(client, admin, department):
    typed = {"name": "Secretaría", "email": "jefatura@demostracion.example", "role": "approver"}
    refused = client.submit(NEW, typed | {"department_id": "0", "leads_office": "y"})
    assert refused.status_code == 422
    assert "Elija la dependencia que dirige" in text(refused)
