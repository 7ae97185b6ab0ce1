"""A group, by the code of who answers for it."""

import pytest
from sqlalchemy import select

from participa.extensions import db
from participa.registrations import queries, services
from participa.registrations.models import Registration, RegistrationGroup, RegistrationState
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.pages import parse

pytestmark = pytest.mark.usefixtures("context")
NAMES = ("Ana Uno", "Beto Dos")


def of_state(state):
    return list(db.session.scalars(select(Registration).where(Registration.state == state)))


def send(client, page, code, **more):
    token = parse(client.get("/inscripciones/mia").text).hidden["csrf_token"]
    return client.post(f"/inscripciones{page}", data={"csrf_token": token, "code": code, **more})


def test_the_code_of_the_group_shows_its_people(client):
    group = make.group(make.event(), NAMES)
    answer = send(client, "/mia", group.code)
    assert answer.status_code == 200
    assert all(name in answer.text for name in (*NAMES, "Grupo de vecinas"))


def test_the_contact_gives_the_seat_of_one_back_and_who_waits_is_offered_it(client):
    event = make.event(capacity_in_room=2)
    group = make.group(event, NAMES)
    waiting = make.registered(event)
    member = str(group.members[1].registration_id)
    asked = send(client, "/grupo/cancelar", group.code, member=member)
    assert "Beto Dos" in asked.text
    assert of_state(RegistrationState.CANCELLED) == []
    assert client.post("/inscripciones/grupo/cancelar/si", data=parse(asked.text).hidden).status_code == 200
    db.session.expire_all()
    assert [one.full_name for one in of_state(RegistrationState.CANCELLED)] == ["Beto Dos"]
    assert [one.id for one in of_state(RegistrationState.OFFERED)] == [waiting.registration_id]


def test_the_contact_takes_up_the_seat_offered_to_one(client):
    event = make.event(capacity_in_room=1)
    first = make.registration(event)
    group = make.group(event, ("Ana Uno",), may_wait=True)
    with unit_of_work():
        services.cancel(first)
    send(client, "/grupo/aceptar", group.code, member=str(group.members[0].registration_id))
    db.session.expire_all()
    assert [one.full_name for one in of_state(RegistrationState.CONFIRMED)] == ["Ana Uno"]


@pytest.mark.parametrize("member", ["", "x", "0", "99999999999999999999", "²"])
def test_a_code_moves_nobody_who_is_not_in_its_group(client, member):
    event = make.event()
    other = make.registered(event)
    group = make.group(event, NAMES)
    for sent in (member, str(other.registration_id)):
        for page in ("/grupo/cancelar", "/grupo/cancelar/si", "/grupo/aceptar"):
            assert send(client, page, group.code, member=sent).status_code == 422
    assert of_state(RegistrationState.CANCELLED) == []


def test_the_contact_is_erased_with_its_mails_and_the_people_stay(client):
    group = make.group(make.event(), NAMES, email="vocera@correo.example")
    assert send(client, "/grupo/borrar", group.code).status_code == 200
    assert send(client, "/grupo/borrar/si", group.code).status_code == 200
    db.session.expire_all()
    row = db.session.get_one(RegistrationGroup, group.group_id)
    assert (row.organisation, row.contact_name, row.email, row.phone) == ("", "", "", "")
    assert {one.recipient for one in db.session.scalars(select(OutgoingMail))} == {""}
    assert len(of_state(RegistrationState.REGISTERED)) == 2
    assert queries.group_by_code(group.code) is None


def test_the_receipt_and_the_mail_carry_the_code_of_the_group(client):
    event = make.event()
    page = parse(client.get(f"/inscripciones/{event.slug}/grupo").text)
    told = {"organisation": "Junta", "contact_name": "Vocera", "email": "vocera@correo.example", "names": "Ana Uno"}
    answer = client.post(f"/inscripciones/{event.slug}/grupo", data={**page.hidden, **told, "manage": "y"})
    mail = db.session.scalars(select(OutgoingMail)).one()
    code = mail.body.partition("El código del grupo: ")[2].splitlines()[0]
    assert answer.status_code == 201
    assert send(client, "/mia", code).status_code == 200
    assert all(part in answer.text for part in code.split("-"))
