"""Alerts and digests against a real mail server: each once, to whom they concern, with nobody's words."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, insert, select

from participa.accounts.models import Role, User
from participa.calendar import services as calendar
from participa.calendar.models import DayKind, OwnDay
from participa.deadlines import services
from participa.deadlines.models import TermAlert
from participa.extensions import db
from participa.questions import services as questions
from participa.questions.models import Question, Status
from participa.shared import mail
from participa.shared.errors import Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("house")
MONDAY = datetime(2026, 8, 3, 13, 0, tzinfo=UTC)  # 8:00 a. m. in Colombia; due 2026-08-26 (7 and 17 Aug are holidays)
BODY = "¿Por qué mi vecina Ramona no tiene agua?"


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def office():
    return make.department("Secretaría de Obras")


def asked(office, **values) -> Question:
    """A question of today that waits in an office."""
    number = office.id if office else None
    return make.question(body=BODY, **({"status": Status.ASSIGNED, "department_id": number} | values))


def copies_of(question: Question, many: int) -> list[dict[str, object]]:
    """Rows like this one, each with numbers of its own."""
    row = {column.key: getattr(question, column.key) for column in Question.__mapper__.column_attrs}
    own = {"id", "radicado", "code_digest", "form_key_digest"}
    return [
        {name: value for name, value in row.items() if name not in own}
        | {"id": 10_000 + number, "radicado": f"2026-{number:06d}"}
        | {"code_digest": f"c{number}", "form_key_digest": f"f{number}"}
        for number in range(500_000, 500_000 + many)
    ]


def morning(clock, day: int, month: int = 8) -> None:
    clock.move_to(datetime(2026, month, day, 13, 0, tzinfo=UTC))


def mails(server, address: str, subject: str = "Plazos de respuesta") -> list[str]:
    """The bodies that a person got, in order, once all that waits was sent."""
    db.session.rollback()
    mail.deliver_due()
    found = [one for one in server.messages if address in one.recipients and subject in one.message["Subject"]]
    return [one.message.get_content().replace("\r\n", "\n") for one in found]


def test_the_office_hears_at_five_two_and_zero_days_once_each(clock, server, office):
    liaison = make.user(Role.LIAISON, office)
    question = asked(office)
    assert question.due_on.isoformat() == "2026-08-26"
    heard = {}
    for day in range(4, 27):
        morning(clock, day)
        for _ in range(2):
            services.send_due()
        heard[day] = len(mails(server, liaison.email))
    days = [day for day in range(5, 27) if heard[day] > heard[day - 1]]
    assert days == [19, 24, 26]
    assert heard[26] == 3


def test_an_alert_names_the_radicado_and_its_page_and_no_word_of_anybody(clock, server, office):
    liaison = make.user(Role.LIAISON, office)
    one, other = asked(office), asked(office)
    morning(clock, 19)
    services.send_due()
    (body,) = mails(server, liaison.email)
    for question in (one, other):
        assert f"https://participa.example/preguntas/gestion/{question.radicado}" in body
    assert "Ramona" not in body
    assert "Ramona" not in str([message.message["Subject"] for message in server.messages])


def test_nothing_goes_out_before_the_hour_nor_on_a_day_of_rest(clock, server, office):
    liaison = make.user(Role.LIAISON, office)
    asked(office)
    clock.move_to(datetime(2026, 8, 19, 11, 59, tzinfo=UTC))  # 6:59 in Colombia
    services.send_due()
    clock.move_to(datetime(2026, 8, 22, 15, 0, tzinfo=UTC))  # a Saturday
    services.send_due()
    assert mails(server, liaison.email) == []


def test_after_days_without_service_each_question_is_told_once_with_its_present_stage(clock, server, office):
    liaison = make.user(Role.LIAISON, office)
    asked(office)
    morning(clock, 25)  # one day left: the alerts of five and of two days were missed
    services.send_due()
    (body,) = mails(server, liaison.email)
    assert body.count("- 2026-") == 1
    assert db.session.scalars(select(TermAlert.stage)).all() == [2]


def test_overdue_goes_up_to_the_head_and_to_control_once(clock, server, office):
    make.user(Role.LIAISON, office)
    head = make.user(Role.APPROVER, office, leads_office=True)
    control, stranger = make.user(Role.CONTROL), make.user(Role.LIAISON, make.department())
    asked(office)
    morning(clock, 26)
    services.send_due()
    assert [mails(server, person.email) for person in (head, control)] == [[], []]
    for day in (27, 28):
        morning(clock, day)
        services.send_due()
    assert [len(mails(server, person.email)) for person in (head, control, stranger)] == [1, 1, 0]
    assert "Usted dirige la dependencia" in mails(server, head.email)[0]


def test_what_a_fast_clock_told_is_told_again_when_its_day_comes(clock, server, office):
    liaison, control = make.user(Role.LIAISON, office), make.user(Role.CONTROL)
    asked(office)
    clock.move_to(datetime(2030, 1, 8, 13, 0, tzinfo=UTC))
    services.send_due()
    assert len(mails(server, control.email)) == 1
    for day in (25, 26, 27, 28):
        morning(clock, day)
        for _ in range(2):
            services.send_due()
    assert len(mails(server, liaison.email)) == 4  # the wrong one, two days before, that day, overdue
    assert len(mails(server, control.email)) == 2


def test_ten_days_without_service_are_one_mail_and_one_digest(clock, server, office):
    liaison, control = make.user(Role.LIAISON, office), make.user(Role.CONTROL)
    asked(office)
    morning(clock, 18)
    services.send_due()
    morning(clock, 28)
    for _ in range(2):
        services.send_due()
    assert len(mails(server, liaison.email)) == 1
    assert len(mails(server, control.email)) == 1
    assert len(mails(server, control.email, "Resumen semanal")) == 2


def test_who_moved_to_another_office_or_left_hears_no_more_of_the_first(clock, server, office):
    moved, gone, stays = (make.user(Role.LIAISON, office, leads_office=True) for _ in range(3))
    asked(office)
    with unit_of_work():
        db.session.get_one(User, moved.id).department_id = make.department("Salud").id
        db.session.get_one(User, gone.id).is_active = False
    for day in (26, 27):
        morning(clock, day)
        services.send_due()
    assert [len(mails(server, person.email)) for person in (moved, gone, stays)] == [0, 0, 2]


def test_a_question_of_nobody_without_a_team_reaches_administration(clock, server, office):
    admin = make.user(Role.ADMIN)
    asked(office)
    morning(clock, 27)
    services.send_due()
    (body,) = mails(server, admin.email)
    assert "Nadie más recibe este aviso" in body


def test_two_thousand_due_questions_are_a_short_mail_and_no_more_statements(clock, server, office):
    liaison = make.user(Role.LIAISON, office)
    question = asked(office)
    morning(clock, 27)
    with statements(db.engine) as few:
        services.send_due()
    crowd = copies_of(question, 2000)
    with unit_of_work():
        db.session.execute(insert(Question), crowd)
    morning(clock, 28)
    with statements(db.engine) as many:
        services.send_due()
    assert len(many) <= len(few)
    body = mails(server, liaison.email)[-1]
    assert "2.000 preguntas" in body
    assert len(body) < 20_000


def test_an_office_without_liaison_is_told_to_moderation_and_approval_with_a_sentence(clock, server, office):
    make.user(Role.LIAISON, office, is_active=False)
    moderator, approver = make.user(Role.MODERATOR), make.user(Role.APPROVER)
    asked(office)
    asked(None, status=Status.RECEIVED)
    morning(clock, 19)
    services.send_due()
    for person in (moderator, approver):
        (body,) = mails(server, person.email)
        assert "Nadie más recibe este aviso" in body
        assert body.count("- 2026-") == 2


def test_a_term_that_moves_is_told_anew(clock, server, office):
    liaison, approver = make.user(Role.LIAISON, office), make.user(Role.APPROVER)
    question = asked(office)
    morning(clock, 26)
    services.send_due()
    with unit_of_work():
        questions.extend(db.session.get_one(Question, question.id), approver, 2, "Falta un informe.")
    for day in (27, 28):
        morning(clock, day)
        services.send_due()
    assert len(mails(server, liaison.email)) == 3  # the old day, one day before the new one, and that day


def test_a_change_of_the_calendar_with_a_new_date_is_told_anew(clock, server, office):
    liaison, admin = make.user(Role.LIAISON, office), make.user(Role.ADMIN)
    question = asked(office)
    morning(clock, 26)
    services.send_due()
    with unit_of_work():
        day = OwnDay(datetime(2026, 8, 20, tzinfo=UTC).date(), DayKind.CLOSED, "Día cívico", "Decreto 1")
        calendar.add_day(day, "Fiesta", admin)
    with unit_of_work():
        questions.recount(admin, "Fiesta")
    db.session.refresh(question)
    assert question.due_on.isoformat() == "2026-08-27"
    morning(clock, 27)
    services.send_due()
    assert len(mails(server, liaison.email)) == 2


def test_answered_questions_are_left_alone(clock, server, office):
    liaison = make.user(Role.LIAISON, office)
    asked(office, status=Status.ANSWERED, answered_at=MONDAY)
    asked(office, status=Status.TRANSFERRED)
    morning(clock, 27)
    services.send_due()
    assert mails(server, liaison.email) == []


def test_many_overdue_questions_are_one_mail_that_names_some(clock, server, office):
    liaison = make.user(Role.LIAISON, office)
    for _ in range(45):
        asked(office)
    morning(clock, 27)
    services.send_due()
    (body,) = mails(server, liaison.email)
    assert body.count("- 2026-") == 40
    assert "Y 5 preguntas más" in body
    assert db.session.scalar(select(func.count(TermAlert.id))) == 45


def test_the_digest_goes_out_on_the_first_business_day_of_the_week_and_counts_by_office(clock, server, office):
    head, control = make.user(Role.LIAISON, office, leads_office=True), make.user(Role.CONTROL)
    asked(office)
    asked(office, status=Status.PUBLISHED, answered_at=MONDAY + timedelta(days=1))
    asked(make.department("Salud"))
    morning(clock, 10)
    services.send_due()
    morning(clock, 11)
    services.send_due()
    (whole,) = mails(server, control.email, "Resumen semanal")
    assert "Secretaría de Obras\n  Recibidas: 2\n  Respondidas: 1\n  De ellas, a tiempo: 1" in whole
    assert "Salud" in whole
    (own,) = mails(server, head.email, "Resumen semanal")
    assert "Salud" not in own


def test_a_holiday_on_monday_puts_the_digest_off_to_tuesday(clock, server):
    control = make.user(Role.CONTROL)
    morning(clock, 17)
    services.send_due()
    assert mails(server, control.email, "Resumen semanal") == []
    morning(clock, 18)
    services.send_due()
    assert len(mails(server, control.email, "Resumen semanal")) == 1


def test_administration_chooses_the_days_and_nobody_else(clock, server, office):
    liaison, admin = make.user(Role.LIAISON, office), make.user(Role.ADMIN)
    with pytest.raises(Forbidden), unit_of_work():
        services.change_plan(liaison, [3], 7)
    with pytest.raises(Invalid), unit_of_work():
        services.change_plan(admin, [99], 7)
    with unit_of_work():
        services.change_plan(admin, [3], 10)
    asked(office)
    morning(clock, 21)  # three days left, but it is 8 o'clock
    services.send_due()
    assert mails(server, liaison.email) == []
    clock.move_to(datetime(2026, 8, 21, 15, 0, tzinfo=UTC))
    services.send_due()
    assert len(mails(server, liaison.email)) == 1
