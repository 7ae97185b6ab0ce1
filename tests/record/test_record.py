"""The public record as it grows with the life of a question, and as people read and check it."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions.models import Kind, Question, WithholdReason
from participa.questions.services import handling
from participa.record import queries, services, witnesses
from participa.record.services import Verdict
from participa.shared import ledger
from participa.shared.clock import at_instant
from participa.shared.errors import Invalid
from participa.shared.ledger import Checkpoint
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make

EVENING = datetime(2026, 8, 4, 23, 30, tzinfo=UTC)  # 18:30 in Colombia


def kinds_of(question: Question) -> list[str]:
    return [entry.kind for entry in queries.of_question(question)]


def test_a_question_is_in_the_record_when_its_receipt_is_shown(context):
    given = make.receipt(body="¿Dónde está el puente?")
    question = db.session.get_one(Question, given.question_id)
    (entry,) = queries.of_question(question)
    assert (given.entry_number, given.fingerprint) == (entry.n, entry.hash)
    fields = json.loads(entry.line)
    assert fields["compromiso"] == ledger.commitment_to(question.salt, "¿Dónde está el puente?")
    assert "puente" not in entry.line


def test_a_retry_shows_the_same_entry(context):
    first, again = make.receipt(key="una-clave-de-prueba", body="Hola"), None
    again = make.receipt(key="una-clave-de-prueba", body="Hola")
    assert (again.entry_number, again.fingerprint) == (first.entry_number, first.fingerprint)
    assert ledger.head()[0] == 1


def test_each_step_that_people_must_be_able_to_prove_is_entered(context):
    question, moderator, other = make.question(), make.user(Role.MODERATOR), make.user(Role.APPROVER)
    with unit_of_work():
        handling.classify(question, moderator, Kind.QUESTION, None, make.department())
    with unit_of_work():
        handling.withhold(question, moderator, WithholdReason.R1, "Nombra a una vecina")
    with unit_of_work():
        handling.restore(question, other, "No tenía datos")
    assert kinds_of(question) == ["recibida", "asignada", "reservada", "restaurada"]
    withheld = json.loads(queries.of_question(question)[2].line)
    assert (withheld["motivo"], withheld["rol"]) == ("R1", "moderacion")


def test_what_is_rolled_back_leaves_no_gap(context):
    make.receipt()
    with unit_of_work() as work:
        ledger.append(ledger.Entry.PUBLISHED, "2026-000001")
        work.keep = False
    make.receipt()
    assert [number for number, _ in enumerate(queries.lines(), 1)] == [1, 2]
    assert ledger.head()[0] == 2


@pytest.mark.parametrize(
    "order",
    [
        "UPDATE ledger_entry SET line = '{}' WHERE n = 1",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_checkpoint SET size = 9",
        "DELETE FROM ledger_checkpoint",
        "UPDATE question SET salt = ''",
    ],
)
def test_the_database_refuses_to_change_the_record(context, order):
    make.receipt()
    with unit_of_work():
        services.checkpoint()
    with pytest.raises(DatabaseError, match="refused"), unit_of_work():
        db.session.execute(text(order))


def test_the_record_is_signed_once_a_day_and_sent_to_the_witnesses(context, app, monkeypatch):
    monkeypatch.setitem(app.extensions, "settings", with_witnesses(app))
    make.receipt()
    with at_instant(EVENING - timedelta(hours=1)):
        witnesses.keep_daily()
    assert queries.last_checkpoint() is None
    for minutes in (0, 1, 2):
        with at_instant(EVENING + timedelta(minutes=minutes)):
            witnesses.keep_daily()
    (point,) = db.session.scalars(select(Checkpoint))
    (letter,) = db.session.scalars(select(OutgoingMail))
    assert point.head in letter.body
    assert letter.recipient == "personeria@example.org"


def with_witnesses(app):
    return replace(app.extensions["settings"], witnesses=("personeria@example.org",))


def test_a_question_is_found_by_its_code(client, context):
    given = make.receipt()
    page = client.submit("/registro/verificar", {"code": given.code})
    assert page.status_code == 200
    assert "Está en el registro" in page.get_data(as_text=True)


def test_a_withheld_one_is_found_with_its_reason(client, context):
    given = make.receipt()
    with unit_of_work():
        question = db.session.get_one(Question, given.question_id)
    make.withhold(question, WithholdReason.R4)
    page = client.submit("/registro/verificar", {"code": given.code}).get_data(as_text=True)
    assert "su texto fue reservado" in page
    assert "insulto" in page


def test_a_text_that_somebody_changed_in_the_database_is_found_out(context):
    question = make.question(body="La obra está parada")
    db.session.expunge(question)
    question.body = "La obra está muy bonita"
    assert services.look_up(question).verdict is Verdict.WRONG


def test_a_wrong_code_says_what_to_mend_and_keeps_it(client, context):
    page = client.submit("/registro/verificar", {"code": "K7QM-2D4X"})
    assert page.status_code == 422
    assert "K7QM-2D4X" in page.get_data(as_text=True)


def test_nothing_sent_says_what_is_missing(client, context):
    page = client.submit("/registro/verificar", {})
    assert page.status_code == 422
    assert "Escriba su código o pegue su comprobante" in page.get_data(as_text=True)


@pytest.mark.parametrize("pasted", ["hola", "{}", "[]", '{"declaracion": "{}"}', '{"declaracion": 3}', "null"])
def test_what_is_no_receipt_is_said(context, pasted):
    with pytest.raises(Invalid):
        services.look_up_receipt(pasted)


def test_the_signed_receipt_is_downloaded_and_checked(client, context):
    given = make.receipt(body="¿Y el acueducto?")
    answer = client.submit("/registro/comprobante", {"code": given.code}, "/registro/verificar")
    held = json.loads(answer.data)
    assert held["texto"] == "¿Y el acueducto?"
    assert given.code not in answer.get_data(as_text=True)
    assert services.look_up_receipt(answer.get_data(as_text=True)).verdict is Verdict.PRESENT
    softened = json.dumps(held | {"texto": "Todo bien"})
    assert services.look_up_receipt(softened).verdict is Verdict.WRONG


def test_the_published_file_tells_no_words_and_no_names(client, context):
    make.receipt(body="El alcalde no responde", first_names="Persona de prueba")
    told = client.get("/registro/registro.txt").get_data(as_text=True)
    assert re.match(r"[0-9a-f]{64} \{", told)
    assert "alcalde" not in told
    assert "Persona" not in told


def test_the_file_goes_on_from_a_number(client, context):
    for _ in range(3):
        make.receipt()
    assert len(client.get("/registro/registro.txt?desde=3").get_data(as_text=True).splitlines()) == 1


def test_the_console_checks_the_whole_record(app, context):
    make.receipt()
    with unit_of_work():
        services.checkpoint()
    told = app.test_cli_runner().invoke(args=["record", "check"])
    assert told.exit_code == 0, told.output
    assert "1 entradas y 1 puntos de control" in told.output
