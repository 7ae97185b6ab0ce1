"""Who may decide an appeal hears of it before and after its day, each stage once; control hears once it is late."""

from datetime import UTC, datetime

import pytest
import time_machine

from participa.accounts.models import Role
from participa.deadlines import services
from participa.extensions import db
from participa.questions import services as questions
from participa.questions.models import WithholdReason
from participa.restrictions import services as restrictions
from participa.restrictions.models import Appeal, Outcome
from participa.shared import mail
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make

pytestmark = pytest.mark.usefixtures("house")
MONDAY = datetime(2026, 8, 3, 13, 0, tzinfo=UTC)  # 8:00 a. m. in Colombia; the 7th is a holiday
WORDS = "Porque Ramona lo dijo en público."


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def people():
    return {role: make.user(role) for role in (Role.MODERATOR, Role.APPROVER, Role.CONTROL, Role.ADMIN, Role.LIAISON)}


@pytest.fixture
def appeal(clock, people) -> Appeal:
    question = make.question()
    with unit_of_work():
        questions.withhold(question, people[Role.MODERATOR], WithholdReason.R4, "Porque así consta.")
    with unit_of_work():
        return restrictions.appeal(question, WORDS)


def heard(server, person) -> list[str]:
    db.session.rollback()
    mail.deliver_due()
    found = [one for one in server.messages if person.email in one.recipients and "Apelación" in one.message["Subject"]]
    return [f"{one.message['Subject']} {one.message.get_content()}" for one in found]


def days(clock, first: int, last: int, server, person) -> list[int]:
    """The days of August on which a person got a mail, though the chore runs each minute."""
    found, before = [], len(heard(server, person))
    for day in range(first, last + 1):
        clock.move_to(datetime(2026, 8, day, 13, 0, tzinfo=UTC))
        for _ in range(2):
            services.send_due()
        now_heard = len(heard(server, person))
        found += [day] * (now_heard - before)
        before = now_heard
    return found


def test_who_may_decide_hears_each_stage_once_and_control_when_it_is_late(clock, server, people, appeal):
    assert appeal.due_on.isoformat() == "2026-08-11"
    assert days(clock, 4, 14, server, people[Role.APPROVER]) == [4, 6, 11, 12]
    assert len(heard(server, people[Role.CONTROL])) == 1
    assert "Apelación vencida" in heard(server, people[Role.CONTROL])[0]
    for role in (Role.MODERATOR, Role.ADMIN, Role.LIAISON):  # the moderator hid it
        assert heard(server, people[role]) == []


def test_the_mail_names_numbers_and_pages_and_no_word_of_anybody(clock, server, people, appeal):
    days(clock, 4, 4, server, people[Role.APPROVER])
    (body,) = heard(server, people[Role.APPROVER])
    assert f"https://participa.example/restricciones/gestion/apelaciones/{appeal.id}" in body
    assert appeal.number in body
    assert appeal.question.radicado in body
    assert "Ramona" not in body
    assert appeal.question.body not in body


def test_what_was_decided_is_not_told(clock, server, people, appeal):
    with unit_of_work():
        restrictions.decide(appeal, people[Role.APPROVER], Outcome.KEPT, "La amenaza es clara.")
    assert days(clock, 4, 14, server, people[Role.APPROVER]) == []
    assert heard(server, people[Role.CONTROL]) == []


def test_while_nobody_may_decide_it_administration_hears(clock, server, people, appeal):
    with unit_of_work():
        people[Role.APPROVER].is_active = False
    assert days(clock, 4, 5, server, people[Role.ADMIN]) == [4]
    assert "Hoy nadie puede decidirla" in heard(server, people[Role.ADMIN])[0]
    assert heard(server, people[Role.APPROVER]) == []
