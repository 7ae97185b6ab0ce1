"""The pages of the legal life: what who asked does with the code, and what the team sees and sends."""

from io import BytesIO

import pytest

from participa.accounts.models import Role
from participa.calendar import services as calendar
from participa.calendar.models import DayKind, OwnDay
from participa.extensions import db
from participa.questions import services
from participa.questions.models import AnswerMedium, HandNotice, Question, Status, Transfer, Visibility
from participa.questions.queries import following, links
from participa.shared.ledger import Entry, find_entry
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.questions.team import NOTE, sign_in, team

S, PAGE, BASE = Status, "/preguntas/seguir", "/preguntas/gestion"


@pytest.fixture
def house(context):
    return team()


@pytest.fixture
def asked(house):
    """The receipt of a question of who holds its code."""
    return make.receipt(body="¿Cuándo arreglan eso?")


def question_of(receipt) -> Question:
    db.session.expire_all()
    return db.session.get_one(Question, receipt.question_id)


def move(receipt, house, to, **values) -> None:
    with unit_of_work():
        services.move(question_of(receipt), house[Role.MODERATOR], to, NOTE, **values)


def write(client, path, receipt, words):
    return client.submit(PAGE + path, {"code": receipt.code, "words": words}, PAGE)


def text_of(response) -> str:
    return response.get_data(as_text=True)


def test_who_asked_makes_the_question_clear_without_changing_it(client, asked, house):
    move(asked, house, S.CLARIFYING)
    assert "Aclare su pregunta" in text_of(client.submit(PAGE, {"code": asked.code}))
    answer = write(client, "/aclarar", asked, "El puente del barrio El Prado.")
    assert answer.status_code == 200
    assert "Recibimos su aclaración" in text_of(answer)
    question = question_of(asked)
    assert (question.status, question.body) == (S.RECEIVED, "¿Cuándo arreglan eso?")
    assert [added.body for added in following.clarifications(question.id)] == ["El puente del barrio El Prado."]
    assert find_entry(question.radicado, Entry.CLARIFIED)[0] > 0


def test_a_second_click_adds_no_second_clarification(client, asked, house):
    move(asked, house, S.CLARIFYING)
    for _ in range(2):
        assert write(client, "/aclarar", asked, "El puente.").status_code == 200
    assert len(following.clarifications(asked.question_id)) == 1


def test_an_empty_clarification_is_asked_for_again(client, asked, house):
    move(asked, house, S.CLARIFYING)
    answer = write(client, "/aclarar", asked, " ")
    assert answer.status_code == 422
    assert "Escriba su aclaración." in text_of(answer)
    assert question_of(asked).status is S.CLARIFYING


def test_a_question_that_is_clear_takes_no_clarification(client, asked):
    assert write(client, "/aclarar", asked, "El puente.").status_code == 403
    assert following.clarifications(asked.question_id) == []


@pytest.mark.parametrize("path", ["/aclarar", "/salir-del-grupo"])
def test_a_wrong_code_opens_nothing(path, client, asked):
    answer = client.submit(PAGE + path, {"code": "K7QM2D4X9TRH6W3P", "words": "Algo."}, PAGE)
    assert answer.status_code == 422
    assert "No encontramos una pregunta con ese código" in text_of(answer)


def test_who_asked_leaves_the_group_from_the_follow_page(client, asked, house):
    leader = make.public_question()
    move(asked, house, S.GROUPED, radicado=leader.radicado)
    assert "Mi pregunta es distinta" in text_of(client.submit(PAGE, {"code": asked.code}))
    answer = write(client, "/salir-del-grupo", asked, "Pregunto por otra calle.")
    assert "Su pregunta salió del grupo" in text_of(answer)
    assert "Usted pidió sacarla del grupo" in text_of(answer)
    assert question_of(asked).status is S.CLASSIFIED
    assert links.find_link(asked.question_id) is None
    assert "Mi pregunta es distinta" not in text_of(answer)


def test_everybody_reads_how_a_due_date_was_counted_and_moved(client, house):
    question = make.public_question()
    before = question.due_on
    with unit_of_work():
        services.extend(question, house[Role.APPROVER], 5, "Falta el informe.")
    page = text_of(client.get(f"/preguntas/{question.radicado}/plazo"))
    assert "Son 20 días hábiles" in page
    assert "Falta el informe." in page
    assert "Sábado" in page
    assert f"{before.day} de" in page
    assert client.get(f"/preguntas/{make.question().radicado}/plazo").status_code == 404


def test_a_grouped_question_leads_to_the_one_it_shares_its_answer_with(client, house):
    leader, member = make.public_question(), make.public_question()
    with unit_of_work():
        services.move(member, house[Role.MODERATOR], S.GROUPED, NOTE, radicado=leader.radicado)
    assert f"/preguntas/{leader.radicado}" in text_of(client.get(f"/preguntas/{member.radicado}"))
    assert f"/preguntas/{member.radicado}" in text_of(client.get(f"/preguntas/{leader.radicado}"))


def test_a_withheld_leader_shows_nothing_on_the_pages_of_its_group(client, house):
    leader, member = make.public_question(), make.public_question()
    with unit_of_work():
        services.move(member, house[Role.MODERATOR], S.GROUPED, NOTE, radicado=leader.radicado)
    with unit_of_work():
        db.session.get_one(Question, leader.id).visibility = Visibility.WAITING
    assert leader.radicado not in text_of(client.get(f"/preguntas/{member.radicado}"))


def test_a_transfer_names_the_entity_the_day_and_the_document_to_everybody(client, house):
    question = make.public_question()
    path = f"{BASE}/{question.radicado}/paso/trasladar"
    sign_in(client, house[Role.MODERATOR])
    sent_on = question.base_on.isoformat()
    form = {"entity": "Entidad nacional de vías", "sent_on": sent_on, "document_number": "OF-41", "note": NOTE}
    form["document"] = (BytesIO(b"Oficio remisorio.\n"), "oficio.txt")
    assert client.submit(path, {f"nota-{name}": value for name, value in form.items()}).status_code == 303
    assert db.session.get_one(Transfer, question.id).document_number == "OF-41"
    page = text_of(client.get(f"/preguntas/{question.radicado}"))
    assert "Entidad nacional de vías" in page
    assert "OF-41" in page


def test_a_transfer_without_its_document_is_not_done(client, house):
    question = make.public_question()
    sign_in(client, house[Role.MODERATOR])
    answer = client.submit(f"{BASE}/{question.radicado}/paso/trasladar", {"nota-note": NOTE})
    assert answer.status_code == 422
    db.session.refresh(question)
    assert question.status is S.RECEIVED


def test_approval_extends_from_the_page(client, house):
    question = make.question()
    sign_in(client, house[Role.APPROVER])
    path = f"{BASE}/{question.radicado}/ampliar"
    assert client.submit(path, {"ampliar-more_days": "99", "ampliar-note": NOTE}).status_code == 422
    assert client.submit(path, {"ampliar-more_days": "3", "ampliar-note": NOTE}).status_code == 303
    db.session.refresh(question)
    assert question.term_days == 18


def test_administration_sees_and_applies_the_terms_that_the_calendar_moved(client, house):
    question = make.question()
    with unit_of_work():
        own = OwnDay(question.due_on, DayKind.CLOSED, "Día del municipio", "Decreto 12")
        calendar.add_day(own, "Se celebra la fundación.", house[Role.ADMIN])
    sign_in(client, house[Role.ADMIN])
    assert question.radicado in text_of(client.get(f"{BASE}/plazos"))
    assert client.submit(f"{BASE}/plazos", {"reason": "Decreto 12."}).status_code == 303
    assert "Todos los plazos están al día" in text_of(client.get(f"{BASE}/plazos"))


def test_a_notice_by_hand_leaves_the_list_once_it_is_given(client, house):
    question = make.question(first_names="Persona", answer_medium=AnswerMedium.PHONE, phone="3000000000")
    with unit_of_work():
        services.move(question, house[Role.MODERATOR], S.CLARIFYING, NOTE)
    number = question.moves[-1].id
    sign_in(client, house[Role.MODERATOR])
    assert question.radicado in text_of(client.get(f"{BASE}/avisos"))
    assert client.submit(f"{BASE}/avisos/{number}", {}, f"{BASE}/avisos").status_code == 303
    assert db.session.get_one(HandNotice, number).done_by_id == house[Role.MODERATOR].id
    assert "No hay avisos pendientes" in text_of(client.get(f"{BASE}/avisos"))
