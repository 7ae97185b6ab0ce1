"""Reminders and overdue alerts: each once, in one mail a day, to whom they concern."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from participa.accounts.models import Role
from participa.calendar import services as calendar
from participa.calendar.models import DayKind, OwnDay
from participa.commitments import services
from participa.commitments.models import CommitmentKind, CommitmentState
from participa.commitments.reminding import OVERDUE, stage_of
from participa.commitments.services.alerts import LOOKED
from participa.config import BadSetting, from_environment
from participa.extensions import db
from participa.shared.audit import AuditEntry
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.commitments.house import LINK, REASON, RESULT, house, report
from tests.factories.commitments import step as make_step

pytestmark = pytest.mark.usefixtures("context", "morning")
MONDAY = date(2026, 9, 7)
OFFSETS = (30, 15, 5, 1)


@pytest.fixture
def morning(app):
    """The clock stands at eight of a Monday in Colombia, and nobody looked that day."""
    app.extensions.pop(LOOKED, None)
    with time_machine.travel(at_eight(MONDAY), tick=False) as traveller:
        yield traveller
    app.extensions.pop(LOOKED, None)


def at_eight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 13, 0, tzinfo=UTC)


def days_after(days: int) -> date:
    return MONDAY + timedelta(days=days)


def due_in(days: int, **values):
    return house(due_on=days_after(days), first_due_on=days_after(days), **values)


def mails(person=None) -> list[OutgoingMail]:
    found = select(OutgoingMail).where(OutgoingMail.key.startswith("commitment-alert/")).order_by(OutgoingMail.id)
    return [one for one in db.session.scalars(found) if person is None or one.recipient == person.email]


def days_with_mail(clock, person, first: int, last: int) -> list[int]:
    """The days, counted from the Monday, on which a person gets a mail."""
    heard = []
    for days in range(first, last + 1):
        clock.move_to(at_eight(days_after(days)))
        before = len(mails(person))
        for _ in range(2):
            services.remind_due()
        if len(mails(person)) > before:
            heard.append(days)
    return heard


def test_the_office_hears_thirty_fifteen_five_and_one_day_before(morning):
    at = due_in(35)  # a Monday that is a holiday: the last working day before it is the Friday
    assert days_with_mail(morning, at.liaison, 0, 35) == [4, 18, 30, 32]


def test_a_step_has_reminders_of_its_own_until_it_is_done(morning):
    at = due_in(200)
    first, second = make_step(at.commitment, due_on=days_after(9)), make_step(at.commitment, due_on=days_after(10))
    services.remind_due()
    (mail,) = mails(at.liaison)
    assert (mail.body.count(f"Paso: {first.text}"), mail.body.count(f"Paso: {second.text}")) == (1, 1)
    report(at, None, LINK, step_id=first.id)
    morning.move_to(at_eight(days_after(8)))
    services.remind_due()
    last = mails(at.liaison)[-1].body
    assert (f"Paso: {first.text}" in last, f"Paso: {second.text}" in last) == (False, True)


def test_what_is_overdue_is_told_once_and_then_each_week_to_the_office_its_head_and_control(morning):
    at = due_in(2)
    head = make.user(Role.COMMUNICATIONS, at.office, leads_office=True)
    control, moderator = make.user(Role.CONTROL), make.user(Role.MODERATOR)
    assert days_with_mail(morning, control, 0, 22) == [3, 7, 14, 21]
    assert len(mails(head)) == 4
    assert "Usted dirige la dependencia. Esto ya venció." in mails(head)[0].body
    assert mails(moderator) == mails(at.stranger) == []
    assert mails(at.approver) == []


def test_many_dates_are_one_mail_a_day_for_each_person():
    at = due_in(20)
    others = [make.commitment(lead_id=at.office.id, due_on=days_after(20 + n)) for n in range(5)]
    services.remind_due()
    (mail,) = mails(at.liaison)
    assert mail.subject == "Fechas de compromisos: 6 compromisos"
    assert all(one.code in mail.body and one.text in mail.body for one in [at.commitment, *others])


def test_each_office_that_shares_it_hears_and_a_person_only_once():
    at = due_in(-3)
    partner = make.user(Role.LIAISON, make.department())
    with unit_of_work():
        services.reassign(at.commitment, at.office.id, [partner.department_id], REASON, None, at.approver)
    both = make.user(Role.LIAISON, at.office, leads_office=True)
    services.remind_due()
    assert len(mails(partner)) == len(mails(at.liaison)) == 1
    assert mails(both)[0].body.count(at.commitment.code) == 2  # the line and its address


def test_who_approves_hears_for_an_office_without_anybody():
    at = due_in(-3)
    with unit_of_work():
        at.liaison.is_active = False
    services.remind_due()
    (mail,) = mails(at.approver)
    assert "no tiene un enlace activo" in mail.body
    assert mails(at.liaison) == []


def test_nothing_is_told_of_what_ended_or_is_not_public_or_has_no_date():
    done, ended, hidden = due_in(3), due_in(-3), due_in(3, state=CommitmentState.REGISTERED)
    house(due_on=None, first_due_on=None)
    report(done, 100, RESULT)
    with unit_of_work():
        services.end(ended.commitment, CommitmentState.NOT_VIABLE, REASON, None, ended.approver)
    services.remind_due()
    assert mails() == []
    assert hidden.commitment.due_on == days_after(3)


def test_an_action_of_an_improvement_plan_is_told_by_its_name():
    at = due_in(3, kind=CommitmentKind.ACTION, code="M-2026-00007")
    services.remind_due()
    assert "Acción de mejora M-2026-00007: vence el jueves 10 de septiembre de 2026." in mails(at.liaison)[0].body


def test_a_new_date_has_its_own_reminders(morning):
    at = due_in(3)
    services.remind_due()
    with unit_of_work():
        services.reschedule(at.commitment, days_after(7), REASON, None, at.liaison)
    morning.move_to(at_eight(days_after(1)))
    services.remind_due()
    assert [one.body.count("lunes 14 de septiembre") for one in mails(at.liaison)] == [0, 1]


def test_days_without_service_are_caught_up_in_one_mail(morning):
    at = due_in(60)
    morning.move_to(at_eight(days_after(57)))  # 30, 15 and 5 were missed
    services.remind_due()
    assert len(mails(at.liaison)) == 1


def test_a_restart_or_a_second_process_tells_nothing_twice(app):
    due_in(3)
    for _ in range(3):
        app.extensions.pop(LOOKED, None)
        services.remind_due()
    told = db.session.scalar(
        select(func.count()).select_from(AuditEntry).where(AuditEntry.verb == "commitment_alerted")
    )
    assert (len(mails()), told) == (1, 1)


def test_what_is_published_after_the_mail_of_the_morning_is_not_lost(app, morning):
    at = due_in(3)
    services.remind_due()
    later = make.commitment(lead_id=at.office.id, due_on=days_after(3))
    morning.move_to(at_eight(days_after(1)))
    services.remind_due()
    assert [later.code in one.body for one in mails(at.liaison)] == [False, True]


def test_it_waits_for_the_hour_and_for_a_working_day(morning):
    due_in(3)
    morning.move_to(at_eight(MONDAY) - timedelta(hours=2))
    services.remind_due()
    with unit_of_work():
        own = OwnDay(MONDAY, DayKind.CLOSED, "Fiestas patronales")
        calendar.add_day(own, "Se celebra la fundación.", make.user(Role.ADMIN))
    morning.move_to(at_eight(MONDAY))
    services.remind_due()
    assert mails() == []
    morning.move_to(at_eight(days_after(1)))
    services.remind_due()
    assert len(mails()) == 1


def test_a_chore_that_finds_nothing_holds_nothing(app):
    services.remind_due()
    assert not db.session().in_transaction()
    services.remind_due()
    assert not db.session().in_transaction()


# When


@given(left=st.integers(-400, 400), weekday=st.integers(0, 4))
def test_the_alert_never_goes_back_as_time_goes_by(left, weekday):
    """Days before the date shrink; overdue comes after all of them, and its weeks follow each other."""
    due_on = MONDAY + timedelta(days=left)
    today = MONDAY + timedelta(days=weekday)
    following = today + timedelta(days=3 if weekday == 4 else 1)
    assert rank(stage_of(due_on, today, following, OFFSETS)) <= rank(
        stage_of(due_on, following, following + timedelta(days=1), OFFSETS)
    )


def rank(stage: str) -> tuple[int, str]:
    if not stage:
        return (-1000, "")
    return (-int(stage), "") if stage.isdecimal() else (1, "" if stage == OVERDUE else stage)


@pytest.mark.parametrize(
    ("due", "today", "following", "stage"),
    [
        (date(2026, 9, 8), date(2026, 9, 7), date(2026, 9, 8), "1"),
        (date(2026, 9, 7), date(2026, 9, 7), date(2026, 9, 8), "1"),
        (date(2026, 9, 14), date(2026, 9, 11), date(2026, 9, 14), "1"),
        (date(2026, 9, 13), date(2026, 9, 7), date(2026, 9, 8), "15"),
        (date(2026, 10, 8), date(2026, 9, 7), date(2026, 9, 8), ""),
        (date(2026, 9, 7), date(2026, 9, 8), date(2026, 9, 9), OVERDUE),
        (date(2026, 9, 4), date(2026, 9, 7), date(2026, 9, 8), "week/2026-09-07"),
    ],
)
def test_which_alert_holds(due, today, following, stage):
    assert stage_of(due, today, following, OFFSETS) == stage


def test_the_days_are_a_setting(tmp_path):
    given = {"PARTICIPA_DATA_DIR": str(tmp_path), "PARTICIPA_MODE": "local"}
    assert from_environment(given).commitment_reminders == OFFSETS
    chosen = from_environment(given | {"PARTICIPA_COMMITMENT_REMINDERS": "3 60 3"})
    assert chosen.commitment_reminders == (60, 3)
    for wrong in ("pronto", "-1", "400", "1 2 3 4 5 6 7"):
        with pytest.raises(BadSetting, match="COMMITMENT_REMINDERS"):
            from_environment(given | {"PARTICIPA_COMMITMENT_REMINDERS": wrong})
