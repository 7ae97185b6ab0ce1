"""Questions from before the public record are entered later, and the record says so."""

import json
from datetime import UTC, datetime

from sqlalchemy import text

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions.models import Kind, Question, WithholdReason
from participa.questions.services import handling
from participa.record import queries, services, verifier
from participa.record.services import Verdict
from participa.shared import ledger, signing
from participa.shared.clock import at_instant
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make

LONG_AGO = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)


def forget_the_record() -> None:
    """As it was when nobody had thought of it: no entry, and no trigger that refuses to take them away."""
    with unit_of_work():
        if db.engine.dialect.name == "sqlite":
            db.session.execute(text("DROP TRIGGER guard_ledger_entry_delete"))
        else:
            db.session.execute(text("ALTER TABLE ledger_entry DISABLE TRIGGER guard_ledger_entry_delete"))
        db.session.execute(text("DELETE FROM ledger_entry"))


def old_question() -> Question:
    moderator = make.user(Role.MODERATOR)
    with at_instant(LONG_AGO):
        question = make.question(body="¿Y el puente?", at=LONG_AGO)
        with unit_of_work():
            handling.classify(question, moderator, Kind.QUESTION, None, make.department())
        with unit_of_work():
            handling.withhold(question, moderator, WithholdReason.R1, "Nombra a una vecina")
    return question


def told(question: Question) -> list[tuple[str, str | None, str]]:
    lines = [json.loads(entry.line) for entry in queries.of_question(question)]
    return [(line["tipo"], line.get("sucedio"), line["motivo"]) for line in lines]


def test_what_happened_before_the_record_is_entered_with_its_day(context):
    question = old_question()
    forget_the_record()
    assert services.adopt() == 3
    day = "2026-03-04T15:00:00Z"
    assert told(question) == [("recibida", day, ""), ("asignada", day, ""), ("reservada", day, "R1")]
    verifier.read_chain(ledger.as_file(queries.lines()))
    assert services.look_up(question).verdict is Verdict.WITHHELD
    hashes = verifier.read_chain(ledger.as_file(queries.lines()))
    assert verifier.check_receipt(hashes, services.receipt_file(question), signing.public_key()) == 1


def test_entering_again_changes_nothing(context, app):
    question = old_question()
    forget_the_record()
    services.adopt()
    with unit_of_work():
        handling.restore(question, make.user(Role.APPROVER), "No tenía datos")
    before = ledger.head()
    answer = app.test_cli_runner().invoke(args=["record", "adopt"])
    assert answer.exit_code == 0, answer.output
    assert "Nada por anotar" in answer.output
    assert ledger.head() == before


def test_what_is_in_the_record_is_left_alone(context):
    old_question()
    before = ledger.head()
    assert services.adopt() == 0
    assert ledger.head() == before


def test_a_question_whose_later_steps_are_there_gets_its_beginning(context):
    question = old_question()
    forget_the_record()
    with unit_of_work():
        handling.restore(question, make.user(Role.APPROVER), "No tenía datos")
    assert services.adopt() == 3
    assert [kind for kind, _at, _reason in told(question)] == ["restaurada", "recibida", "asignada", "reservada"]
    assert services.look_up(question).verdict is Verdict.PRESENT
    assert services.adopt() == 0


def test_the_page_says_honestly_that_it_was_entered_later(client, context):
    old_question()
    forget_the_record()
    services.adopt()
    page = client.get("/registro/").text
    assert "Se anotó después: pasó el 4 de marzo de 2026" in page


def test_without_its_entry_a_question_has_no_receipt_yet(client, context):
    given = make.receipt()
    forget_the_record()
    answer = client.submit("/registro/comprobante", {"code": given.code}, "/registro/verificar")
    assert answer.status_code == 422
    assert "todavía no está en el registro" in answer.text


def test_an_extended_term_is_told_with_its_day_in_words(client, context):
    with unit_of_work():
        ledger.append(ledger.Entry.EXTENDED, "2026-000001", reason="2026-08-25")
    assert "Vence el martes 25 de agosto de 2026" in client.get("/registro/").text
