"""A question is received once, with a number, a code and a date, and nothing of it is lost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import IntegrityError

from participa.events.models import EventState
from participa.extensions import db
from participa.questions import codes, services
from participa.questions.models import (
    AnswerMedium,
    Asker,
    Authorization,
    FilingCounter,
    Purpose,
    Question,
    Status,
    Visibility,
)
from participa.questions.submission import Submission
from participa.shared.audit import AuditEntry
from participa.shared.business_days import BaseReading
from participa.shared.clock import now
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.conftest import ON_POSTGRESQL
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")
FOURTH_OF_DECEMBER = datetime(2020, 12, 4, 14, 0, tzinfo=UTC)
HOSTILE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE question; --",
    "¿Y el 50 % de la obra? \\ _ % ' \"",
    "{{ 7*7 }} ${7*7} %s",
    "👩🏽‍🌾 ¿qué pasó con la vía? ñÑáÁ",
    "الطريق 路 ქართული",
    "línea 1\nlínea 2\n\n- tercera",
    "x" * 2000,
    "á" * 2000,
]


def stored(receipt) -> Question:
    return db.session.get_one(Question, receipt.question_id)


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_question_of_the_fourth_of_december_is_due_on_the_twenty_ninth():
    receipt = make.receipt(at=FOURTH_OF_DECEMBER)
    assert (receipt.base_on, receipt.term_days, receipt.due_on) == (date(2020, 12, 4), 15, date(2020, 12, 29))
    assert receipt.base_reading is BaseReading.RECEIPT
    question = stored(receipt)
    assert (question.base_on, question.due_on, question.base_reading) == (
        date(2020, 12, 4),
        date(2020, 12, 29),
        "receipt",
    )
    assert question.calendar_version.startswith("co-holidays-")


def test_the_day_is_that_of_colombia():
    late_evening = datetime(2020, 12, 5, 4, 59, tzinfo=UTC)  # 11:59 p. m. of the 4th in Bogotá
    assert make.receipt(at=late_evening).due_on == date(2020, 12, 29)


def test_the_question_waits_for_its_moderation():
    question = stored(make.receipt())
    assert (question.status, question.visibility, question.revision) == (Status.RECEIVED, Visibility.WAITING, 0)


def test_radicados_follow_one_another_without_gaps_in_each_year():
    given = [make.receipt(at=FOURTH_OF_DECEMBER).radicado for _ in range(3)]
    assert given == ["2020-000001", "2020-000002", "2020-000003"]
    last_minute = datetime(2021, 1, 1, 4, 59, tzinfo=UTC)
    assert make.receipt(at=last_minute).radicado == "2020-000004"
    assert make.receipt(at=last_minute + timedelta(minutes=1)).radicado == "2021-000001"
    counted = db.session.execute(select(FilingCounter.year, FilingCounter.last).order_by(FilingCounter.year))
    assert [tuple(row) for row in counted] == [(2020, 4), (2021, 1)]


def test_a_refused_submission_leaves_no_gap():
    with unit_of_work() as work:
        assert services.submit(None, Submission(body="No se guarda"), make.form_key(), at=FOURTH_OF_DECEMBER)
        work.keep = False
    assert make.receipt(at=FOURTH_OF_DECEMBER).radicado == "2020-000001"


def test_the_same_form_again_gives_the_same_receipt():
    first = make.receipt(key="clave-del-formulario", body="¿Cuándo?", at=FOURTH_OF_DECEMBER)
    again = make.receipt(key="clave-del-formulario", body="¿Cuándo?", at=FOURTH_OF_DECEMBER + timedelta(days=3))
    assert again == first
    assert (count(Question), count(AuditEntry)) == (1, 1)


def test_the_same_form_with_another_text_keeps_the_first_and_says_so():
    first = make.receipt(key="clave-del-formulario", body="¿Cuándo?")
    second = make.receipt(key="clave-del-formulario", body="¿Cuánto cuesta?")
    assert second.differs
    assert not first.differs
    assert second.radicado == first.radicado
    assert stored(first).body == "¿Cuándo?"
    assert count(Question) == 1


ASKER = {
    "first_names": "Nombre",
    "email": "alguien@correo.example",
    "answer_medium": AnswerMedium.EMAIL,
    "purposes": frozenset({Purpose.MANAGE, Purpose.PUBLISH_NAME}),
}


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({}, ASKER),
        (ASKER, {}),
        (ASKER, ASKER | {"email": "alguien@otro.example"}),
        (ASKER, ASKER | {"purposes": frozenset({Purpose.MANAGE})}),
        (ASKER, ASKER | {"is_minor": True}),
    ],
)
def test_a_contact_or_a_permission_that_changed_afterwards_is_not_dropped_in_silence(first, then):
    kept = make.receipt(key="clave-del-formulario", body="¿Cuándo?", **first)
    assert not make.receipt(key="clave-del-formulario", body="¿Cuándo?", **first).differs
    changed = make.receipt(key="clave-del-formulario", body="¿Cuándo?", **then)
    assert (changed.differs, changed.radicado, count(Question)) == (True, kept.radicado, 1)


def test_another_form_with_the_same_text_is_another_question():
    assert make.receipt(body="¿Cuándo?").radicado != make.receipt(body="¿Cuándo?").radicado


def test_the_code_is_not_in_the_database(database):
    receipt = make.receipt(key="clave-del-formulario")
    assert codes.is_well_formed(receipt.code)
    for table in ("question", "audit_entry", "asker", "outgoing_mail"):
        rows = str(database.execute(text(f"SELECT * FROM {table}")).all())  # noqa: S608 - names of our own
        assert receipt.code not in rows
        assert "clave-del-formulario" not in rows
    assert stored(receipt).code_digest == codes.code_digest(receipt.code, "c" * 32)


def test_an_anonymous_question_keeps_nothing_of_a_person():
    make.receipt()
    assert (count(Asker), count(Authorization), count(OutgoingMail)) == (0, 0, 0)


def test_personal_data_lie_apart_with_what_was_authorised():
    receipt = make.receipt(
        first_names="Nombre",
        last_names="Apellido",
        email="alguien@correo.example",
        answer_medium=AnswerMedium.EMAIL,
        purposes=frozenset({Purpose.MANAGE, Purpose.PUBLISH_NAME}),
        at=FOURTH_OF_DECEMBER,
    )
    asker = db.session.get_one(Asker, receipt.question_id)
    assert (asker.first_names, asker.email, asker.phone, asker.is_minor) == (
        "Nombre",
        "alguien@correo.example",
        "",
        False,
    )
    given = db.session.scalars(select(Authorization).order_by(Authorization.purpose)).all()
    assert [(row.purpose, row.text_version, row.given_at) for row in given] == [
        (Purpose.MANAGE, "gestion-1", FOURTH_OF_DECEMBER),
        (Purpose.PUBLISH_NAME, "nombre-1", FOURTH_OF_DECEMBER),
    ]


def test_the_name_of_a_minor_is_never_authorised_for_publication():
    everything = frozenset({Purpose.MANAGE, Purpose.PUBLISH_NAME, Purpose.INVITE})
    make.receipt(first_names="Nombre", is_minor=True, purposes=everything)
    assert db.session.scalars(select(Authorization.purpose)).all() == [Purpose.MANAGE]
    assert db.session.scalars(select(Asker.is_minor)).all() == [True]


def test_the_mail_of_the_receipt_tells_no_word_of_the_question_and_no_code():
    receipt = make.receipt(
        body="Secreto a voces", email="alguien@correo.example", answer_medium=AnswerMedium.EMAIL, at=FOURTH_OF_DECEMBER
    )
    mail = db.session.scalars(select(OutgoingMail)).one()
    assert (mail.recipient, mail.subject) == ("alguien@correo.example", f"Recibimos su pregunta {receipt.radicado}")
    assert "martes 29 de diciembre de 2020" in mail.body
    assert "Secreto" not in mail.subject + mail.body
    assert receipt.code not in mail.body
    assert codes.in_groups(receipt.code) not in mail.body


def test_a_mail_is_sent_only_to_who_wants_the_answer_by_mail():
    make.receipt(email="alguien@correo.example", phone="3000000000", answer_medium=AnswerMedium.PHONE)
    assert count(OutgoingMail) == 0


def test_after_the_closing_it_is_received_and_labelled():
    space = make.event(questions_close_at=now() - timedelta(minutes=1))
    receipt = make.receipt(space)
    assert receipt.is_late
    assert stored(receipt).is_late
    assert stored(receipt).event_id == space.id


def test_at_the_closing_instant_it_is_late_and_a_second_before_it_is_not():
    space = make.event(questions_close_at=FOURTH_OF_DECEMBER)
    assert make.receipt(space, at=FOURTH_OF_DECEMBER).is_late
    assert not make.receipt(space, at=FOURTH_OF_DECEMBER - timedelta(seconds=1)).is_late


def test_before_the_opening_it_is_received_and_not_late():
    assert not make.receipt(make.event(questions_open_at=now() + timedelta(days=1))).is_late


def test_a_space_without_closing_is_over_once_held():
    assert not make.receipt(make.event(questions_close_at=None)).is_late
    assert make.receipt(make.event(EventState.HELD, questions_close_at=None)).is_late


def test_the_general_channel_is_never_late():
    assert not make.receipt(None).is_late


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_what_was_written_is_kept_word_for_word(body):
    question = stored(make.receipt(body=body))
    db.session.refresh(question)
    assert question.body == body


@pytest.mark.parametrize("column", ["body", "radicado", "received_at", "channel", "form_key_digest", "code_digest"])
def test_the_database_refuses_to_rewrite_a_question(column):
    question = make.question()
    value = now() + timedelta(days=1) if column == "received_at" else "paper" if column == "channel" else "otro"
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(update(Question).values({column: value}), execution_options={"synchronize_session": False})
    db.session.refresh(question)
    assert getattr(question, column) != value


def test_the_database_refuses_to_delete_a_question():
    make.question()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(delete(Question))
    assert count(Question) == 1


def test_what_may_change_still_changes():
    question = make.question()
    question.status = Status.CLASSIFIED
    db.session.flush()
    assert question.revision == 1


def test_an_anonymous_question_takes_few_statements(database):
    space = make.event()
    make.receipt(space)  # warms what is kept in memory
    with statements(database) as seen:
        make.receipt(space)
    assert len(seen) == (10 if ON_POSTGRESQL else 8), seen  # there, two more take locks
