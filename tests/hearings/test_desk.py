"""The pages of conduct: what is typed is kept, an override is asked why, and the minutes open when the hearing ends."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.extensions import db
from participa.hearings.models import (
    Extent,
    HearingState,
    LivePromise,
    MicrophoneTurn,
    Stage,
    StagedQuestion,
    StageMove,
    TurnState,
)
from participa.hearings.services import turns
from participa.questions.models import Question
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.pages import parse

pytestmark = pytest.mark.usefixtures("context")
DESK = "/vivo/gestion/SALA7/"


@pytest.fixture
def desk(client):
    """The desk of an open hearing with three questions that enough people read, before a moderator."""
    hearing, office, moderator = make.hearing(), make.department(), make.user(Role.MODERATOR)
    staged = [make.staged(hearing, readers=40, supports=number, department=office) for number in (30, 20, 10)]
    with unit_of_work():
        turns.add(hearing, "Persona", "El Prado", 120, moderator)
    client.sign_in(moderator)
    return [one.id for one in staged]


def texts(client, path: str = DESK) -> str:
    return client.get(path).get_data(as_text=True)


def send(client, path: str, **form: str):
    return client.post(f"{DESK}{path}", data={"csrf_token": token(client, DESK)} | form)


def token(client, path: str) -> str:
    return parse(texts(client, path)).hidden["csrf_token"]


def test_a_question_goes_to_the_screen_and_is_answered(client, desk):
    assert send(client, f"preguntas/{desk[0]}/mover", to="en_pantalla").status_code == 303
    assert "Se respondió" in texts(client)
    assert send(client, f"preguntas/{desk[0]}/respondida", extent="complete").status_code == 303
    staged = db.session.get_one(StagedQuestion, desk[0])
    assert (staged.stage, staged.extent) == (Stage.ANSWERED, Extent.COMPLETE)
    assert "Deshacer" in texts(client)
    assert send(client, "deshacer").status_code == 303
    db.session.refresh(staged)
    assert staged.stage is Stage.ON_SCREEN


def test_who_passes_others_is_asked_why_and_the_note_is_kept(client, desk):
    answer = send(client, f"preguntas/{desk[2]}/mover", to="siguiente", note="Se va a las once.")
    assert answer.status_code == 422
    assert "Se va a las once." in answer.get_data(as_text=True)
    sent = send(
        client, f"preguntas/{desk[2]}/mover", to="siguiente", reason="official_leaves", note="Se va a las once."
    )
    assert sent.status_code == 303
    assert db.session.scalars(select(StageMove.note)).one() == "Se va a las once."


def test_an_empty_promise_is_asked_for_and_a_good_one_takes_the_office_of_the_question(client, desk):
    assert send(client, "compromisos", text="", department="").status_code == 422
    assert send(client, "compromisos", text="Abrir en julio.", department="", staged=str(desk[0])).status_code == 303
    promise = db.session.scalars(select(LivePromise)).one()
    office = db.session.get_one(StagedQuestion, desk[0]).department_id
    assert office is not None
    assert (promise.department_id, promise.staged_id) == (office, desk[0])


def test_the_code_of_what_was_said_is_shown_once_and_never_flashed(client, desk):
    turn = db.session.scalars(select(MicrophoneTurn)).one()
    send(client, f"turnos/{turn.id}/paso", to=TurnState.SPEAKING.value)
    form = {"body": "¿Y la cancha?", "form_key": make.form_key()}
    answer = send(client, f"turnos/{turn.id}/pregunta", **form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 201
    radicado = db.session.scalars(select(Question.radicado).where(Question.body == "¿Y la cancha?")).one()
    assert radicado in page
    assert re.search(r"[0-9A-Z]{4}", page)
    assert "Código de seguimiento" not in texts(client)


def test_the_page_renews_itself_only_when_asked_to(client, desk):
    assert "Refresh" not in client.get(DESK).headers
    assert client.get(f"{DESK}?renovar=si").headers["Refresh"] == "20"


def test_the_minutes_are_public_once_the_hearing_ended(client, desk):
    assert client.get("/vivo/SALA7/acta").status_code == 404
    assert send(client, "cerrar").status_code == 303
    page = client.get("/vivo/SALA7/acta")
    assert page.status_code == 200
    assert "No alcanzaron a salir" in page.get_data(as_text=True)
    paper = client.get("/vivo/SALA7/acta.pdf")
    assert paper.mimetype == "application/pdf"
    assert paper.data.startswith(b"%PDF")


def test_a_rehearsal_has_no_public_minutes(client):
    make.hearing(is_rehearsal=True, state=HearingState.CLOSED, closed_at=now(), room_code="SALA8")
    assert client.get("/vivo/SALA8/acta").status_code == 404


def test_control_reads_the_minutes_and_the_steps_but_has_no_desk(client):
    staged = make.staged(make.hearing())
    client.sign_in(make.user(Role.CONTROL))
    assert client.get(f"{DESK}acta").status_code == 200
    assert client.get(f"{DESK}preguntas/{staged.id}").status_code == 200
    assert client.get(DESK).status_code == 403


def test_a_space_is_prepared_and_opened(client):
    event = make.event(starts_at=now(), ends_at=now() + timedelta(hours=3))
    client.sign_in(make.user(Role.MODERATOR))
    known = {"csrf_token": token(client, "/vivo/gestion/")}
    made = client.post(f"/vivo/gestion/preparar/{event.slug}", data=known)
    assert made.status_code == 303
    assert "Abrir la audiencia" in texts(client, made.location)
    assert client.post(f"{made.location}abrir", data=known).status_code == 303
    assert "La fila" in texts(client, made.location)
    assert "La audiencia está en vivo" in texts(client, f"/espacios/{event.slug}")
