"""The queue of new questions: one before the eyes, one hand at a time, and what each form does."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import services as questions
from participa.questions.models import Kind, Question, QuestionLink, Status, Visibility, WithholdReason
from participa.shared.audit import AuditEntry
from participa.shared.clock import at_instant, now
from participa.shared.unit_of_work import unit_of_work
from participa.triage import queries, services
from participa.triage.models import Did, TriageLease, TriageStep
from participa.triage.rules import LEASE
from tests import factories as make
from tests.pages import parse
from tests.questions.team import NOTE, sign_in, team

BASE = "/clasificacion"


@pytest.fixture
def house(context):
    return team()


@pytest.fixture
def desk(client, house):
    return Desk(client, house)


class Desk:
    """Somebody of the team at the queue."""

    def __init__(self, client, house):
        self.client, self.house = client, house

    def sign_in(self, who=Role.MODERATOR) -> "Desk":
        sign_in(self.client, self.house[who] if isinstance(who, Role) else who)
        return self

    def html(self, question=None) -> str:
        address = f"{BASE}/?pregunta={question.radicado}" if question else f"{BASE}/"
        return self.client.get(address).get_data(as_text=True)

    def send(self, path, data=None):
        db.session.commit()
        token = {"csrf_token": parse(self.html()).hidden["csrf_token"]}
        response = self.client.post(f"{BASE}{path}", data=token | (data or {}))
        db.session.expire_all()
        return response

    def act(self, question, path, data=None):
        """One of the forms of the page of this question, with its hidden fields."""
        return self.send(f"/{question.radicado}/{path}", self.fields(question) | (data or {}))

    def fields(self, question) -> dict[str, str]:
        """The hidden fields of the forms of the page of this question."""
        return parse(self.html(question)).hidden

    def undo(self):
        hidden = parse(self.html()).hidden
        return self.send("/deshacer", {"acto": hidden["acto"]})


def assigned(office, **values) -> dict[str, str]:
    form = {"kind": "queja", "topic": "0", "department": str(office.id), "note": ""} | values
    return {f"asignar-{name}": value for name, value in form.items()}


def at_hand(html: str) -> str:
    """The radicado of the question before the eyes, or nothing."""
    found = re.search(r"<h2>Pregunta (\S+)</h2>", html)
    return found.group(1) if found else ""


# What is shown


def test_the_most_urgent_one_is_before_the_eyes(desk):
    later = make.question()
    urgent = make.question(at=now() - timedelta(days=9))
    desk.sign_in()
    assert at_hand(desk.html()) == urgent.radicado
    assert at_hand(desk.html(later)) == later.radicado


def test_an_empty_queue_says_so(desk):
    html = desk.sign_in().html()
    assert "No hay preguntas por clasificar" in html
    assert "Esperan 0" in html


def test_nothing_tells_who_asked(desk):
    make.question(first_names="Lucero", last_names="Muñoz", email="lucero@ejemplo.example")
    html = desk.sign_in().html()
    assert "Lucero" not in html
    assert "lucero@" not in html


def test_the_office_that_the_person_named_is_proposed(desk, house):
    question = make.question(asked_department_id=house.office.id)
    html = desk.sign_in().html(question)
    assert f'<option selected value="{house.office.id}">' in html


def test_the_progress_counts_what_waits_what_is_late_and_what_was_decided(desk, house):
    late, _fresh, done = make.question(at=now() - timedelta(days=9)), make.question(), make.question()
    desk.sign_in()
    desk.act(done, "asignar", assigned(house.office, publish="y"))
    html = desk.html()
    assert ("Esperan 2" in html, "Decididas hoy: 1" in html, "Con más de un día hábil: 1" in html) == (True,) * 3
    assert at_hand(html) == late.radicado


# One hand at a time


def test_the_one_that_somebody_has_is_shown_as_taken_and_the_other_gets_the_next(desk, house):
    first, second = make.question(), make.question()
    other = make.user(Role.MODERATOR, name="Moderación 2")
    with unit_of_work():
        services.take(first, other)
    desk.sign_in()
    assert at_hand(desk.html()) == second.radicado
    html = desk.html(first)
    assert "La tiene Moderación 2 hasta las" in html
    assert "Publicar el texto" not in html
    assert "Tomarla de todos modos" in html


def test_who_has_it_not_decides_nothing(desk, house):
    first = make.question()
    desk.sign_in()
    hidden = parse(desk.html(first)).hidden
    with unit_of_work():
        services.take(db.session.get_one(Question, first.id), make.user(Role.MODERATOR, name="Moderación 2"))
    response = desk.send(f"/{first.radicado}/publicar", hidden)
    assert response.status_code == 422
    assert "La tiene Moderación 2 hasta las" in response.get_data(as_text=True)
    assert first.visibility is Visibility.WAITING


def test_it_can_be_taken_over_on_purpose_and_that_is_written_down(desk, house):
    first, other = make.question(), make.user(Role.MODERATOR)
    with unit_of_work():
        services.take(first, other)
    desk.sign_in()
    assert desk.send(f"/{first.radicado}/tomar").status_code == 303
    assert queries.find_lease(first.id).holder_id == other.id
    desk.send(f"/{first.radicado}/tomar", {"a-pesar": "1"})
    assert queries.find_lease(first.id).holder_id == house[Role.MODERATOR].id
    assert db.session.scalars(select(AuditEntry.verb).where(AuditEntry.verb == "triage.taken_over")).all()


def test_a_lease_ends_by_itself(house):
    question, other = make.question(), make.user(Role.MODERATOR)
    with at_instant(now() - LEASE - timedelta(seconds=1)), unit_of_work():
        services.take(question, other)
    with unit_of_work():
        services.take(question, house[Role.MODERATOR])
    assert queries.find_lease(question.id).holder_id == house[Role.MODERATOR].id


def test_next_and_previous_go_round_and_let_go(desk, house):
    first, second, third = (make.question() for _ in range(3))
    desk.sign_in()
    desk.send(f"/{first.radicado}/tomar")
    for way, expected in (("siguiente", second), ("siguiente", third), ("siguiente", first), ("anterior", third)):
        here = at_hand(desk.html())
        response = desk.send("/siguiente", {"pregunta": here, "hacia": way})
        assert response.location.endswith(f"pregunta={expected.radicado}#pregunta")
    assert [
        lease.question_id for lease in db.session.scalars(select(TriageLease).where(TriageLease.until > now()))
    ] == [third.id]


def test_alone_in_the_queue_it_stays(desk):
    only = make.question()
    desk.sign_in()
    response = desk.send("/siguiente", {"pregunta": only.radicado, "hacia": "siguiente"})
    assert response.location.endswith(f"pregunta={only.radicado}#pregunta")
    assert "No hay otra pregunta libre" in desk.html(only)


# What is done


def test_publishing_stays_with_the_question_until_it_has_an_office(desk, house):
    question, other = make.question(), make.question()
    desk.sign_in()
    response = desk.act(question, "publicar")
    assert question.visibility is Visibility.PUBLIC
    assert response.location.endswith(f"pregunta={question.radicado}#pregunta")
    assert f"Pregunta {question.radicado} publicada" in desk.html(question)
    response = desk.act(question, "asignar", assigned(house.office))
    assert (question.status, question.department, question.kind) == (Status.ASSIGNED, house.office, Kind.COMPLAINT)
    assert response.location.endswith(f"pregunta={other.radicado}#pregunta")
    assert queries.find_lease(other.id).holder_id == house[Role.MODERATOR].id


def test_withholding_needs_a_reason_and_keeps_what_was_typed(desk):
    question = make.question()
    desk.sign_in()
    response = desk.act(question, "reservar", {"reservar-note": "Nombra a una vecina."})
    assert response.status_code == 422
    html = response.get_data(as_text=True)
    assert ("Elija el motivo" in html, "Nombra a una vecina." in html) == (True, True)
    desk.act(question, "reservar", {"reservar-note": "Nombra a una vecina.", "reservar-reason": "R1"})
    assert (question.visibility, question.withhold_reason) == (Visibility.WITHHELD, WithholdReason.R1)


def test_one_joins_the_group_of_another(desk):
    question, leader = make.question(), make.public_question()
    desk.sign_in()
    response = desk.act(question, "agrupar", {"agrupar-note": NOTE})
    assert response.status_code == 422
    desk.act(question, "agrupar", {"agrupar-note": NOTE, "agrupar-radicado": leader.radicado})
    assert (question.status, question.visibility) == (Status.GROUPED, Visibility.GROUPED)


def test_a_form_that_is_old_says_who_changed_the_question(desk, house):
    question = make.question()
    desk.sign_in()
    hidden = parse(desk.html(question)).hidden
    with unit_of_work():
        questions.classify(db.session.get_one(Question, question.id), make.user(name="Cargo rápido"), Kind.PRAISE, None)
    response = desk.send(f"/{question.radicado}/publicar", hidden)
    assert response.status_code == 422
    assert "Cargo rápido cambió esta pregunta" in response.get_data(as_text=True)


def test_a_second_click_writes_nothing_more(house):
    question, actor = make.question(), house[Role.MODERATOR]
    for _ in range(2):
        with unit_of_work():
            services.act(question, actor, Did.PUBLISHED, lambda: questions.publish_question(question, actor))
    assert len(question.moves) == 1
    assert len(list(db.session.scalars(select(TriageStep)))) == 1


def test_a_refused_act_leaves_nothing_half_done(house):
    question, actor = make.question(), house[Role.MODERATOR]
    office = make.department(is_active=False)

    def verb() -> None:
        questions.publish_question(question, actor)
        questions.classify(question, actor, Kind.QUESTION, None, office)

    with pytest.raises(Exception, match="no está activa"), unit_of_work():
        services.act(question, actor, Did.ASSIGNED, verb)
    db.session.expire_all()
    assert (question.visibility, len(question.moves)) == (Visibility.WAITING, 0)


# Several at once


def test_ticked_ones_are_grouped_under_one_and_each_is_told(desk):
    leader = make.public_question()
    asked = [make.question(email=f"persona{number}@ejemplo.example", answer_medium="email") for number in range(3)]
    desk.sign_in()
    ticked = [question.radicado for question in [*asked, leader]]
    response = desk.send("/agrupar", {"marcadas": ticked, "leader": leader.radicado, "why": NOTE})
    assert response.status_code == 303
    assert {question.status for question in asked} == {Status.GROUPED}
    assert {link.leader_id for link in db.session.scalars(select(QuestionLink))} == {leader.id}
    assert "3 preguntas agrupadas" in desk.html()


def test_if_one_of_them_does_not_fit_none_is_grouped_and_the_text_stays(desk):
    leader, good, answered = make.public_question(), make.question(), make.question(status=Status.PUBLISHED)
    desk.sign_in()
    ticked = [good.radicado, answered.radicado]
    response = desk.send("/agrupar", {"marcadas": ticked, "leader": leader.radicado, "why": NOTE})
    assert response.status_code == 422
    html = response.get_data(as_text=True)
    assert f"Pregunta {answered.radicado}:" in html
    assert NOTE in html
    assert good.status is Status.RECEIVED


# Keys


def test_single_keys_can_be_switched_off_for_good(desk):
    question = make.question()
    desk.sign_in()
    assert 'aria-keyshortcuts="p"' in desk.html(question)
    desk.send("/teclas", {"pregunta": question.radicado})
    html = desk.html(question)
    assert ('data-keys="off"' in html, "aria-keyshortcuts" in html) == (True, False)
    desk.send("/teclas", {"pregunta": question.radicado, "are_on": "y"})
    assert 'data-keys="on"' in desk.html(question)


def test_the_page_of_a_question_leads_to_the_queue_while_it_waits(desk, house):
    waiting, done = make.question(), make.question(status=Status.ASSIGNED, visibility=Visibility.PUBLIC)
    desk.sign_in()
    pages = [desk.client.get(f"/preguntas/gestion/{question.radicado}") for question in (waiting, done)]
    found = ["Abrir en la fila de clasificación" in page.get_data(as_text=True) for page in pages]
    assert found == [True, False]


def test_each_row_of_the_inbox_leads_to_the_queue_while_it_waits(desk):
    waiting, done = make.question(), make.question(status=Status.ASSIGNED, visibility=Visibility.PUBLIC)
    html = desk.sign_in().client.get("/preguntas/gestion/?ver=todas").get_data(as_text=True)
    found = [f"/clasificacion/?pregunta={question.radicado}#pregunta" in html for question in (waiting, done)]
    assert (done.radicado in html, found) == (True, [True, False])


def test_similar_ones_are_shown_and_can_be_chosen(desk):
    question = make.question(body="¿Cuándo pavimentan la vía de la vereda La Esperanza?")
    leader = make.public_question(body="¿Cuándo pavimentan la carretera de la vereda La Esperanza?")
    desk.sign_in()
    html = desk.html(question)
    assert "<mark>pavimentan</mark>" in html
    desk.act(question, "agrupar", {"agrupar-note": NOTE, "agrupar-similar": leader.radicado})
    assert question.status is Status.GROUPED


def test_possible_personal_data_is_marked_before_publishing(desk):
    question = make.question(body="Mi cédula es 1.020.345.678 y nadie me responde.")
    desk.sign_in()
    html = desk.html(question)
    assert "Mírelo antes de publicar" in html
    assert "posible número de cédula" in html
    assert f"/preguntas/{question.radicado}/tachar" in html
