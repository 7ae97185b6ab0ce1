"""«Esto no se ha cumplido»: an observation is a question with its number, its term, its answer and its proof."""

import io

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from participa.accounts.models import Role
from participa.commitments.models import CommitmentObservation, CommitmentState, ObservationEvidence, PieceState
from participa.commitments.services import observing
from participa.extensions import db
from participa.questions import device
from participa.questions.models import Kind, Question, Visibility, WithholdReason
from participa.shared.files import StoredFile
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.tracking import PDF
from tests.pages import parse
from tests.questions.asking import HOSTILE, code_in, questions, words

pytestmark = pytest.mark.usefixtures("context")
BODY = "Dijeron que la vía estaba lista y sigue igual."


def page_of(commitment) -> str:
    return f"/compromisos/{commitment.code}/no-se-ha-cumplido"


def file(data: bytes = PDF, name: str = "foto.pdf"):
    return (io.BytesIO(data), name)


def observe(client, commitment, **form):
    return client.submit(page_of(commitment), {"body": BODY, "answer_medium": "publication", **form})


def shown(client, commitment, **form):
    return observe(client, commitment, upload=file(), description="La vía en agosto", **form)


def pieces() -> list[ObservationEvidence]:
    db.session.expire_all()
    return list(db.session.scalars(select(ObservationEvidence).order_by(ObservationEvidence.id)))


def publish() -> Question:
    (question,) = questions()
    with unit_of_work():
        db.session.get_one(Question, question.id).visibility = Visibility.PUBLIC
    return question


def decide(client, state: str, reason: str = "Se ve la vía y no hay personas."):
    (piece,) = pieces()
    moderator = make.user(role=Role.MODERATOR)
    radicado = piece.observation.question.radicado
    typed = {f"pieza-{piece.id}-{name}": value for name, value in {"state": state, "reason": reason}.items()}
    return client.sign_in(moderator).submit(
        f"/compromisos/gestion/pruebas-ciudadanas/{piece.id}", typed, f"/preguntas/gestion/{radicado}"
    )


# Receiving


def test_an_observation_has_a_number_a_code_a_term_and_the_office_that_leads(client):
    commitment = make.commitment()
    received = observe(client, commitment)
    (question,) = questions()
    assert received.status_code == 201
    assert question.radicado in words(received)
    assert len(code_in(received)) == 16
    assert (question.kind, question.body, question.term_days) == (Kind.OBSERVATION, BODY, 15)
    assert question.asked_department_id == commitment.lead_id
    tied = db.session.scalars(select(CommitmentObservation)).one()
    assert (tied.question_id, tied.commitment_id) == (question.id, commitment.id)
    assert f'data-clears-draft="observacion-{commitment.code}"' in received.get_data(as_text=True)


def test_the_same_form_twice_is_one_observation_with_one_file(client):
    commitment = make.commitment()
    form = {**_hidden(client, commitment), "body": BODY, "description": "La vía", "answer_medium": "publication"}
    answers = [client.post(page_of(commitment), data=form | {"upload": file()}) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert code_in(answers[0]) == code_in(answers[1])
    assert len(questions()) == 1
    assert len(pieces()) == 1
    assert len(list(db.session.scalars(select(StoredFile)))) == 1


def test_the_same_form_with_other_words_is_offered_as_a_new_observation(client):
    commitment = make.commitment()
    form = {**_hidden(client, commitment), "answer_medium": "publication"}
    client.post(page_of(commitment), data=form | {"body": BODY})
    offer = client.post(page_of(commitment), data=form | {"body": "Otra cosa."})
    assert offer.status_code == 409
    assert "Enviar como observación nueva" in words(offer)
    assert len(questions()) == 1


def test_a_proof_added_to_a_form_that_was_sent_is_never_lost_in_silence(client):
    commitment = make.commitment()
    form = {**_hidden(client, commitment), "body": BODY, "answer_medium": "publication"}
    assert client.post(page_of(commitment), data=form).status_code == 201
    offer = client.post(page_of(commitment), data=form | {"upload": file(), "description": "La vía"})
    assert offer.status_code == 409
    assert pieces() == []
    again = parse(offer.get_data(as_text=True)).hidden
    sent = {**again, "body": BODY, "answer_medium": "publication", "upload": file(), "description": "La vía"}
    assert client.post(page_of(commitment), data=sent).status_code == 201
    assert (len(questions()), len(pieces())) == (2, 1)


def _hidden(client, commitment) -> dict[str, str]:
    return parse(client.get(page_of(commitment)).get_data(as_text=True)).hidden


def test_a_form_cannot_make_it_another_kind_or_send_it_to_another_office(client):
    commitment = make.commitment()
    observe(client, commitment, kind="felicitacion", department=str(make.department().id), topic="1")
    (question,) = questions()
    assert (question.kind, question.asked_department_id) == (Kind.OBSERVATION, commitment.lead_id)


@pytest.mark.parametrize(
    "form",
    [
        {"body": ""},
        {"url": "http://inseguro.example/foto", "description": "La foto"},
        {"url": "javascript:alert(1)", "description": "La foto"},
        {"url": "https://persona:clave@lugar.example/", "description": "La foto"},
        {"url": "https://lugar.example/foto"},
        {"answer_medium": "email", "email": "sin arroba", "manage": "y"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_received(client, form):
    answer = observe(client, make.commitment(), **form)
    assert answer.status_code == 422
    assert questions() == []
    if form.get("body", BODY):
        assert BODY in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"MZ\x90\x00 not a document", "foto.pdf"), (b"<html><script>alert(1)</script>", "foto.png"), (b"", "foto.pdf")],
)
def test_a_file_is_judged_by_its_content(client, data, name):
    answer = observe(client, make.commitment(), upload=file(data, name), description="La vía")
    assert answer.status_code == 422
    assert questions() == []
    assert pieces() == []


def test_the_disk_does_not_belong_to_who_floods_it(client, monkeypatch):
    monkeypatch.setattr(observing, "MOST_WAITING_FILES", 1)
    commitment = make.commitment()
    assert shown(client, commitment).status_code == 201
    assert shown(client, commitment).status_code == 422
    assert observe(client, commitment, url="https://lugar.example/foto", description="Foto").status_code == 201


def test_what_is_not_public_cannot_be_observed(client):
    assert client.get(page_of(make.commitment(CommitmentState.REGISTERED))).status_code == 404


# What everybody sees


def test_nothing_is_public_before_somebody_reads_it_but_it_is_counted(client, monkeypatch):
    monkeypatch.setattr(device, "HASTE_SECONDS", 0)
    commitment = make.commitment()
    shown(client, commitment)
    page = words(client.get(f"/compromisos/{commitment.code}"))
    assert "1 observación" in page
    assert BODY not in page
    assert "La vía en agosto" not in page
    assert client.get(f"/compromisos/{commitment.code}/observaciones/{pieces()[0].file.name}").status_code == 404


def test_a_flood_does_not_fill_the_counter(client):
    commitment = make.commitment()
    for _ in range(3):
        assert observe(client, commitment).status_code == 201
    assert len(questions()) == 3
    assert "Nadie ha dicho todavía" in words(client.get(f"/compromisos/{commitment.code}"))


def test_a_public_observation_is_shown_and_its_proof_only_once_it_is_accepted(client):
    commitment = make.commitment()
    shown(client, commitment)
    question = publish()
    address = f"/compromisos/{commitment.code}/observaciones/{pieces()[0].file.name}"
    page = words(client.get(f"/compromisos/{commitment.code}"))
    assert BODY in page
    assert "La vía en agosto" not in page
    assert client.get(address).status_code == 404
    assert decide(client, "accepted").status_code == 303
    assert "La vía en agosto" in words(client.get(f"/compromisos/{commitment.code}"))
    given = client.get(address)
    assert (given.status_code, given.mimetype) == (200, "application/pdf")
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert commitment.code in words(client.get(f"/preguntas/{question.radicado}"))


def test_the_proof_hides_again_with_its_observation(client):
    commitment = make.commitment()
    shown(client, commitment)
    question = publish()
    decide(client, "accepted")
    address = f"/compromisos/{commitment.code}/observaciones/{pieces()[0].file.name}"
    make.withhold(question, WithholdReason.R1)
    assert client.get(address).status_code == 404
    page = words(client.get(f"/compromisos/{commitment.code}"))
    assert "La vía en agosto" not in page
    assert "Observación reservada" in page


def test_the_file_of_one_commitment_is_not_found_under_another(client):
    commitment, other = make.commitment(), make.commitment()
    shown(client, commitment)
    publish()
    decide(client, "accepted")
    assert client.get(f"/compromisos/{other.code}/observaciones/{pieces()[0].file.name}").status_code == 404


def test_the_answer_stands_beside_the_observation(client):
    commitment = make.commitment()
    observe(client, commitment)
    make.answer(publish(), "La obra sigue en marzo.")
    for path in (f"/compromisos/{commitment.code}", f"/compromisos/{commitment.code}/observaciones"):
        page = words(client.get(path))
        assert "La obra sigue en marzo." in page
        assert "Respondida" in page


@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_words_stay_words(client, body):
    commitment = make.commitment()
    observe(client, commitment, body=body, url="https://lugar.example/a", description=body)
    publish()
    decide(client, "accepted", reason=body)
    page = client.get(f"/compromisos/{commitment.code}").get_data(as_text=True)
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "49" not in words(client.get(f"/compromisos/{commitment.code}/observaciones")) or "{{" not in body


# Who observed, and the team


def test_who_observed_sees_with_the_code_what_became_of_the_proof(client):
    commitment = make.commitment()
    code = code_in(shown(client, commitment))
    page = words(client.submit("/preguntas/seguir", {"code": code}))
    assert commitment.code in page
    assert "Por revisar" in page
    decide(client, "kept_back", "Se ven niños.")
    assert "Motivo: Se ven niños." in words(client.submit("/preguntas/seguir", {"code": code}))


def test_the_team_sees_the_observation_beside_the_commitment(client):
    commitment = make.commitment()
    shown(client, commitment)
    (question,) = questions()
    client.sign_in(make.user(role=Role.MODERATOR))
    page = words(client.get(f"/preguntas/gestion/{question.radicado}"))
    assert commitment.text in page
    assert "Decidir si se publica" in page
    held = client.get(f"/compromisos/gestion/pruebas-ciudadanas/{pieces()[0].id}/archivo")
    assert held.status_code == 200


def test_a_decision_needs_its_reason_and_only_a_moderator_takes_it(client):
    shown(client, make.commitment())
    assert decide(client, "accepted", "").status_code == 422
    assert decide(client, "waiting").status_code == 422
    assert pieces()[0].state is PieceState.WAITING


def test_a_liaison_of_another_office_does_not_see_the_file(client):
    shown(client, make.commitment())
    (piece,) = pieces()
    client.sign_in(make.user(role=Role.LIAISON, department=make.department()))
    assert client.get(f"/compromisos/gestion/pruebas-ciudadanas/{piece.id}/archivo").status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE commitment_observation_evidence SET description = 'Otra'",
        "DELETE FROM commitment_observation_evidence",
        "UPDATE commitment_observation SET commitment_id = commitment_id + 1",
        "DELETE FROM commitment_observation",
    ],
)
def test_the_database_keeps_what_was_sent(client, change):
    shown(client, make.commitment())
    with pytest.raises(DatabaseError), unit_of_work():
        db.session.execute(db.text(change))
