"""The door in the browser: a device is known by a cookie, nobody sees a refusal, the team reads what waits apart."""

import re
from datetime import timedelta

import pytest
from werkzeug.middleware.proxy_fix import ProxyFix

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions.models import Quarantine, Question
from participa.questions.queries import quarantine as queries
from participa.shared.clock import at_instant, now
from tests import factories as make
from tests.pages import parse
from tests.questions.team import sign_in

pytestmark = pytest.mark.usefixtures("context")
FORM = "/preguntas/nueva"
PAGE = "/preguntas/gestion/cuarentena"
AUDIENCE = "/preguntas/gestion/modo-audiencia"


def opened(client, ago: int = 60) -> dict[str, str]:
    """The hidden fields of a form that was opened some seconds ago, with a device of then."""
    with at_instant(now() - timedelta(seconds=ago)):
        return parse(client.get(FORM).get_data(as_text=True)).hidden


def send(client, body: str, fields: dict[str, str]):
    return client.post(FORM, data=fields | {"form_key": make.form_key(), "body": body})


def reasons() -> list[list[str]]:
    db.session.expire_all()
    return [held.reasons for held in db.session.query(Quarantine).order_by(Quarantine.question_id)]


def text_of(response) -> str:
    return " ".join(re.sub("<[^>]+>", " ", response.get_data(as_text=True)).split())


def test_the_first_page_of_asking_gives_a_device_without_any_datum(client):
    cookie = next(value for value in client.get(FORM).headers.getlist("Set-Cookie") if value.startswith("asking="))
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Max-Age=86400", "Path=/"))
    again = client.get(FORM).headers.getlist("Set-Cookie")
    assert not any(value.startswith("asking=") for value in again)
    client.set_cookie("asking", cookie.split("=", 1)[1].split(";")[0][:-2] + "xx")
    assert any(value.startswith("asking=") for value in client.get(FORM).headers.getlist("Set-Cookie"))


def test_the_page_that_offers_spaces_gives_it_too(client):
    make.event()
    response = client.get(FORM)
    assert any(value.startswith("asking=") for value in response.headers.getlist("Set-Cookie"))


def test_the_one_who_sends_thirty_gets_thirty_receipts_and_no_word_of_it(client):
    fields = opened(client)
    answers = [send(client, f"¿Y la vía {number}?", fields) for number in range(30)]
    assert {answer.status_code for answer in answers} == {201}
    assert len({re.search(r"\d{4}-\d{6}", text_of(answer))[0] for answer in answers}) == 30
    assert "cuarentena" not in text_of(answers[-1]).lower()
    assert reasons() == [["device"]] * 27


def test_a_machine_is_noticed_by_its_haste_and_by_the_field_that_nobody_sees(client):
    send(client, "Uno", opened(client, 60))
    send(client, "Dos", opened(client, 1))
    send(client, "Tres", opened(client, 60) | {"website": "https://a.example"})
    assert reasons() == [["haste"], ["trap"]]


def test_a_form_opened_before_the_clock_was_put_back_is_not_hasty(client):
    send(client, "Con otro reloj", opened(client, -600))
    assert reasons() == []


def test_who_corrects_the_form_quickly_is_not_hasty(client):
    page = parse(client.post(FORM, data=opened(client, 30) | {"body": ""}).get_data(as_text=True))
    assert send(client, "Corregida en un segundo", page.hidden).status_code == 201
    assert reasons() == []


def test_a_form_that_does_not_say_when_it_was_opened_is_not_suspected(client):
    fields = opened(client)
    for said in ("", "x.y", fields["opened"][:-2] + "xx"):
        send(client, "Sin hora", fields | {"opened": said})
    assert reasons() == []


def test_who_drops_the_cookie_gets_a_receipt_too(client):
    for _ in range(6):
        fields = opened(client)
        client.delete_cookie("asking")
        assert send(client, "Otra vez", fields).status_code == 201
        client.delete_cookie("asking")
    assert reasons() == [["fresh"]] * 3


def test_the_address_comes_from_trusted_proxies_alone(client):
    for number in range(6):
        fields = opened(client)
        client.delete_cookie("asking")
        header = {"X-Forwarded-For": f"198.51.100.{number}"}
        client.post(FORM, data=fields | {"body": "x", "form_key": make.form_key()}, headers=header)
        client.delete_cookie("asking")
    assert reasons() == [["fresh"]] * 3


@pytest.mark.parametrize("written", ["198.51.100.{}:4711", "[2001:db8:0:{}::1]:4711"])
def test_a_proxy_that_writes_the_port_too_makes_nobody_unknown(client, app, monkeypatch, written):
    monkeypatch.setattr(app, "wsgi_app", ProxyFix(app.wsgi_app, x_for=1))
    for number in range(1, 7):
        header = {"X-Forwarded-For": written.format(number)}
        fields = opened(client)
        client.delete_cookie("asking")
        client.post(FORM, data=fields | {"body": "x", "form_key": make.form_key()}, headers=header)
        client.delete_cookie("asking")
    assert reasons() == []


def test_the_tablet_that_many_share_has_the_same_door(client):
    event = make.event()
    page = f"/ventanilla/tableta/{event.slug}"
    with at_instant(now() - timedelta(seconds=60)):
        fields = parse(client.get(page).get_data(as_text=True)).hidden
    for number in range(5):
        sent = client.post(page, data=fields | {"form_key": make.form_key(), "body": f"Persona {number}"})
        assert sent.status_code == 201
    assert reasons() == [["device"]] * 2


def test_the_team_reads_why_and_lets_one_or_all_join_the_queue(client):
    moderator = make.user(Role.MODERATOR)
    receipts = [make.apart() for _ in range(3)]
    other = make.apart("Los vamos a matar")
    sign_in(client, moderator)
    page = text_of(client.get(PAGE))
    assert "4 preguntas esperan" in page
    assert "Posible amenaza" in page
    assert "Pasar las 3" in page
    assert "En cuarentena (4)" in text_of(client.get("/preguntas/gestion/"))
    assert "Llenó un campo" in text_of(client.get(f"/preguntas/gestion/{receipts[0].radicado}"))
    assert client.submit(f"{PAGE}/{receipts[0].radicado}", {}, PAGE).status_code == 303
    assert queries.count() == 3
    assert client.submit(f"{PAGE}/{receipts[1].radicado}", {"todas": "1"}, PAGE).status_code == 303
    assert [held.question.radicado for held in queries.folds().items] == [other.radicado]
    assert "Ya no queda ninguna" in text_of(client.get(f"{PAGE}/{receipts[0].radicado}"))


def test_the_team_withholds_what_the_page_shows_and_no_more(client):
    receipts = [make.apart("Compre ya") for _ in range(3)]
    moderator = make.user(Role.MODERATOR)
    sign_in(client, moderator)
    page = f"{PAGE}/{receipts[0].radicado}"
    assert "Reservar 3 textos" in text_of(client.get(page))
    late = make.apart("Compre ya")
    sent = {"last": receipts[2].radicado, "reason": "R5", "note": ""}
    refused = client.submit(f"{page}/reservar", sent, page)
    assert (refused.status_code, queries.count()) == (422, 4)
    done = client.submit(f"{page}/reservar", sent | {"note": "Es publicidad."}, page)
    assert (done.status_code, done.location) == (303, PAGE)
    assert "3 preguntas quedaron reservadas" in text_of(client.get(PAGE))
    assert [held.question.radicado for held in queries.folds().items] == [late.radicado]
    assert "Pregunta reservada" in text_of(client.get(f"/preguntas/{receipts[1].radicado}"))


def test_every_list_by_due_date_says_which_wait_apart(client):
    controller, receipt = make.user(Role.CONTROL), make.apart()
    sign_in(client, controller)
    page = text_of(client.get("/preguntas/gestion/?ver=abiertas"))
    assert receipt.radicado in page
    assert "En cuarentena" in page
    assert "Pasar a la lista" not in text_of(client.get(PAGE))


def test_the_audience_mode_is_switched_by_hand_and_everybody_reads_when(client):
    administrator = make.user(Role.ADMIN)
    assert "Todavía no se ha encendido" in text_of(client.get("/preguntas/como-las-recibimos"))
    sign_in(client, administrator)
    assert client.submit(AUDIENCE, {}, PAGE).status_code == 303
    assert "Apagar el modo audiencia" in text_of(client.get(PAGE))
    assert client.submit(AUDIENCE, {}, PAGE).status_code == 409
    assert "Sigue activo" in text_of(client.get("/preguntas/como-las-recibimos"))
    assert client.submit(f"{AUDIENCE}/fin", {}, PAGE).status_code == 303
    assert "Lo apagó el equipo" in text_of(client.get("/preguntas/como-las-recibimos"))


def test_who_asked_is_told_nothing_of_the_quarantine(client):
    receipt = make.apart()
    page = text_of(client.submit("/preguntas/seguir", {"code": receipt.code}))
    assert receipt.radicado in page
    assert "cuarentena" not in page.lower()
    assert db.session.get_one(Question, receipt.question_id).visibility == "waiting"
