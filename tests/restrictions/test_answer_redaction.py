"""Personal data of a published answer are hidden at once: no other word changes and the original is sealed."""

from datetime import timedelta

import pytest
import time_machine

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import services
from participa.questions.enclosed import NOTHING, Enclosed
from participa.questions.listing import MOST_IN_FEED
from participa.questions.models import Question, Status, Visibility, WithholdReason
from participa.questions.models.redaction import Part, parts_of
from participa.record import queries as record
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.events import a_file
from tests.questions.team import NOTE, attempt, nothing_changes, question_in, sign_in, team

R1, R2, R4 = WithholdReason.R1, WithholdReason.R2, WithholdReason.R4
NAME = "Zacarías Montebello"
SAID = f"Responde {NAME}, contratista de la obra.\r\n\r\nLa vía se entrega en junio, según el contrato firmado."
READ = SAID.replace(NAME, "▒▒")


@pytest.fixture
def house(context):
    return team()


def published(house, body=SAID, enclosed=NOTHING) -> Question:
    """A public question with its published answer, written by the liaison and signed by the approver."""
    question = question_in(Status.DRAFTING, house, visibility=Visibility.PUBLIC)
    with unit_of_work():
        services.save_and_send(question, house[Role.LIAISON], body, enclosed=enclosed)
    with unit_of_work():
        services.approve_and_publish(question, house[Role.APPROVER])
    return question


def hide(question, actor, words=NAME, reason=R1, note=NOTE):
    version = question.answers[-1]
    return attempt(lambda: services.redact_answer(version, actor, parts_of(version.body, [(words, reason)]), note))


def test_the_moderator_hides_it_alone_and_nothing_else_changes(client, house):
    question = published(house)
    sign_in(client, house[Role.MODERATOR])
    to = f"/restricciones/gestion/preguntas/{question.radicado}/respuestas/1/tachar"
    assert to in client.get(f"/preguntas/gestion/{question.radicado}").get_data(as_text=True)
    typed = {"words_0": NAME, "reason_0": "R1", "note": NOTE}
    preview = client.submit(to, typed)
    assert preview.status_code == 200
    assert "Responde ▒▒, contratista" in preview.get_data(as_text=True)
    assert [version.body for version in question.answers] == [SAID]
    assert client.submit(to, typed | {"publish": "1"}).status_code == 303
    assert client.get(to).status_code == 303
    db.session.expire_all()
    first, last = question.answers
    assert (first.body, last.body) == (SAID, READ)
    assert (first.withheld.reason, last.withheld, last.author_id) == (R1, None, house[Role.LIAISON].id)
    assert [entry.kind for entry in record.of_question(question)][-2:] == [
        "respuesta_corregida",
        "respuesta_anterior_reservada",
    ]


def test_the_hidden_words_are_nowhere_for_the_public(client, house):
    given = make.receipt(body="¿Quién responde por la obra de la vía al río?")
    question = db.session.get_one(Question, given.question_id)
    moderator, office, approver = house[Role.MODERATOR], house[Role.LIAISON], house[Role.APPROVER]
    with unit_of_work():
        services.publish_question(question, moderator)
        services.classify(question, moderator, question.kind, None, house.office)
        services.save_and_send(question, office, SAID)
    with unit_of_work():
        services.approve_and_publish(question, approver)
    assert question.radicado in client.get("/preguntas/?q=Montebello").get_data(as_text=True)
    assert hide(question, moderator) is None
    for url in ("/", "/preguntas/", f"/preguntas/{question.radicado}", "/preguntas/atom.xml", "/registro/registro.txt"):
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert "Montebello" not in answer.get_data(as_text=True), url
    assert question.radicado not in client.get("/preguntas/?q=Montebello").get_data(as_text=True)
    assert question.radicado in client.get("/preguntas/?q=contratista").get_data(as_text=True)
    followed = client.submit("/preguntas/seguir", {"code": given.code}).get_data(as_text=True)
    assert "Montebello" not in followed
    assert "Tachamos un dato de la respuesta" in followed
    page = client.get(f"/preguntas/{question.radicado}").get_data(as_text=True)
    assert "Tachamos datos personales." in page
    assert "Motivo R1: Contiene datos personales de otra persona." in page


def test_each_earlier_version_with_the_same_words_is_sealed_too(house):
    question = published(house)
    with unit_of_work():
        services.correct(question, house[Role.LIAISON], f"{SAID} Y en julio se abre.", "Faltaba el mes.")
    with unit_of_work():
        services.publish_correction(question, house[Role.APPROVER])
    assert hide(question, house[Role.APPROVER], reason=R2) is None
    db.session.expire_all()
    assert [version.withheld is not None for version in question.answers] == [True, True, False]
    assert "Montebello" not in question.answers[-1].body


def test_a_second_click_hides_nothing_more(house):
    question = published(house)
    version, parts = question.answers[-1], parts_of(SAID, [(NAME, R1)])
    for _ in range(2):
        with unit_of_work():
            services.redact_answer(version, house[Role.MODERATOR], parts, NOTE)
    assert [one.body for one in question.answers] == [SAID, READ]


def test_only_the_answer_that_people_read_and_only_personal_data(house):
    question, moderator = published(house), house[Role.MODERATOR]
    with nothing_changes():
        for role in (Role.LIAISON, Role.COMMUNICATIONS, Role.CONTROL, Role.ADMIN):
            assert isinstance(hide(question, house[role]), Forbidden)
        assert isinstance(hide(question, moderator, reason=R4), Invalid)
        assert isinstance(hide(question, moderator, words="nada de esto"), Invalid)
        assert isinstance(hide(question, moderator, note=" "), Invalid)
        assert isinstance(hide(question, moderator, words=SAID[SAID.index("contratista") :]), Invalid)
        outside = [Part(len(SAID) - 1, 5, R1)]
        refusal = attempt(lambda: services.redact_answer(question.answers[-1], moderator, outside, NOTE))
        assert isinstance(refusal, Invalid)
    waiting = question_in(Status.IN_REVIEW, house, visibility=Visibility.PUBLIC)
    with nothing_changes():
        assert isinstance(hide(waiting, moderator, words="obra"), Forbidden)


def test_a_correction_under_review_goes_first(house):
    question, moderator = published(house), house[Role.MODERATOR]
    read = question.answers[-1]
    with unit_of_work():
        services.correct(question, house[Role.LIAISON], f"{SAID} Más.", "Faltaba.")
    parts = parts_of(read.body, [(NAME, R1)])
    with nothing_changes():
        assert isinstance(attempt(lambda: services.redact_answer(read, moderator, parts, NOTE)), Conflict)
    with unit_of_work():
        services.return_correction(question, house[Role.APPROVER], NOTE)
    assert attempt(lambda: services.redact_answer(read, moderator, parts, NOTE)) is None
    assert question.answers[-1].body == READ
    with unit_of_work():  # the office goes on from what people read
        services.correct(question, house[Role.LIAISON], f"{READ} Más.", "Faltaba.")
    with unit_of_work():
        services.publish_correction(question, house[Role.APPROVER])
    assert question.answers[-1].body == f"{READ} Más."


def test_a_clarification_is_read_by_the_team_and_never_by_the_public(client, house):
    given = make.receipt(body="¿Cuándo arreglan eso?")
    question = db.session.get_one(Question, given.question_id)
    with unit_of_work():
        services.publish_question(question, house[Role.MODERATOR])
        services.move(question, house[Role.MODERATOR], Status.CLARIFYING, NOTE)
    page = client.submit("/preguntas/seguir", {"code": given.code}).get_data(as_text=True)
    assert "No se publica" in page
    with unit_of_work():
        services.clarify(question, f"La casa de {NAME}, junto al puente.")
    for url in ("/", "/preguntas/", f"/preguntas/{question.radicado}", "/preguntas/atom.xml", "/registro/registro.txt"):
        assert "Montebello" not in client.get(url).get_data(as_text=True), url
    assert question.radicado not in client.get("/preguntas/?q=Montebello").get_data(as_text=True)
    assert "Montebello" in client.submit("/preguntas/seguir", {"code": given.code}).get_data(as_text=True)


def test_what_goes_with_the_answer_hides_the_same_words(client, house):
    promised = Enclosed(
        upload=a_file(), upload_words=f"Contrato de {NAME}", promise=f"{NAME} tapa los huecos en julio."
    )
    question = published(house, enclosed=promised)
    assert hide(question, house[Role.MODERATOR]) is None
    page = client.get(f"/preguntas/{question.radicado}").get_data(as_text=True)
    assert "Montebello" not in page
    assert "▒▒ tapa los huecos en julio." in page
    assert "Contrato de ▒▒" in page
    db.session.expire_all()
    first = question.answers[0]
    assert (first.promise.words, first.attachments[0].words) == (promised.promise, promised.upload_words)


def test_who_keeps_a_copy_of_an_old_answer_hears_that_it_changed(client, house):
    question = published(house)
    with unit_of_work():
        for number in range(MOST_IN_FEED):  # each one newer, asked and answered
            make.public_question(published_at=now() + timedelta(minutes=number + 1), status=Status.PUBLISHED)
    assert question.radicado not in client.get("/preguntas/atom.xml").get_data(as_text=True)
    with time_machine.travel(now() + timedelta(days=1)):
        assert hide(question, house[Role.MODERATOR]) is None
    told = client.get("/preguntas/atom.xml").get_data(as_text=True)
    assert question.radicado in told
    assert "Montebello" not in told


def test_a_version_sealed_later_is_told_too(client, house):
    question = published(house)
    with unit_of_work():
        services.correct(question, house[Role.LIAISON], "Responde el contratista.", "Sobraba un nombre.")
    with unit_of_work():
        services.publish_correction(question, house[Role.APPROVER])
    at = now() + timedelta(days=1)
    with time_machine.travel(at), unit_of_work():
        services.withhold_answer(question.answers[0], house[Role.APPROVER], R1, NOTE)
    told = client.get("/preguntas/atom.xml").get_data(as_text=True)
    assert f"<updated>{at:%Y-%m-%dT%H:%M}" in told
