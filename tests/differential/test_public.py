"""The form about groups as people see it."""

import re

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.differential import queries, services
from participa.differential.models import UsedPermit
from participa.events.models import EventState
from participa.extensions import db
from participa.registrations import codes
from participa.registrations.models import Registration
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.pages import parse

GOOD = {"gender": "mujer", "age": "29_59", "condition": ["victima"], "consent": "y"}


@pytest.fixture
def space(context):
    return make.event(EventState.CONVENED)


@pytest.fixture
def page(space):
    return f"/enfoque-diferencial/{space.slug}"


def used():
    return db.session.query(UsedPermit).count()


def test_somebody_answers_without_a_name(client, page):
    answer = client.submit(page, GOOD)
    assert answer.status_code == 201
    assert "Recibimos su respuesta sin su nombre" in answer.text
    assert used() == 1


def test_the_same_form_twice_counts_once(client, page):
    hidden = {"form_key": "k" * 22}
    client.submit(page, GOOD | hidden)
    again = client.submit(page, GOOD | hidden)
    assert (again.status_code, used()) == (200, 1)
    assert "Ya había una respuesta" in again.text


def test_without_permission_nothing_is_kept(client, page):
    answer = client.submit(page, {"gender": "mujer"})
    assert answer.status_code == 422
    assert "Sin su permiso no se guarda nada" in answer.text
    assert used() == 0


def test_an_empty_form_says_that_it_may_be_left(client, page):
    answer = client.submit(page, {"consent": "y"})
    assert answer.status_code == 422
    assert "puede cerrar esta página" in answer.text


def test_no_box_is_ticked_beforehand(client, page):
    assert client.get(page).text.count("checked") == 4  # the four «Prefiero no responder» of the single choices


def test_none_beside_a_group_is_not_counted(client, page, space):
    client.submit(page, GOOD | {"condition": ["victima", "ninguna", "no_answer"]})
    sealed = services._tally([services._open(row) for row in db.session.query(services.WaitingAnswers)])
    assert [choice for question, choice in sealed if question == "condition"] == ["victima"]


def test_the_permit_of_a_receipt_opens_the_form_and_counts_once(client, page, space):
    permit = services.permit_for(space, "K7QM2D4X9TRH6W3P")
    for expected in (201, 200):
        opened = client.submit(f"{page}/con-permiso", {"permit": permit}, page=page)
        assert f'value="{permit}"' in opened.text
        sent = client.submit(page, GOOD | {"form_key": permit})
        assert sent.status_code == expected
    assert queries.received(space) == 1


def test_a_false_permit_opens_a_form_of_its_own(client, page):
    assert client.submit(f"{page}/con-permiso", {"permit": "<script>"}, page=page).status_code == 422


def test_a_closed_form_says_so(client, context):
    space = make.event(EventState.CLOSED)
    assert "no está abierto" in client.get(f"/enfoque-diferencial/{space.slug}").text
    assert client.get("/enfoque-diferencial/no-existe").status_code == 404


def test_the_form_is_never_kept_by_the_browser(client, page):
    assert client.get(page).headers["Cache-Control"] == "no-store"


def test_the_space_opens_the_door_to_the_form(client, page, space):
    assert page in client.get(f"/espacios/{space.slug}").text


def test_the_team_prints_the_code_of_the_entrance(client, space):
    client.sign_in(make.user(Role.MODERATOR))
    shown = client.get(f"/enfoque-diferencial/gestion/{space.slug}")
    assert shown.status_code == 200
    assert "data:image/png" in shown.text
    assert "Menos de 10" in shown.text


REGISTERED = {
    "attends": "presencial",
    "first_name": "Persona",
    "last_name": "Que Asiste",
    "email": "asiste@ejemplo.example",
    "capacity_as": "ciudadania",
    "manage": "y",
}


def test_one_s_own_registration_opens_the_form_with_the_permit_of_its_receipt(client, page, space):
    receipt = client.submit(f"/inscripciones/{space.slug}/nueva", REGISTERED)
    permit = parse(receipt.text).hidden["permit"]
    code = re.sub(r"<[^>]+>", "", re.search(r'id="codigo">(.*?)</p>', receipt.text)[1])
    mine = client.submit("/inscripciones/mia", {"code": code.lower()})
    assert f'name="permit" value="{permit}"' in mine.text


def test_the_code_of_an_offer_gives_no_second_permit(client, space):
    receipt = client.submit(f"/inscripciones/{space.slug}/nueva", REGISTERED)
    assert receipt.status_code == 201
    other, digest = codes.fresh()
    with unit_of_work():
        db.session.execute(select(Registration)).scalar_one().link_digest = digest
    mine = client.submit("/inscripciones/mia", {"code": other})
    assert "Que Asiste" in mine.text
    assert 'name="permit"' not in mine.text


def test_the_receipt_of_a_registration_opens_the_form_once(client, page, space):
    receipt = client.submit(f"/inscripciones/{space.slug}/nueva", REGISTERED)
    assert receipt.status_code == 201
    hidden = parse(receipt.text).hidden
    opened = client.post(f"{page}/con-permiso", data=hidden)
    assert opened.status_code == 200
    assert client.post(page, data=parse(opened.text).hidden | GOOD).status_code == 201
    assert client.post(page, data=parse(opened.text).hidden | GOOD).status_code == 200
    assert used() == 1
    stored = " ".join(str(row) for row in db.session.execute(select(Registration.__table__)))
    assert hidden["permit"] not in stored
