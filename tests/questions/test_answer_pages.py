"""The pages around an answer: saving by itself, files that leave only with the answer, templates, and who reviews."""

import pytest
from sqlalchemy import update
from werkzeug.datastructures import FileStorage

from participa.accounts.models import LoginSession, Role
from participa.extensions import db
from participa.questions import services
from participa.questions.models import AnswerTemplate, Question, Status, Visibility, WithholdReason
from participa.questions.models.redaction import Part
from participa.questions.queries import answers as queries
from participa.questions.services import Enclosed
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.events import a_file
from tests.pages import parse
from tests.questions.team import ANSWER, NOTE, question_in, sign_in, team

S = Status
BASE = "/preguntas/gestion"
PROMISE = "Tapar los huecos antes del 30 de julio."
WITH_FILE = {"upload_words": "Plano de la vía", "promise": PROMISE}


@pytest.fixture
def house(context):
    return team()


def form_of(client, question, **values) -> dict[str, object]:
    """The hidden fields of the form of the answer, and what is typed."""
    page = client.get(f"{BASE}/{question.radicado}").get_data(as_text=True)
    hidden = parse(page).hidden
    return hidden | {f"respuesta-{name}": value for name, value in values.items()}


def send(client, question, form, path="/respuesta"):
    db.session.commit()
    response = client.post(f"{BASE}/{question.radicado}{path}", data=form)
    db.session.expire_all()
    return response


def published(house, question=None, upload=None):
    question = question or question_in(S.DRAFTING, house, visibility=Visibility.PUBLIC)
    with unit_of_work():
        row = db.session.get_one(Question, question.id)
        services.save_draft(row, house[Role.LIAISON], ANSWER, enclosed=Enclosed(upload=upload or a_file(), **WITH_FILE))
        services.send_to_review(row, house[Role.LIAISON])
    return question


def with_code(client, path: str, **form):
    """A form of who asked, with the token of the page."""
    token = parse(client.get("/preguntas/seguir").get_data(as_text=True)).hidden
    return client.post(f"/preguntas/seguir{path}", data=token | form)


def file_name(question) -> str:
    return question.answers[-1].attachments[0].file.name


def test_a_draft_saves_itself_and_gives_the_new_revision(client, house):
    question = question_in(S.ASSIGNED, house)
    sign_in(client, house[Role.LIAISON])
    form = form_of(client, question, body="La vía se arregla en marzo.")
    response = send(client, question, form, "/respuesta/guardado")
    assert response.json["revision"] == db.session.get_one(Question, question.id).revision
    again = form | {"respuesta-body": "Y en abril.", "respuesta-revision": str(response.json["revision"])}
    assert send(client, question, again, "/respuesta/guardado").status_code == 200


def test_the_second_person_is_told_and_nothing_is_written_over(client, house):
    question = question_in(S.DRAFTING, house)
    sign_in(client, house[Role.LIAISON])
    form = form_of(client, question, body="La mía.")
    with unit_of_work():
        services.save_draft(db.session.get_one(Question, question.id), house.colleague, "De la colega.")
    response = send(client, question, form, "/respuesta/guardado")
    assert response.status_code == 409
    assert house.colleague.name in response.json["words"]
    page = send(client, question, form | {"then": "guardar"})
    assert page.status_code == 422
    shown = page.get_data(as_text=True)
    assert "La mía." in shown
    assert "De la colega." in shown
    assert question.answers[-1].body == "De la colega."


def test_when_the_login_ends_saving_says_so_and_the_button_still_keeps_the_text(client, house):
    question = question_in(S.DRAFTING, house)
    sign_in(client, house[Role.LIAISON])
    form = form_of(client, question, body="Lo que estaba escribiendo.")
    with unit_of_work():
        db.session.execute(update(LoginSession).values(ended_at=now()))
    for _ in range(2):
        told = client.post(
            f"{BASE}/{question.radicado}/respuesta/guardado", data=form, headers={"Accept": "application/json"}
        )
        assert told.status_code == 401
        assert "Su sesión terminó" in told.json["words"]
    kept = send(client, question, form)
    assert kept.status_code == 401
    assert "Lo que estaba escribiendo." in kept.get_data(as_text=True)


def test_the_preview_hides_what_the_public_page_hides(client, house):
    question = question_in(S.DRAFTING, house, visibility=Visibility.PUBLIC, body="¿Cuándo viene la vecina Fulana?")
    with unit_of_work():
        row = db.session.get_one(Question, question.id)
        services.redact(row, house[Role.MODERATOR], [Part(17, 13, WithholdReason.R1)], "Nombra a una persona.")
    sign_in(client, house[Role.LIAISON])
    page = client.get(f"{BASE}/{question.radicado}/respuesta").get_data(as_text=True)
    assert "Fulana" not in page
    assert "▒" in page


def test_an_earlier_draft_is_put_back_in_the_form_and_nothing_is_written_by_looking(client, house):
    question = question_in(S.DRAFTING, house)
    with unit_of_work():
        services.save_draft(db.session.get_one(Question, question.id), house[Role.LIAISON], "Otra cosa.")
    (draft,) = queries.drafts(question.id)
    sign_in(client, house[Role.LIAISON])
    page = client.get(f"{BASE}/{question.radicado}?borrador={draft.id}").get_data(as_text=True)
    assert "Este es un borrador anterior" in page
    assert "Otra cosa." not in page
    db.session.expire_all()
    assert question.answers[-1].body == "Otra cosa."


def test_the_page_keeps_a_file_the_promise_and_the_ticks(client, house):
    question = question_in(S.ASSIGNED, house)
    sign_in(client, house[Role.LIAISON])
    first = queries.checklist()[0]
    values = {"body": ANSWER, "file": a_file(), "file_words": "Plano", "has_promise": "y", "promise": PROMISE}
    form = form_of(client, question, ticks=first, **values)
    assert send(client, question, form | {"then": "enviar"}).status_code == 303
    version = db.session.get_one(Question, question.id).answers[-1]
    assert ([one.words for one in version.attachments], version.promise.words) == (["Plano"], PROMISE)
    assert [tick.words for tick in version.ticks if tick.is_ticked] == [first]
    assert len(version.ticks) == len(queries.checklist())


def test_a_program_is_no_attachment(client, house):
    question = question_in(S.ASSIGNED, house)
    sign_in(client, house[Role.LIAISON])
    program = FileStorage(a_file(b"#!/bin/sh\n").stream, "plano.txt")
    page = send(client, question, form_of(client, question, body=ANSWER, file=program, file_words="Plano"))
    assert page.status_code == 422
    assert ANSWER in page.get_data(as_text=True)


def test_a_file_is_public_with_its_answer_and_never_before(client, house):
    question = published(house)
    address = f"/preguntas/{question.radicado}/adjuntos/{file_name(question)}"
    assert client.get(address).status_code == 404
    with unit_of_work():
        services.approve(db.session.get_one(Question, question.id), house[Role.APPROVER])
    assert client.get(address).status_code == 404, "approved is not published"
    with unit_of_work():
        services.publish_answer(db.session.get_one(Question, question.id), house[Role.APPROVER])
    assert client.get(address).status_code == 200
    page = client.get(f"/preguntas/{question.radicado}").get_data(as_text=True)
    assert address in page
    assert PROMISE in page


def test_the_file_of_a_proposed_correction_is_not_public(client, house):
    question = published(house)
    with unit_of_work():
        row = db.session.get_one(Question, question.id)
        services.approve_and_publish(row, house[Role.APPROVER])
        new = Enclosed(upload=a_file(b"El plano nuevo.\n"), upload_words="Plano nuevo", kept=frozenset())
        services.correct(row, house[Role.LIAISON], "Termina en julio.", NOTE, enclosed=new)
    db.session.expire_all()
    first, second = (version.attachments[0].file.name for version in question.answers)
    statuses = [client.get(f"/preguntas/{question.radicado}/adjuntos/{name}").status_code for name in (first, second)]
    assert statuses == [200, 404]


def test_who_asked_takes_the_file_with_the_code_also_of_what_is_not_public(client, house):
    received = make.receipt(body="¿Cuándo arreglan la vía?")
    with unit_of_work():
        row = db.session.get_one(Question, received.question_id)
        services.classify(row, house[Role.MODERATOR], row.kind, None, house.office)
    question = published(house, row)
    db.session.expire_all()
    form = {"code": received.code, "name": file_name(question)}
    assert with_code(client, "/adjunto", **form).status_code == 404
    with unit_of_work():
        services.approve_and_publish(db.session.get_one(Question, question.id), house[Role.APPROVER])
    assert with_code(client, "/adjunto", **form).status_code == 200
    assert with_code(client, "/adjunto", **form | {"code": "0" * 16}).status_code == 422
    assert client.get(f"/preguntas/{question.radicado}/adjuntos/{file_name(question)}").status_code == 404
    page = with_code(client, "", code=received.code).get_data(as_text=True)
    assert "Plano de la vía" in page
    assert PROMISE in page


def test_one_answer_to_a_group_brings_its_files_and_its_promise_to_each(client, house):
    leader = question_in(S.DRAFTING, house, visibility=Visibility.PUBLIC)
    received = make.receipt(body="¿Y la misma vía?")
    with unit_of_work():
        member = db.session.get_one(Question, received.question_id)
        services.move(member, house[Role.MODERATOR], S.GROUPED, NOTE, radicado=leader.radicado)
    published(house, leader)
    with unit_of_work():
        services.approve_and_publish(db.session.get_one(Question, leader.id), house[Role.APPROVER])
    db.session.expire_all()
    pages = [
        client.get(f"/preguntas/{member.radicado}").get_data(as_text=True),
        with_code(client, "", code=received.code).get_data(as_text=True),
    ]
    for page in pages:
        assert PROMISE in page
        assert "Plano de la vía" in page
    assert with_code(client, "/adjunto", code=received.code, name=file_name(leader)).status_code == 200


def test_a_template_is_put_after_what_was_typed(client, house):
    question = question_in(S.ASSIGNED, house)
    with unit_of_work():
        template = AnswerTemplate(title="Obra", body="Sobre {radicado}:", department_id=None)
        db.session.add(template)
    sign_in(client, house[Role.LIAISON])
    form = form_of(client, question, body="Buen día.", template=str(template.id))
    assert send(client, question, form | {"then": "plantilla"}).status_code == 303
    assert question.answers[-1].body == f"Buen día.\n\nSobre {question.radicado}:"


def test_communications_find_what_waits_for_them_and_send_it_back(client, house):
    with unit_of_work():
        services.set_review(house[Role.ADMIN], False, None, True, "")
    question = published(house)
    sign_in(client, house[Role.COMMUNICATIONS])
    assert question.radicado in client.get(f"{BASE}/").get_data(as_text=True)
    form = form_of(client, question) | {"revision-note": "Diga la fecha.", "then": "devolver"}
    assert send(client, question, form, "/respuesta/visto-bueno").status_code == 303
    assert db.session.get_one(Question, question.id).status is S.DRAFTING


def test_the_administration_chooses_who_reviews_and_what_is_looked_at(client, house):
    sign_in(client, house[Role.ADMIN])
    page = client.get(f"{BASE}/revision").get_data(as_text=True)
    assert queries.OFFICIAL_CHECKLIST[0] in page
    chosen = {"head": "y", "legal": str(house.office.id), "checklist": "Dice la fecha"}
    assert client.post(f"{BASE}/revision", data=parse(page).hidden | chosen).status_code == 303
    db.session.expire_all()
    kept = queries.settings()
    assert (kept.head_reviews, kept.legal_department_id, kept.communications_review) == (True, house.office.id, False)
    assert queries.checklist() == ["Dice la fecha"]
