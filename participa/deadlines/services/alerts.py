"""The alerts of each business day and the digest of each week. One alert once; another due date is another alert."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import Role, User
from participa.calendar.queries import current_calendar
from participa.deadlines import mails, rules
from participa.deadlines.models import AlertDay, AlertPlan, TermAlert
from participa.deadlines.queries import alerts as queries
from participa.deadlines.queries.alerts import Due, Week
from participa.deadlines.services import appeals
from participa.extensions import db
from participa.shared import audit
from participa.shared.clock import local, now, today
from participa.shared.errors import Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work

ONE_WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)
MOST_OFFSETS, LONGEST_OFFSET = 6, 30


def send_due() -> None:
    """Write the alerts of today if their hour has come and nobody did. A chore of each minute.

    After days without service each question is told once, with the stage that it has by then.
    """
    day = today()
    if not _is_time(day) or queries.is_done(day):
        db.session.rollback()  # only read; the chores of a minute hold nothing
        return
    weeks = queries.week(monday_of(day)) if queries.is_first_of_week(day) else None
    db.session.rollback()  # counting a week is slow; no writer waits for it
    try:
        with unit_of_work():
            _write(day, weeks)
    except IntegrityError:  # another process did it in the same minute
        return


def _is_time(day: date) -> bool:
    return rules.is_time(local(now()).hour, queries.plan().hour, day, current_calendar())


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _write(day: date, weeks: list[Week] | None) -> None:
    _forget_the_future()
    db.session.add(AlertDay(day=day, at=now()))
    db.session.flush()  # whoever comes second stumbles here, before any mail
    people = queries.team()
    stages = rules.stages(day, tuple(queries.plan().offsets), current_calendar())
    _alert(day, people, queries.due(stages))
    appeals.alert(people, stages)
    if weeks is not None:
        _digest(monday_of(day), people, weeks)


def _forget_the_future() -> None:
    """What a clock that ran ahead noted did not happen yet: its day comes, and those alerts are given then."""
    for told in (AlertDay, TermAlert):
        db.session.execute(delete(told).where(told.at > now()).execution_options(synchronize_session=False))


def _alert(day: date, people: list[User], found: list[Due]) -> None:
    heard: dict[int, list[tuple[str, Due]]] = {}
    for one in found:
        for reason, person in _hearers(people, one):
            heard.setdefault(person.id, []).append((reason, one))
    for person in people:
        if person.id in heard:
            mails.queue_alert(day, person, heard[person.id])
    if found:
        db.session.execute(insert(TermAlert), [_told(one) for one in found])


def _told(one: Due) -> dict[str, object]:
    return {"question_id": one.question_id, "due_on": one.due_on, "stage": one.stage, "at": now()}


def _hearers(people: list[User], one: Due) -> Iterator[tuple[str, User]]:
    """Who hears of a question and why: the office; once overdue, its head and internal control too."""
    liaisons = queries.liaisons_of(people, one.office_id)
    yield from (("liaison", person) for person in liaisons)
    if not liaisons:
        yield from (("no-liaison", person) for person in _sorters(people))
    elif one.is_read_by_approval:
        yield from (("approval", person) for person in queries.with_role(people, Role.APPROVER))
    if one.stage == rules.OVERDUE:
        yield from _escalation(people, one, bool(liaisons))


def _sorters(people: list[User]) -> list[User]:
    """Who may give a question to somebody; while nobody may, who can hire them."""
    sorters = queries.with_role(people, Role.MODERATOR, Role.APPROVER)
    return sorters or queries.with_role(people, Role.ADMIN)


def _escalation(people: list[User], one: Due, has_liaison: bool) -> Iterator[tuple[str, User]]:
    heads = queries.heads_of(people, one.office_id)
    yield from (("head", person) for person in heads)
    if not heads and has_liaison:
        yield from (("no-head", person) for person in queries.with_role(people, Role.APPROVER))
    yield from (("control", person) for person in queries.with_role(people, Role.CONTROL))


def _digest(monday: date, people: list[User], rows: list[Week]) -> None:
    """To approval and control, every office; to each head, the own one."""
    days = (monday - ONE_WEEK, monday - ONE_DAY)
    for person in people:
        if person.role in (Role.APPROVER, Role.CONTROL):
            mails.queue_digest(monday, days, person, rows)
        elif person.leads_office:
            own = [row for row in rows if row.office_id == person.department_id]
            mails.queue_digest(monday, days, person, own)


def change_plan(actor: User, offsets: list[int], hour: int) -> None:
    """Choose how many business days before the due date the offices are warned, and at what hour of Colombia."""
    if actor.role is not Role.ADMIN:
        raise Forbidden("Solo Administración cambia los avisos.")
    wanted = sorted(set(offsets), reverse=True)
    if not 1 <= len(wanted) <= MOST_OFFSETS or not all(0 <= offset <= LONGEST_OFFSET for offset in wanted):
        raise Invalid(f"Escriba entre uno y {MOST_OFFSETS} números, de 0 a {LONGEST_OFFSET}.")
    plan = db.session.merge(AlertPlan(id=1, offsets=wanted, hour=hour))
    audit.record("alerts.planned", plan, actor, offsets=wanted, hour=hour)
