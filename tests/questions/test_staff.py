"""The pages of the team: who opens them, what each form does, and that no typed text is lost."""

from datetime import datetime
from io import BytesIO

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import services
from participa.questions.models import Kind, Question, Status, Topic, Visibility, WithholdReason
from participa.questions.moves import Correction
from participa.questions.rules import correction_of
from participa.shared.audit import AuditEntry
from participa.shared.clock import today
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.pages import parse
from tests.questions.team import ANSWER, NOTE, nothing_changes, question_in, sign_in, team

S = Status
BASE = "/preguntas/gestion"


@pytest.fixture
def house(context):
    return team()


@pytest.fixture
def desk(client, house):
    return Desk(client, house)


class Desk:
    """A person of the team at the page of a question."""

    def __init__(self, client, house):
        self.client, self.house = client, house

    def sign_in(self, who) -> "Desk":
        sign_in(self.client, self.house[who] if isinstance(who, Role) else who)
        return self

    def open(self, question, path="", **values):
        return self.client.get(f"{BASE}/{question.radicado}{path}", **values)

    def html(self, question, path="") -> str:
        return self.open(question, path).get_data(as_text=True)

    def send(self, question, path, data=None, page=""):
        """Open a page, fill its form and send it elsewhere."""
        hidden = parse(self.html(question, page)).hidden
        return self.post(question, path, hidden | (data or {}))

    def post(self, question, path, data):
        db.session.commit()
        response = self.client.post(f"{BASE}/{question.radicado}{path}", data=data)
        db.session.expire_all()
        return response

    def confirm(self, question, path, data):
        """A step with a page of its own."""
        return self.send(question, path, data, page=path)

    def flashed(self, response) -> str:
        assert response.status_code == 303, response.get_data(as_text=True)
        return self.client.get(response.location).get_data(as_text=True)


def classified(**values) -> dict[str, str]:
    form = {"kind": "pregunta", "topic": "0", "department": "0", "note": ""} | values
    return {f"clasificar-{name}": value for name, value in form.items()}


# Reading


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("role", list(Role))
def test_the_page_of_a_question_opens_in_every_state_for_every_role(status, role, desk, house):
    question = question_in(status, house)
    seen = role is not Role.LIAISON or question.department_id == house.office.id
    assert desk.sign_in(role).open(question).status_code == (200 if seen else 404)


def test_another_office_gets_a_404_on_every_address(desk, house):
    question = question_in(S.DRAFTING, house)
    desk.sign_in(house.stranger)
    paths = ("", "/respuesta", "/correccion", "/paso/devolver")
    assert {desk.open(question, path).status_code for path in paths} == {404}
    token = {"csrf_token": parse(desk.client.get(f"{BASE}/").get_data(as_text=True)).hidden["csrf_token"]}
    with nothing_changes():
        posts = ("/respuesta", "/contacto", "/paso/devolver", "/correccion")
        assert {desk.post(question, path, token).status_code for path in posts} == {404}


def test_the_facts_and_the_term_are_shown_with_how_they_were_counted(desk, house):
    question = make.question(body="¿Cuándo?")
    html = desk.sign_in(Role.MODERATOR).html(question)
    assert "Son 15 días hábiles desde el" in html
    assert "/calendario/" in html


def test_the_legal_date_of_the_fourth_of_december_is_shown(desk, house):
    answered = make.question(at=datetime.fromisoformat("2020-12-04T09:00:00-05:00"))
    html = desk.sign_in(Role.MODERATOR).html(answered)
    assert "martes 29 de diciembre de 2020" in html
    assert "desde el 4 de diciembre de 2020" in html


def test_control_and_administration_read_and_find_no_form(desk, house):
    for role in (Role.CONTROL, Role.ADMIN, Role.COMMUNICATIONS):
        for status in (S.RECEIVED, S.IN_REVIEW, S.PUBLISHED):
            html = desk.sign_in(role).html(question_in(status, house))
            assert html.count("<form") == 1, "only the one to leave"


def test_who_asked_is_shown_once_after_a_button_that_is_written_down(desk, house):
    question = question_in(
        S.ASSIGNED, house, first_names="Persona", email="persona@ejemplo.example", phone="3001234567"
    )
    page = desk.sign_in(Role.LIAISON).html(question)
    assert "persona@ejemplo.example" not in page
    shown = desk.send(question, "/contacto")
    assert shown.status_code == 200
    assert "persona@ejemplo.example" in shown.get_data(as_text=True)
    assert shown.headers["Cache-Control"] == "no-store"
    assert "persona@ejemplo.example" not in desk.html(question)
    entries = list(db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "question.asker_read")))
    assert [(entry.actor_id, entry.subject_id) for entry in entries] == [(house[Role.LIAISON].id, str(question.id))]


def test_an_anonymous_question_says_so(desk, house):
    question = make.question()
    assert "La pregunta es anónima." in desk.sign_in(Role.MODERATOR).send(question, "/contacto").get_data(as_text=True)


def test_the_list_is_kept_in_the_links_of_the_page(desk, house):
    first, second = make.question(), make.question()
    db.session.commit()
    desk.sign_in(Role.MODERATOR)
    html = desk.client.get(f"{BASE}/{first.radicado}?ver=todas&estado=received&malo=1").get_data(as_text=True)
    assert f'rel="next" href="{BASE}/{second.radicado}?ver=todas&amp;estado=received"' in html
    assert "malo" not in html


# Moderation


def test_classify_assign_and_publish_in_one_form(desk, house):
    question, topic = make.question(), make.topic()
    desk.sign_in(Role.MODERATOR)
    data = classified(kind="queja", topic=str(topic.id), department=str(house.office.id), publish="y", note="Ojo.")
    page = desk.flashed(desk.send(question, "/clasificar", data))
    assert f"Pregunta {question.radicado} asignada; no queda ninguna por hacer." in page
    assert (question.status, question.kind, question.topic_id) == (S.ASSIGNED, Kind.COMPLAINT, topic.id)
    assert (question.department_id, question.visibility) == (house.office.id, Visibility.PUBLIC)


def test_after_an_act_the_person_is_back_in_the_list_at_the_next_one(desk, house):
    question, following = make.question(), make.question()
    make.question()
    desk.sign_in(Role.MODERATOR)
    form = parse(desk.html(question)).hidden
    response = desk.post(question, "/publicar?ver=todas&estado=received", form)
    assert response.location == f"{BASE}/?ver=todas&estado=received#p-{following.radicado}"
    assert f"Pregunta {question.radicado} publicada; quedan 3." in desk.flashed(response)


def test_an_address_to_return_to_is_never_taken_from_the_request(desk, house):
    question = make.question()
    form = parse(desk.sign_in(Role.MODERATOR).html(question)).hidden
    response = desk.post(question, "/publicar?next=https://malo.example&ver=https://malo.example", form)
    assert response.location.startswith(f"{BASE}/?ver=https")
    assert "malo.example" not in response.location.split("?")[0]


def test_the_office_that_the_person_named_is_proposed(desk, house):
    question = make.question(asked_department_id=house.other_office.id)
    html = desk.sign_in(Role.MODERATOR).html(question)
    assert f'selected value="{house.other_office.id}"' in html


@pytest.mark.parametrize(
    "bad", [{"kind": "nada"}, {"topic": "9999"}, {"department": "9999"}, {"department": "x"}, {"note": "x" * 1001}]
)
def test_a_wrong_form_is_shown_again_and_writes_nothing(bad, desk, house):
    question = make.question()
    desk.sign_in(Role.MODERATOR)
    hidden = parse(desk.html(question)).hidden
    with nothing_changes():
        response = desk.post(question, "/clasificar", hidden | classified(**({"note": "Nota larga."} | bad)))
    assert response.status_code == 422
    assert "<title>Error: " in response.get_data(as_text=True)


def test_no_field_of_the_question_is_set_by_sending_its_name(desk, house):
    question = make.question(body="¿Cuánto costó?")
    desk.sign_in(Role.MODERATOR)
    smuggled = {"body": "¡Qué buena gestión!", "visibility": "withheld", "status": "rejected", "radicado": "1"}
    prefixed = {f"clasificar-{name}": value for name, value in smuggled.items()}
    desk.send(question, "/clasificar", classified() | smuggled | prefixed)
    assert (question.body, question.visibility, question.status) == (
        "¿Cuánto costó?",
        Visibility.WAITING,
        S.CLASSIFIED,
    )


def test_a_stale_form_keeps_the_text_says_who_was_first_and_can_be_sent_again(desk, house):
    question, second = make.question(), make.user(Role.MODERATOR, name="Moderación Dos")
    desk.sign_in(Role.MODERATOR)
    hidden = parse(desk.html(question)).hidden
    with unit_of_work():
        services.publish_question(db.session.get_one(Question, question.id), second)
    data = classified(note="Una nota que costó escribir.")
    response = desk.post(question, "/clasificar", hidden | data)
    html = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "Moderación Dos cambió esta pregunta" in html
    assert "Una nota que costó escribir." in html
    assert question.status is S.RECEIVED
    assert desk.post(question, "/clasificar", hidden | parse(html).hidden | data).status_code == 303


def test_a_form_without_its_revision_is_refused(desk, house):
    question = make.question()
    hidden = parse(desk.sign_in(Role.MODERATOR).html(question)).hidden
    without = {name: value for name, value in hidden.items() if not name.endswith("revision")}
    with nothing_changes():
        assert desk.post(question, "/publicar", without).status_code == 422


def test_a_double_click_publishes_once_and_answers_alike(desk, house):
    question = make.question()
    hidden = parse(desk.sign_in(Role.MODERATOR).html(question)).hidden
    first, second = desk.post(question, "/publicar", hidden), desk.post(question, "/publicar", hidden)
    assert (first.status_code, second.status_code) == (303, 303)
    assert len(question.moves) == 1


@pytest.mark.parametrize(
    "missing", [{"nota-reason": ""}, {"nota-note": ""}, {"nota-reason": "R9"}, {"nota-reason": "politico"}]
)
def test_withholding_asks_for_a_reason_of_the_list_and_a_note(missing, desk, house):
    question = make.public_question()
    desk.sign_in(Role.MODERATOR)
    with nothing_changes():
        response = desk.confirm(question, "/reservar", {"nota-reason": "R3", "nota-note": NOTE} | missing)
    assert response.status_code == 422


def test_withholding_and_restoring_through_their_pages(desk, house):
    question = make.question()
    sent = desk.sign_in(Role.MODERATOR).confirm(question, "/reservar", {"nota-reason": "R3", "nota-note": NOTE})
    assert f"Pregunta {question.radicado} reservada" in desk.flashed(sent)
    assert question.withhold_reason is WithholdReason.R3
    assert desk.open(question, "/reservar").status_code == 403
    desk.sign_in(Role.APPROVER)
    assert desk.confirm(question, "/restaurar", {"nota-note": NOTE}).status_code == 303
    assert question.visibility is Visibility.PUBLIC
    assert desk.open(question, "/restaurar").status_code == 403


@pytest.mark.parametrize(
    ("step", "status"), [("pedir-aclaracion", S.CLARIFYING), ("trasladar", S.TRANSFERRED), ("agrupar", S.GROUPED)]
)
def test_a_step_aside_is_explained_confirmed_and_taken(step, status, desk, house):
    question, other = make.question(), make.question()
    desk.sign_in(Role.MODERATOR)
    data = {"nota-note": NOTE, "nota-radicado": other.radicado}
    data |= {"nota-entity": "Entidad nacional de vías", "nota-sent_on": today().isoformat()}
    data |= {"nota-document_number": "41", "nota-document": (BytesIO(b"Oficio remisorio.\n"), "oficio.txt")}
    assert f'href="{BASE}/{question.radicado}/paso/{step}"' in desk.html(question)
    assert desk.confirm(question, f"/paso/{step}", data).status_code == 303
    assert question.status is status


def test_a_refused_step_keeps_the_note(desk, house):
    question = make.question()
    desk.sign_in(Role.MODERATOR)
    response = desk.confirm(
        question, "/paso/agrupar", {"nota-note": "Piden lo mismo que ayer.", "nota-radicado": "2020-999999"}
    )
    html = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "No encontramos otra pregunta" in html
    assert "Piden lo mismo que ayer." in html


@pytest.mark.parametrize("step", ["nada", "published", "aprobar", "answered"])
def test_there_is_no_page_for_other_steps(step, desk, house):
    question = question_in(S.IN_REVIEW, house)
    desk.sign_in(Role.APPROVER)
    assert desk.open(question, f"/paso/{step}").status_code == 404


def test_rejecting_is_for_approval_and_only_of_what_is_untouched(desk, house):
    question = make.question()
    assert "/paso/rechazar" not in desk.sign_in(Role.MODERATOR).html(question)
    assert desk.open(question, "/paso/rechazar").status_code == 403
    desk.sign_in(Role.APPROVER)
    assert desk.confirm(question, "/paso/rechazar", {"nota-note": NOTE}).status_code == 303
    assert question.status is S.REJECTED


def test_the_office_returns_what_is_not_its_matter_and_is_back_in_its_list(desk, house):
    question = question_in(S.ASSIGNED, house)
    desk.sign_in(Role.LIAISON)
    page = desk.flashed(desk.confirm(question, "/paso/devolver", {"nota-note": NOTE}))
    assert "devuelta a moderación" in page
    assert question.status is S.CLASSIFIED


# The answer


def test_a_draft_is_saved_and_the_person_stays(desk, house):
    question = question_in(S.ASSIGNED, house)
    desk.sign_in(Role.LIAISON)
    response = desk.send(question, "/respuesta", {"respuesta-body": "Primera idea.", "then": "guardar"})
    assert "Primera idea." in desk.flashed(response)
    assert question.status is S.DRAFTING


def test_save_and_look_leads_to_the_page_as_everybody_sees_it(desk, house):
    question = question_in(S.ASSIGNED, house)
    desk.sign_in(Role.LIAISON)
    response = desk.send(question, "/respuesta", {"respuesta-body": "<b>Idea</b>", "then": "ver"})
    page = desk.flashed(response)
    assert "Así la verá la ciudadanía" in page
    assert "&lt;b&gt;Idea&lt;/b&gt;" in page


def test_there_is_nothing_to_look_at_before_a_draft(desk, house):
    assert desk.sign_in(Role.MODERATOR).open(question_in(S.ASSIGNED, house), "/respuesta").status_code == 404


def test_the_answer_is_sent_approved_and_published_on_its_pages(desk, house):
    question = question_in(S.ASSIGNED, house, visibility=Visibility.PUBLIC)
    desk.sign_in(Role.LIAISON).send(question, "/respuesta", {"respuesta-body": ANSWER, "then": "enviar"})
    assert question.status is S.IN_REVIEW
    desk.sign_in(Role.APPROVER)
    assert ANSWER in desk.html(question)
    assert "La pregunta todavía no es pública" not in desk.html(question)
    page = desk.flashed(desk.send(question, "/respuesta/aprobar", {"then": "publicar"}))
    assert "respondida y publicada; no queda ninguna por hacer" in page
    assert question.status is S.PUBLISHED
    assert ANSWER in desk.client.get(f"/preguntas/{question.radicado}").get_data(as_text=True)


def test_approving_alone_leaves_the_publication_for_later(desk, house):
    question = question_in(S.IN_REVIEW, house)
    desk.sign_in(Role.APPROVER)
    assert "La pregunta todavía no es pública" in desk.html(question)
    desk.send(question, "/respuesta/aprobar", {"then": "aprobar"})
    assert question.status is S.ANSWERED
    assert desk.send(question, "/respuesta/publicar").status_code == 303
    assert question.status is S.PUBLISHED


def test_a_returned_answer_shows_what_to_mend(desk, house):
    question = question_in(S.IN_REVIEW, house)
    desk.sign_in(Role.APPROVER)
    sent = desk.send(question, "/respuesta/devolver", {"devolver-note": "Falta la fecha de entrega."})
    assert sent.status_code == 303
    page = desk.sign_in(Role.LIAISON).html(question)
    assert "Falta la fecha de entrega." in page
    assert ANSWER in page


def test_weak_answers_are_pointed_out_to_who_approves(desk, house):
    for _ in range(4):
        question = question_in(S.ASSIGNED, house)
        with unit_of_work():
            services.save_and_send(question, house[Role.LIAISON], "Se hará.")
    html = desk.sign_in(Role.APPROVER).html(question)
    assert "Es una respuesta muy corta" in html
    assert "Este mismo texto está en otras 3 respuestas" in html


def test_a_long_text_survives_a_stale_form_even_when_the_editor_is_gone(desk, house):
    question = question_in(S.DRAFTING, house)
    hidden = parse(desk.sign_in(Role.LIAISON).html(question)).hidden
    with unit_of_work():
        services.send_to_review(db.session.get_one(Question, question.id), house.colleague)
    long_text = "Un párrafo que costó una mañana. " * 100
    response = desk.post(question, "/respuesta", hidden | {"respuesta-body": long_text, "then": "guardar"})
    html = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "Su texto no se guardó" in html
    assert long_text.strip() in html


def test_an_answer_that_is_too_long_is_refused_with_its_text(desk, house):
    question = question_in(S.DRAFTING, house)
    desk.sign_in(Role.LIAISON)
    response = desk.send(question, "/respuesta", {"respuesta-body": "x" * 10_001, "then": "enviar"})
    assert response.status_code == 422
    assert "x" * 10_001 in response.get_data(as_text=True)
    assert question.status is S.DRAFTING


def test_a_correction_goes_through_another_person_and_both_versions_stay(desk, house):
    question = question_in(S.PUBLISHED, house, visibility=Visibility.PUBLIC)
    desk.sign_in(Role.LIAISON)
    data = {"correccion-body": "Termina el 30 de julio.", "correccion-note": "La fecha estaba mal."}
    assert desk.confirm(question, "/correccion", data).status_code == 303
    public = f"/preguntas/{question.radicado}"
    assert "30 de julio" not in desk.client.get(public).get_data(as_text=True)
    desk.sign_in(Role.APPROVER)
    assert desk.send(question, "/correccion/publicar").status_code == 303
    html = desk.client.get(public).get_data(as_text=True)
    assert "30 de julio" in html
    assert ANSWER in html


def test_a_correction_is_returned_with_a_note(desk, house):
    question = question_in(S.PUBLISHED, house)
    with unit_of_work():
        services.correct(question, house[Role.LIAISON], "Otra fecha.", "La fecha.")
    desk.sign_in(Role.APPROVER)
    assert desk.send(question, "/correccion/devolver", {"devolver-note": "Diga por qué cambió."}).status_code == 303
    assert correction_of(question) is Correction.RETURNED
    assert "Diga por qué cambió." in desk.sign_in(Role.LIAISON).html(question, "/correccion")


def test_a_correction_that_may_not_be_made_has_no_page(desk, house):
    question = question_in(S.ANSWERED, house)
    assert desk.sign_in(Role.LIAISON).open(question, "/correccion").status_code == 403


def test_every_version_can_be_read_by_the_team(desk, house):
    question = question_in(S.IN_REVIEW, house)
    with unit_of_work():
        services.return_with_note(question, house[Role.APPROVER], NOTE)
        services.save_draft(question, house[Role.LIAISON], "Segunda versión.")
    html = desk.sign_in(Role.CONTROL).html(question)
    assert "Versión 1:" in html
    assert "Versión 2:" in html


# Topics


def test_the_administration_keeps_the_topics(client, house):
    sign_in(client, house[Role.ADMIN])
    added = client.submit(f"{BASE}/temas", {"name": "Vías"})
    assert added.status_code == 303
    topic = db.session.scalars(select(Topic)).one()
    address = f"{BASE}/temas/{topic.id}"
    assert client.submit(address, {"name": "Vías y movilidad"}).status_code == 303
    assert client.submit(f"{address}/uso", page=f"{BASE}/temas/{topic.id}").status_code == 303
    db.session.expire_all()
    assert (topic.name, topic.is_active) == ("Vías y movilidad", False)
    assert client.submit(f"{address}/uso", page=address).status_code == 303
    db.session.expire_all()
    assert topic.is_active


@pytest.mark.parametrize("number", ["0", "99", "9" * 30])
def test_a_topic_that_is_not_there_is_not_found(number, client, house):
    sign_in(client, house[Role.ADMIN])
    assert client.get(f"{BASE}/temas/{number}").status_code == 404


@pytest.mark.parametrize("radicado", ["2020-999999", "9" * 300, "%00", "..", "' or 1=1"])
def test_a_question_that_is_not_there_is_not_found(radicado, client, house):
    sign_in(client, house[Role.MODERATOR])
    assert client.get(f"{BASE}/{radicado}").status_code == 404


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "vías"])
def test_a_bad_name_of_a_topic_is_refused_beside_its_field(name, client, house):
    make.topic("Vías")
    other = make.topic("Agua")
    sign_in(client, house[Role.ADMIN])
    with nothing_changes():
        assert client.submit(f"{BASE}/temas", {"name": name}).status_code == 422
        assert client.submit(f"{BASE}/temas/{other.id}", {"name": name}).status_code == 422


def test_a_topic_out_of_use_stays_with_its_questions_and_is_not_offered(desk, house):
    topic, gone = make.topic(), make.topic()
    question = make.question(topic_id=gone.id)
    with unit_of_work():
        services.switch_topic(db.session.get_one(Topic, gone.id), house[Role.ADMIN], is_active=False)
    html = desk.sign_in(Role.MODERATOR).html(question)
    assert gone.name in html
    other = desk.html(make.question())
    assert topic.name in other
    assert gone.name not in other
