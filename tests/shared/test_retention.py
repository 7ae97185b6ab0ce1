"""Personal data go when their time is over, in small batches, and only how many is written down."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from participa.config import BadSetting, Settings, from_environment
from participa.extensions import db
from participa.questions.models import Asker, Question, Status
from participa.questions.services.forgetting import forget_contacts
from participa.shared import mail, retention
from participa.shared.clock import at_instant, now
from participa.shared.forgotten_mail import forget_mails
from participa.shared.mail import OutgoingMail
from participa.shared.retention import BATCH, Erasure, Rule
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def alone(monkeypatch):
    """Only the rules of the test."""
    rules = {}
    monkeypatch.setattr(retention, "_rules", rules)
    return rules


def rule(erase, key="prueba", days=10):
    return Rule(key, "Formulario", "Dato", "Para algo.", days, "el día", "Se borra.", erase)


def lines(key="prueba"):
    found = select(Erasure.amount, Erasure.is_last).where(Erasure.rule == key).order_by(Erasure.id)
    return [tuple(row) for row in db.session.execute(found)]


def test_a_rule_erases_in_batches_until_nothing_is_left(alone):
    left = [BATCH, BATCH, 7]
    alone["prueba"] = rule(lambda before, most: left.pop(0))
    assert retention.erase_due() == 2 * BATCH + 7
    assert lines() == [(BATCH, False), (BATCH, False), (7, True)]


def test_a_rule_works_once_a_day(alone):
    calls = []
    alone["prueba"] = rule(lambda before, most: calls.append(before) or 0)
    retention.erase_due()
    retention.erase_due()
    assert len(calls) == 1
    with at_instant(now() + timedelta(days=1)):
        retention.erase_due()
    assert len(calls) == 2


def test_a_rule_counts_its_days_back_from_now(alone):
    asked = []
    alone["prueba"] = rule(lambda before, most: asked.append(before) or 0, days=30)
    at = now()
    with at_instant(at):
        retention.erase_due()
    assert asked == [at - timedelta(days=30)]


def test_what_was_erased_before_a_failure_stays_written_down(alone):
    def fails_at_the_second(before, most):
        if lines():
            raise RuntimeError("the disk is full")
        return BATCH

    alone["prueba"] = rule(fails_at_the_second)
    with pytest.raises(RuntimeError):
        retention.erase_due()
    assert lines() == [(BATCH, False)]


def test_a_rule_that_fails_stops_no_other_rule(alone):
    def fails(before, most):
        raise RuntimeError("a row that cannot be erased")

    alone["a"], alone["b"] = rule(fails, key="a"), rule(lambda before, most: 3, key="b")
    with pytest.raises(RuntimeError):
        retention.erase_due()
    assert lines("b") == [(3, True)]


@pytest.mark.parametrize("statement", ["DELETE FROM erasure", "UPDATE erasure SET amount = 0"])
def test_the_record_of_erasures_is_neither_changed_nor_deleted(alone, statement):
    alone["prueba"] = rule(lambda before, most: 1)
    retention.erase_due()
    with pytest.raises(IntegrityError), unit_of_work():
        db.session.execute(text(statement))


def test_the_times_are_settings():
    found = from_environment({"PARTICIPA_RETENTION": "correos=7; preguntas.contacto = 900"})
    assert found.retention == (("correos", 7), ("preguntas.contacto", 900))
    with pytest.raises(BadSetting, match="mayor que cero"):
        from_environment({"PARTICIPA_RETENTION": "correos=0"})


def test_a_setting_for_a_rule_that_does_not_exist_stops_the_start(settings: Settings):
    with pytest.raises(BadSetting, match="inscrpciones"):
        retention.check(Settings(**{**vars(settings), "retention": (("inscrpciones.contacto", 3),)}))


def test_every_room_with_personal_data_has_its_rules(app):
    keys = {one.key for one in retention.rules()}
    assert keys >= {
        "asistencia.motivos",
        "correos",
        "enfoque.permisos",
        "equipo.ingresos",
        "inscripciones.apoyos",
        "inscripciones.contacto",
        "inscripciones.documento",
        "inscripciones.grupos",
        "invitados",
        "preguntas.contacto",
        "satisfaccion.comentarios",
    }


def test_a_mail_loses_its_address_and_words_but_leaves_only_once():
    with unit_of_work():
        mail.queue("uno", "persona@correo.example", "Asunto", "Texto")
        db.session.execute(select(OutgoingMail)).scalar_one().sent_at = now()
    with unit_of_work():
        assert forget_mails(now() - timedelta(days=1), 10) == 0
        assert forget_mails(now() + timedelta(minutes=1), 10) == 1
        assert forget_mails(now() + timedelta(minutes=1), 10) == 0
        mail.queue("uno", "persona@correo.example", "Asunto", "Texto")
    row = db.session.execute(select(OutgoingMail)).scalar_one()
    assert (row.recipient, row.subject, row.body) == ("", "", "")


def test_a_mail_that_waits_is_not_touched():
    with unit_of_work():
        mail.queue("uno", "persona@correo.example", "Asunto", "Texto")
        assert forget_mails(now() + timedelta(days=90), 10) == 0


@pytest.mark.parametrize(("status", "forgotten"), [(Status.PUBLISHED, 1), (Status.ASSIGNED, 0), (Status.REJECTED, 1)])
def test_the_contact_of_who_asked_goes_and_the_question_stays(status, forgotten):
    row = make.question(body="¿Cuándo abren el parque?", status=status)
    with unit_of_work():
        db.session.add(
            Asker(question_id=row.id, first_names="Persona", email="persona@correo.example", phone="3001234567")
        )
    with unit_of_work():
        assert forget_contacts(now() + timedelta(days=1), 10) == forgotten
        assert forget_contacts(now() + timedelta(days=1), 10) == 0
    db.session.expire_all()
    asker = db.session.get_one(Asker, row.id)
    assert (asker.email == "", asker.first_names) == (bool(forgotten), "Persona")
    assert db.session.get_one(Question, row.id).body == "¿Cuándo abren el parque?"
    assert db.session.scalar(select(func.count()).select_from(Question)) == 1


def test_the_schedule_is_public(client):
    page = client.get("/cuanto-guardamos-sus-datos")
    assert page.status_code == 200
    assert "Lo que escribió sobre los apoyos que necesita." in page.text


def test_the_team_sees_what_was_erased(client, alone):
    alone["prueba"] = rule(lambda before, most: 12)
    retention.erase_due()
    page = client.sign_in(make.user()).get("/gestion/conservacion")
    assert page.status_code == 200
    assert ">12<" in page.text
