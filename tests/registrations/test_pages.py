"""The pages: registering alone and as a group, one's own registration, and the desk of the team."""

import json
import re
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from participa.accounts.models import Role
from participa.events import queries as events
from participa.events.doors import Door
from participa.events.models import Modality
from participa.extensions import db
from participa.registrations import doors, panels, queries
from participa.registrations.application import Need
from participa.registrations.models import NeedKind, NeedState, Registration, RegistrationChannel, RegistrationState
from participa.shared.audit import AuditEntry
from participa.shared.clock import now
from participa.shared.follow_codes import normalise
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.pages import parse

pytestmark = pytest.mark.usefixtures("context")
PERSON = {
    "attends": "presencial",
    "first_name": "Persona",
    "last_name": "Que Asiste",
    "email": "asiste@ejemplo.example",
    "capacity_as": "ciudadania",
    "manage": "y",
}
MINE = "/inscripciones/mia"


@pytest.fixture
def event():
    return make.event(slug="audiencia")


def register(client, **fields):
    return client.submit("/inscripciones/audiencia/nueva", PERSON | fields)


def people() -> list[Registration]:
    db.session.expire_all()
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))


def code_in(response) -> str:
    block = re.search(r'id="codigo">(.*?)</p>', response.get_data(as_text=True)).group(1)
    return normalise(re.sub(r"<[^>]+>", "", block))


def with_code(client, code, path="", **fields):
    return client.submit(MINE + path, {"code": code} | fields, page=MINE)


# Registering


def test_a_name_a_contact_and_a_permission_are_enough(client, event):
    response = register(client)
    assert response.status_code == 201
    [row] = people()
    assert (row.full_name, row.state, row.channel) == ("Persona Que Asiste", "registered", RegistrationChannel.WEB)
    assert queries.by_code(code_in(response)).id == row.id


def test_no_box_is_ticked_beforehand(client, event):
    page = parse(client.get("/inscripciones/audiencia/nueva").get_data(as_text=True))
    boxes = [control for control in page.controls if control.get("type") == "checkbox"]
    assert len(boxes) > 8
    assert not [box for box in boxes if "checked" in box]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"first_name": ""}, "Escriba sus nombres."),
        ({"email": ""}, "Escriba un correo o un teléfono."),
        ({"email": "sin-arroba"}, "Ese correo no parece completo."),
        ({"manage": ""}, "Sin su autorización no podemos guardar"),
        ({"organisation": "Sindicato"}, "o borre la organización"),
        ({"needs": "lsc"}, "o quite los apoyos"),
        ({"needs": "other", "allow_needs": "y"}, "cuál es el otro apoyo"),
        ({"is_minor": "y"}, "quien le representa"),
    ],
)
def test_what_lacks_is_said_and_the_text_is_kept(client, event, fields, said):
    response = register(client, **({"last_name": "Apellido Escrito"} | fields))
    assert response.status_code == 422
    assert said in words(response)
    assert "Apellido Escrito" in response.get_data(as_text=True)
    assert people() == []


def test_a_minor_is_registered_with_the_permission_of_who_represents_them(client, event):
    guardian = {"guardian_name": "Madre", "guardian_link": "mamá", "guardian_contact": "3000000000"}
    assert register(client, is_minor="y", allow_guardian="y", invite="y", **guardian).status_code == 201
    [row] = people()
    assert row.guardian_link == "mamá"
    assert {one.purpose.value for one in row.authorizations} == {"manage", "guardian"}


def test_a_retry_shows_the_same_receipt(client, event):
    form = parse(client.get("/inscripciones/audiencia/nueva").get_data(as_text=True)).hidden
    first, again = (client.post("/inscripciones/audiencia/nueva", data=form | PERSON) for _ in range(2))
    assert code_in(first) == code_in(again)
    assert len(people()) == 1


def test_another_person_with_the_same_form_is_offered_a_new_one(client, event):
    form = parse(client.get("/inscripciones/audiencia/nueva").get_data(as_text=True)).hidden
    client.post("/inscripciones/audiencia/nueva", data=form | PERSON)
    response = client.post("/inscripciones/audiencia/nueva", data=form | PERSON | {"first_name": "Otra"})
    assert response.status_code == 409
    assert len(people()) == 1


def test_the_mail_carries_the_code_after_the_number_sign_only(client, event):
    response = register(client)
    [mail] = db.session.scalars(select(OutgoingMail))
    assert mail.recipient == "asiste@ejemplo.example"
    assert "Persona" not in mail.subject + mail.key
    assert code_in(response) in normalise(mail.body)


def test_before_it_opens_the_page_says_when(client):
    make.event(slug="pronto", registration_opens_at=now() + timedelta(days=1))
    assert "todavía no abren" in words(client.get("/inscripciones/pronto/nueva"))


def test_what_arrives_after_the_closing_is_told_so(client, event):
    form = parse(client.get("/inscripciones/audiencia/nueva").get_data(as_text=True)).hidden
    with unit_of_work():
        db.session.merge(event).registration_closes_at = now() - timedelta(minutes=1)
    response = client.post("/inscripciones/audiencia/nueva", data=form | PERSON)
    assert (response.status_code, people()) == (409, [])
    assert "ya cerraron" in words(response)


def test_without_seats_the_waiting_list_is_offered(client):
    full = make.event(slug="audiencia", capacity_in_room=1)
    make.registered(full)
    assert "Entre a la lista de espera" in words(client.get("/inscripciones/audiencia/nueva"))
    assert "Su lugar en la lista es el 1" in words(register(client))


def test_the_page_of_the_space_says_how_many_seats_are_left(client, app):
    event = make.event(slug="audiencia", capacity_in_room=5)
    make.registered(event)
    with app.test_request_context():
        [door] = panels.for_everybody(events.by_slug_public("audiencia"))
    assert door.text.startswith("4 puestos libres.")
    assert door.url == "/inscripciones/audiencia/nueva"


def test_a_group_that_does_not_fit_may_choose_the_waiting_list(client):
    make.event(slug="audiencia", capacity_in_room=2)
    names = "1. Una Vecina\n2) Otra Vecina\n\nTercera;Vecina\n"
    form = PERSON | {"organisation": "Junta", "contact_name": "Vocera", "names": names}
    response = client.submit("/inscripciones/audiencia/grupo", form)
    assert response.status_code == 422
    assert "Quedan 2 puestos y usted escribió 3 nombres." in words(response)
    assert people() == []
    response = client.submit("/inscripciones/audiencia/grupo", form | {"may_wait": "y"})
    assert response.status_code == 201
    assert [(row.full_name, row.state.value) for row in people()] == [
        ("Una Vecina", "registered"),
        ("Otra Vecina", "registered"),
        ("Tercera Vecina", "waiting"),
    ]


def test_the_appointment_names_nobody(client, event):
    make.registered(event)
    response = client.get("/inscripciones/audiencia/cita.ics")
    assert response.mimetype == "text/calendar"
    assert "Persona" not in response.get_data(as_text=True)


def test_a_room_above_may_ask_more_after_registering(client, event, monkeypatch):
    monkeypatch.setattr(doors, "_questions", [])
    doors.ask_after_registering(lambda of: [Door("Encuesta", "", f"/encuestas/{of.slug}", "Responder la encuesta")])
    assert "Responder la encuesta" in words(register(client))


# One's own registration


def test_a_wrong_code_finds_nothing(client, event):
    register(client)
    assert with_code(client, "0000-0000-0000-0000").status_code == 422


def test_who_guesses_must_wait(client, event, app):
    app.extensions.pop("registration_throttle", None)
    answers = [with_code(client, "0000-0000-0000-0000").status_code for _ in range(12)]
    app.extensions.pop("registration_throttle", None)
    assert answers[0] == 422
    assert answers[-1] == 429


def test_the_code_leads_through_confirming_changing_and_cancelling(client, event):
    code = code_in(register(client, needs="lsc", allow_needs="y"))
    assert "Intérprete de lengua de señas" in words(with_code(client, code))
    assert "Confirmamos su asistencia" in words(with_code(client, code, "/confirmar"))
    page = with_code(client, code, "/cambiar").get_data(as_text=True)
    assert 'value="Que Asiste"' in page
    changed = with_code(client, code, "/cambiar", save="si", **(PERSON | {"last_name": "Corregida"}))
    assert "Guardamos los cambios" in words(changed)
    assert "¿Cancelar su inscripción?" in words(with_code(client, code, "/cancelar"))
    assert "Cancelamos su inscripción" in words(with_code(client, code, "/cancelar/si"))
    assert [(row.last_name, row.state.value) for row in people()] == [("Corregida", "cancelled")]


def test_my_data_can_be_taken_along_and_erased(client, event):
    code = code_in(register(client))
    kept = json.loads(with_code(client, code, "/datos").get_data(as_text=True))
    assert kept["Correo"] == "asiste@ejemplo.example"
    assert "Borramos sus datos" in words(with_code(client, code, "/borrar/si"))
    assert with_code(client, code).status_code == 422
    assert [(row.full_name, row.email) for row in people()] == [("", "")]


def test_an_offered_seat_is_taken_up_with_the_code_of_the_mail(client):
    event = make.event(slug="audiencia", capacity_in_room=1)
    seated = make.registered(event)
    make.registered(event)
    with_code(client, seated.code, "/cancelar/si")
    [mail] = db.session.scalars(select(OutgoingMail).where(OutgoingMail.key.contains("/offer-")))
    code = mail.body.split("Código: ")[1].split()[0]
    assert "Hay un puesto para usted" in words(with_code(client, code))
    assert "El puesto es suyo" in words(with_code(client, code, "/aceptar"))
    assert people()[1].state is RegistrationState.CONFIRMED


# The desk of the team


def test_somebody_on_the_phone_is_registered_and_the_receipt_shown(client, event):
    client.sign_in(make.user(Role.MODERATOR))
    form = PERSON | {"channel": "phone", "email": "", "phone": ""}
    response = client.submit("/inscripciones/gestion/audiencia/nueva", form)
    assert response.status_code == 201
    assert [row.channel for row in people()] == [RegistrationChannel.PHONE]


def test_names_are_searched_in_the_body_and_the_reading_is_written_down(client, event):
    author = make.user(Role.MODERATOR)
    make.registered(event, first_name="Persona", last_name="Ñandú")
    client.sign_in(author)
    page = "/inscripciones/gestion/audiencia"
    response = client.submit(f"{page}/buscar", {"words": "nandu"}, page)
    assert "Ñandú, Persona" in words(response)
    assert db.session.scalars(select(AuditEntry.verb).where(AuditEntry.actor_id == author.id)).all() == [
        "read_personal_data"
    ]


def test_the_list_is_filtered_and_shows_no_contact(client, event):
    make.registered(event, last_name="Visible", phone="3001112233")
    client.sign_in(make.user(Role.MODERATOR))
    page = words(client.get("/inscripciones/gestion/audiencia?estado=registered"))
    assert "Visible" in page
    assert "3001112233" not in page
    assert "Visible" not in words(client.get("/inscripciones/gestion/audiencia?estado=cancelled"))


def test_contact_data_are_shown_on_request_and_the_reading_is_written_down(client, event):
    author, row = make.user(Role.MODERATOR), make.registration(event, phone="3001112233")
    client.sign_in(author)
    page = f"/inscripciones/gestion/inscripcion/{row.id}"
    assert "3001112233" not in words(client.get(page))
    assert "3001112233" in words(client.submit(f"{page}/datos", {}, page))
    assert db.session.scalar(select(AuditEntry.detail).where(AuditEntry.actor_id == author.id)) == {"what": "contact"}


def test_a_support_is_followed_until_it_is_delivered(client, event):
    row = make.registration(event, needs=(Need(NeedKind.LSC),))
    need = row.needs[0].id
    client.sign_in(make.user(Role.MODERATOR))
    page, form = "/inscripciones/gestion/audiencia/apoyos", f"apoyo{need}-"
    refused = client.submit(f"/inscripciones/gestion/apoyos/{need}", {f"{form}state": "not_possible"}, page)
    assert refused.status_code == 422
    client.submit(f"/inscripciones/gestion/apoyos/{need}", {f"{form}state": "delivered"}, page)
    db.session.expire_all()
    assert row.needs[0].state is NeedState.DELIVERED


def test_the_list_to_take_along_holds_no_formula(client, event):
    make.registered(event, last_name="=1+1", organisation="@SUM(A1)")
    client.sign_in(make.user(Role.COMMUNICATIONS))
    page = "/inscripciones/gestion/audiencia"
    table = client.submit(f"{page}/lista.csv", {}, page).get_data(as_text=True)
    assert "'=1+1" in table
    assert "'@SUM(A1)" in table
    book = load_workbook(BytesIO(client.submit(f"{page}/lista.xlsx", {}, page).get_data()))
    assert book.active["A2"].data_type == "s"


def test_whom_no_mail_reaches_is_on_the_list_of_calls(client):
    event = make.event(slug="audiencia", capacity_in_room=1, modality=Modality.PRESENCIAL)
    seated = make.registered(event)
    make.registered(event, last_name="Sin Correo", email="", phone="3009998877")
    with_code(client, seated.code, "/cancelar/si")
    client.sign_in(make.user(Role.MODERATOR))
    page = "/inscripciones/gestion/audiencia/llamar"
    assert "3009998877" not in words(client.get(page))
    assert "3009998877" in words(client.submit(page, {}, page))
    assert "1 persona por llamar" in words(client.get("/gestion/"))
    client.submit(f"/inscripciones/gestion/inscripcion/{people()[1].id}/confirmar", {}, page)
    assert people()[1].state is RegistrationState.CONFIRMED


def test_the_team_cancels_only_with_a_reason(client, event):
    row = make.registration(event)
    client.sign_in(make.user(Role.MODERATOR))
    page = f"/inscripciones/gestion/inscripcion/{row.id}/cancelar"
    assert client.submit(page, {"reason": ""}).status_code == 422
    assert client.submit(page, {"reason": "Llamó y no puede ir."}).status_code == 303
    assert people()[0].cancel_reason == "Llamó y no puede ir."
