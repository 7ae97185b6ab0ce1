"""A version that says what was hidden after it was frozen is withdrawn by itself, with a note for everybody.

It is looked at as soon as a text is hidden. A chore looks again, should that job be lost, and publishing looks too.
"""

from datetime import datetime, timedelta

from flask import current_app

from participa.accounts.models import Role, User
from participa.config import Settings
from participa.deadlines.queries import alerts as people_of
from participa.documents.services import news
from participa.extensions import db
from participa.questions.models import QuestionMove
from participa.questions.queries import public
from participa.reports import building
from participa.reports.models import KeptReport, KeptVersion, ReportState
from participa.reports.queries import hidden, kept
from participa.reports.queries.hidden import Hidden
from participa.shared import audit, jobs, mail
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work, when_kept

LOOKED = "reports_looked_for_hidden_until"
FIRST_LOOK, MARGIN = timedelta(days=2), timedelta(minutes=10)
MAY_HIDE = ("visibility", "mark", "correction")  # axes of the steps of a question
REASON = "Mostraba un texto que después se reservó. La entidad prepara una versión sin ese texto."
NOTE = "Después de enviarlo se reservó un texto que mostraba. Revíselo y envíelo otra vez."
SUBJECT = "Un informe se retiró: hay que corregirlo"
BODY = """Buen día:

Se reservó un texto que salía en este informe:
{title}

La plataforma retiró {versions}. Prepare la corrección aquí:
{page}

{entity}
"""


def hear(step: QuestionMove) -> None:
    """Of the steps of a question, those that may hide something of it."""
    if step.axis not in MAY_HIDE or step.to_value in public.READABLE:
        return
    question_id = step.question_id or step.question.id
    when_kept(lambda: jobs.soon(look_at_reports_of_question, question_id))


@jobs.job
def look_at_reports_of_question(question_id: int) -> None:
    """Withdraw what says something hidden of a question. Repeating it does no harm."""
    found = hidden.of_question(question_id)
    if found is not None:
        _withdraw_all(found)
    db.session.rollback()


def look_for_hidden() -> None:
    """The chore of each minute: whatever was hidden since the last look. The first look of a process goes further."""
    start = now()
    since: datetime = current_app.extensions.get(LOOKED, start - FIRST_LOOK)
    for one in hidden.since(since - MARGIN):
        _withdraw_all(one)
    db.session.rollback()
    current_app.extensions[LOOKED] = start


def says_hidden(version: KeptVersion) -> bool:
    """Whether a version that waits says something that was hidden since it was frozen."""
    said, space = hidden.words_of(version.id), version.report.event_id

    def is_about(radicado: str, event_id: int | None) -> bool:
        return radicado in said or (space is not None and space == event_id)

    return any(one.is_in(said) for one in hidden.since(version.cut_at - MARGIN, is_about))


def _withdraw_all(found: Hidden) -> None:
    numbers = hidden.reports_saying(found)
    db.session.rollback()
    for number in numbers:
        with unit_of_work():
            _withdraw(kept.to_change(db.session.get_one(KeptReport, number)), found)


def _withdraw(held: KeptReport, found: Hidden) -> None:
    saying = [one for one in held.versions if one.withdrawn_at is None and found.is_in(hidden.words_of(one.id))]
    public = [one for one in saying if one.is_readable]
    for version in public:
        version.withdrawn_at, version.withdrawn_reason = now(), REASON
        audit.record("report_version_withdrawn", held, number=version.number, hidden=found.radicado)
    if held.newest in public:
        news.take_back(building.path_of(held))
    for version in saying:
        if version not in public:
            _give_back(held, version)
    held.changed_at = now()
    db.session.flush()
    if public:
        _tell(held, public)


def _give_back(held: KeptReport, version: KeptVersion) -> None:
    held.note, held.state = NOTE, ReportState.DRAFT
    held.versions.remove(version)
    db.session.delete(version)
    audit.record("report_returned", held, number=version.number)


def _tell(held: KeptReport, versions: list[KeptVersion]) -> None:
    settings: Settings = current_app.extensions["settings"]
    path = f"/informes/gestion/{held.slug}"
    numbers = ", ".join(str(one.number) for one in versions)
    body = BODY.format(
        title=held.title,
        versions=f"la versión {numbers}" if len(versions) == 1 else f"las versiones {numbers}",
        page=settings.public_url + path if settings.public_url else f"este sitio: {path}",
        entity=settings.entity.name,
    )
    for person in people_of.team():
        if _hears(person, held):
            mail.queue(f"report-hidden/{versions[-1].id}/{person.id}", person.email, SUBJECT, body)


def _hears(person: User, held: KeptReport) -> bool:
    kind = building.kind(held)
    return person.role in {*kind.roles, *kind.approvers, Role.APPROVER}


jobs.each_minute(look_for_hidden)
