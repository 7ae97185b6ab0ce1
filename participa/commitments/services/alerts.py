"""The alerts of each working day, in one mail for each person: dates that come near, and what is overdue.

Overdue is told to the office, to who heads it and to internal control on its first working day, and then each week.
That an alert was given stays in the history of acts, so that none goes out twice, also after days without service.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from flask import current_app
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import Role, User
from participa.calendar.queries import current_calendar
from participa.commitments import reminding, team_mails
from participa.commitments.models import Commitment
from participa.commitments.queries import alerts as queries
from participa.commitments.queries.alerts import Dated
from participa.config import Settings
from participa.deadlines.queries import alerts as people_of
from participa.extensions import db
from participa.shared import audit
from participa.shared.business_days import next_business_day
from participa.shared.clock import local, now, today
from participa.shared.unit_of_work import unit_of_work

LOOKED = "commitment_alerts_looked_on"


def remind_due() -> None:
    """Write the alerts of today from the hour of the alerts of terms on. A chore of each minute; it looks once a day.

    What is published or moved later in the day is told on the next working one.
    """
    day = today()
    if current_app.extensions.get(LOOKED) == day or not _is_time(day):
        db.session.rollback()  # only read; the chores of a minute hold nothing
        return
    try:
        with unit_of_work():
            _write(day)
    except IntegrityError:  # another process did it in the same minute
        return
    current_app.extensions[LOOKED] = day


def _is_time(day: date) -> bool:
    return local(now()).hour >= people_of.plan().hour and current_calendar().is_business_day(day)


def _write(day: date) -> None:
    due = list(_due(day))
    people = people_of.team() if due else []
    heard: dict[int, list[tuple[str, Dated]]] = {}
    for stage, one in due:
        for person, reason in _hearers(people, one, stage).items():
            heard.setdefault(person.id, []).append((reason, one))
    for person in people:
        if person.id in heard:
            team_mails.queue_alert(day, person, heard[person.id])
    for stage, one in due:
        _note(one, stage)


def _due(day: date) -> Iterator[tuple[str, Dated]]:
    """The dates whose present alert was not given, with its stage."""
    settings: Settings = current_app.extensions["settings"]
    offsets, following = settings.commitment_reminders, next_business_day(day, current_calendar())
    told = queries.told_of_late()
    for one in queries.dated_until(following + timedelta(days=max(offsets, default=0))):
        stage = reminding.stage_of(one.due_on, day, following, offsets)
        if stage and (one.commitment_id, one.step_id or 0, one.due_on.isoformat(), stage) not in told:
            yield stage, one


def _note(one: Dated, stage: str) -> None:
    subject = Commitment(id=one.commitment_id)  # never added: the history of acts asks only for its number
    audit.record(queries.TOLD, subject, step=one.step_id or 0, due_on=one.due_on.isoformat(), stage=stage)


def _hearers(people: Sequence[User], one: Dated, stage: str) -> dict[User, str]:
    """Who hears of a date and why; each person once."""
    heard: dict[User, str] = {}
    for reason, person in _reasons(people, one, stage):
        heard.setdefault(person, reason)
    return heard


def _reasons(people: Sequence[User], one: Dated, stage: str) -> Iterator[tuple[str, User]]:
    is_overdue = reminding.is_overdue(stage)
    for office_id in one.office_ids:
        liaisons = people_of.liaisons_of(people, office_id)
        yield from (("liaison", person) for person in liaisons)
        if not liaisons:
            yield from (("no-liaison", person) for person in people_of.with_role(people, Role.APPROVER))
        if is_overdue:
            yield from _heads(people, office_id)
    if is_overdue:
        yield from (("control", person) for person in people_of.with_role(people, Role.CONTROL))


def _heads(people: Sequence[User], office_id: int) -> Iterator[tuple[str, User]]:
    heads = people_of.heads_of(people, office_id)
    yield from (("head", person) for person in heads)
    if not heads:
        yield from (("no-head", person) for person in people_of.with_role(people, Role.APPROVER))
