"""An earlier version of an answer that held personal data stops being public; its mark and the corrected one stay."""

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DatabaseError

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import services
from participa.questions.models import AnswerAttachment, AnswerVersion, WithheldAnswer, WithholdReason
from participa.record import queries as record
from participa.shared import files
from participa.shared.clock import now
from participa.shared.errors import Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.events import a_file
from tests.questions.team import NOTE, attempt, nothing_changes, sign_in, team

R1, R4 = WithholdReason.R1, WithholdReason.R4
OLD, NEW = "El contratista Zacarías Montebello responde.", "El contratista responde."


@pytest.fixture
def house(context):
    return team()


def corrected() -> tuple[AnswerVersion, AnswerVersion]:
    question = make.public_question(body="¿Quién responde por la obra?")
    return make.answer(question, OLD, number=1), make.answer(question, NEW, number=2, note="Sobraba un nombre.")


def enclose(version: AnswerVersion) -> str:
    stored = files.keep(a_file())
    db.session.add(AnswerAttachment(version_id=version.id, file_id=stored.id, words="Plano de la vía"))
    return stored.name


def test_the_approver_hides_it_and_a_mark_with_its_reason_stays(client, house):
    old, _ = corrected()
    question = old.question
    url = f"/preguntas/{question.radicado}"
    assert "Montebello" in client.get(url).get_data(as_text=True)
    sign_in(client, house[Role.APPROVER])
    panel = client.get(f"/preguntas/gestion/{question.radicado}").get_data(as_text=True)
    to = f"/restricciones/gestion/preguntas/{question.radicado}/respuestas/1/reservar"
    assert to in panel
    assert "Montebello" in client.get(to).get_data(as_text=True)
    assert client.submit(to, {"reason": "R1", "note": NOTE}).status_code == 303
    page = client.get(url).get_data(as_text=True)
    assert "Montebello" not in page
    assert NEW in page
    assert "Motivo R1: Contiene datos personales de otra persona." in page
    told = record.told(record.of_question(question)[-1])
    assert (record.of_question(question)[-1].kind, told.reason) == ("respuesta_anterior_reservada", "R1")


def test_its_files_are_not_downloaded_any_more(client, house):
    old, _ = corrected()
    with unit_of_work():
        name = enclose(old)
    url = f"/preguntas/{old.question.radicado}/adjuntos/{name}"
    assert client.get(url).status_code == 200
    attempt(lambda: services.withhold_answer(old, house[Role.APPROVER], R1, NOTE))
    assert client.get(url).status_code == 404


def test_the_answer_that_holds_is_corrected_and_never_hidden(house):
    old, last = corrected()
    verb, approver = services.withhold_answer, house[Role.APPROVER]
    with nothing_changes():
        assert isinstance(attempt(lambda: verb(last, approver, R1, NOTE)), Forbidden)
        assert isinstance(attempt(lambda: verb(old, approver, R4, NOTE)), Forbidden)
        assert isinstance(attempt(lambda: verb(old, approver, R1, " ")), Invalid)
        for role in (Role.MODERATOR, Role.LIAISON, Role.COMMUNICATIONS, Role.CONTROL, Role.ADMIN):
            assert isinstance(attempt(lambda: verb(old, house[role], R1, NOTE)), Forbidden)  # noqa: B023
    row = insert(WithheldAnswer).values(version_id=last.id, reason=R1, note="", at=now(), author_id=approver.id)
    with pytest.raises(DatabaseError), unit_of_work():
        db.session.execute(row)


def test_a_second_click_hides_nothing_more_and_the_database_keeps_it(house):
    old, _ = corrected()
    for _ in range(2):
        assert attempt(lambda: services.withhold_answer(old, house[Role.APPROVER], R1, NOTE)) is None
    assert [entry.kind for entry in record.of_question(old.question)].count("respuesta_anterior_reservada") == 1
    for act in ("DELETE FROM withheld_answer", "UPDATE withheld_answer SET reason = 'R2'"):
        with pytest.raises(DatabaseError, match="refused"), unit_of_work():
            db.session.execute(text(act))
