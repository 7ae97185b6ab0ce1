"""What phones and the desk of a hearing are sent by mistake or with bad intent: no fault, and no typed text lost."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from participa.accounts.models import Role
from participa.extensions import db
from participa.hearings.models import Stage, StagedQuestion, Support
from participa.hearings.queries import conduct as queries
from participa.hearings.services import turns
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.pages import PageClient, parse

RIGHT_TO_LEFT = "\u202egnirts\u2066"
ODD = (
    "", " ", "\x00", "a\x00b", "x" * 100_000, RIGHT_TO_LEFT, "\ufeff\u200b\u200d", "\ud800", "👩🏽‍🌾" * 300,
    "-1", "0", "9" * 30, "9" * 5000, "1e309", "NaN", "²", "٣", "1.5", "true", "[]", '{"a": 1}', "None",
    "'; DROP TABLE support;--", "<script>alert(1)</script>", "{{ 7*7 }}", "\r\nSet-Cookie: a=b", "../../etc/passwd",
)  # fmt: skip
TAKEN_OR_REFUSED = {200, 201, 303, 400, 404, 409, 413, 422}
NUMBERED = (
    "/turnos/{}/paso",
    "/turnos/{}/pregunta",
    "/preguntas/{}/mover",
    "/apoyos/{}/contar",
    "/compromisos/{}/tachar",
)
TYPED = (("/turnos", "speaker"), ("/compromisos", "text"), ("/turnos/{}/pregunta", "body"))
OF_PHONES = {
    "/apoyos": ("apoyar", "quitar", "leidas"),
    "/preguntar": ("body", "form_key", "is_other", "opened", "website"),
    "/sala": ("digits",),
}
OF_DESK = {
    "/turnos": ("speaker", "territory", "minutes"),
    "/turnos/{turn}/paso": ("to", "desde"),
    "/turnos/{turn}/pregunta": ("body", "form_key"),
    "/compromisos": ("text", "department", "staged"),
    "/orden": ("item",),
    "/ajustes": ("poll_seconds", "present", "silent_share", "recording_url"),
    "/reloj": ("at",),
    "/preguntas/{staged}/mover": ("to", "reason", "note"),
    "/preguntas/{staged}/respondida": ("extent",),
    "/apoyos/{staged}/descartar": ("reason",),
    "/redes": ("hall_networks",),
    "/teclas": ("teclas",),
}


@pytest.fixture
def staged(context) -> StagedQuestion:
    return make.staged(make.hearing(), stage=Stage.NO_TURN)


@pytest.fixture
def turn(staged) -> int:
    """Somebody who waits for the microphone."""
    with unit_of_work():
        turns.add(staged.hearing, "Persona Que Habla", "", 120, make.user(Role.MODERATOR))
    return queries.turns(staged.hearing)[0].id


@pytest.fixture
def desk(client, staged) -> tuple[PageClient, str]:
    """Somebody who conducts the hearing, and the address of the desk."""
    client.sign_in(make.user(Role.MODERATOR))
    return client, f"/vivo/gestion/{staged.hearing.room_code}"


def sent(client: PageClient, url: str, page: str, fields: tuple[str, ...]) -> Iterator[tuple[str, str, int]]:
    """Each odd value in each field, alone, twice and as a file; with the status of what came back."""
    hidden = parse(client.get(page).get_data(as_text=True)).hidden
    for name in fields:
        for values in (*((one,) for one in ODD), ("a", "b")):
            form = MultiDict((key, one) for key, one in hidden.items() if key != name)
            form.setlist(name, [one.encode("utf-8", "surrogatepass") for one in values])
            yield name, str(values), client.post(url, data=form).status_code
        upload = {**hidden, name: (BytesIO(b"\x00"), "a.txt")}
        for body in ([1], {name: 3}, 7):
            answer = client.post(url, json=body, headers={"X-CSRFToken": hidden.get("csrf_token", "")})
            yield name, f"JSON {body}", answer.status_code
        yield name, "a file", client.post(url, data=upload, content_type="multipart/form-data").status_code


@pytest.mark.parametrize(("path", "fields"), OF_PHONES.items())
def test_nothing_that_a_phone_sends_is_a_fault(client, staged, path, fields):
    home = f"/vivo/{staged.hearing.room_code}"
    page = home if path == "/apoyos" else home + path
    assert {status for _, _, status in sent(client, home + path, page, fields)} <= {
        200,
        201,
        303,
        400,
        404,
        409,
        413,
        422,
        429,
    }
    assert db.session.scalar(select(func.count()).select_from(Support)) == 0


@pytest.mark.parametrize(("path", "fields"), OF_DESK.items())
def test_nothing_that_is_typed_at_the_desk_is_a_fault(turn, desk, staged, path, fields):
    client, home = desk
    url = home + path.format(turn=turn, staged=staged.id)
    statuses = {status for _, _, status in sent(client, url, f"{home}/", fields)}
    assert statuses <= TAKEN_OR_REFUSED


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**40])
def test_numbers_that_no_row_has_are_not_found(desk, number):
    client, home = desk
    for path in (
        "/turnos/{}/paso",
        "/turnos/{}/pregunta",
        "/preguntas/{}/mover",
        "/apoyos/{}/contar",
        "/compromisos/{}/tachar",
    ):
        form = {"to": "speaking", "body": "¿Cuándo?", "reason": "Motivo."}
        assert client.submit(home + path.format(number), form, f"{home}/").status_code == 404


def test_rooms_that_do_not_exist_are_not_found(client, context):
    for code in ("x" * 3000, "%00", "%E2%80%AE", "..%2f", "9" * 40, "é"):
        for path in ("", "/mias", "/preguntar", "/sala", "/pantalla", "/acta"):
            assert client.get(f"/vivo/{code}{path}", follow_redirects=True).status_code in (400, 404)
        assert client.get("/vivo/", query_string={"codigo": code}).status_code in (200, 303, 422)


LONG = "¿Cuándo arreglan la vía? " * 4_000


def test_a_question_that_does_not_fit_is_given_back_whole(client, staged):
    url = f"/vivo/{staged.hearing.room_code}/preguntar"
    refused = client.submit(url, {"body": LONG})
    assert refused.status_code == 422
    assert LONG.strip() in refused.get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "field"), [("/turnos", "speaker"), ("/compromisos", "text"), ("/turnos/{}/pregunta", "body")]
)
def test_a_note_of_the_desk_that_does_not_fit_is_given_back_whole(turn, desk, path, field):
    client, home = desk
    refused = client.submit(home + path.format(turn), {field: LONG, "minutes": "2"}, f"{home}/")
    assert refused.status_code == 422
    assert LONG.strip() in refused.get_data(as_text=True)


def test_what_turns_the_writing_around_is_not_kept(desk, staged):
    client, home = desk
    client.submit(f"{home}/turnos", {"speaker": f"Ana{RIGHT_TO_LEFT}\x00", "minutes": "2"}, f"{home}/")
    client.submit(f"{home}/compromisos", {"text": f"Entregar {RIGHT_TO_LEFT}\x00 el puente."}, f"{home}/")
    shown = client.get(f"{home}/turnos").get_data(as_text=True) + client.get(f"{home}/").get_data(as_text=True)
    assert "Ana" in shown
    assert "el puente." in shown
    assert not {"\u202e", "\u2066", "\x00"} & set(shown)
