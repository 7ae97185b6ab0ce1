"""Another person approves a report or returns it; it is published, corrected in further versions, or withdrawn."""

from participa.accounts.models import User
from participa.documents.services import news
from participa.extensions import db
from participa.reports import building, rules
from participa.reports.models import (
    FileState,
    KeptReport,
    KeptVersion,
    ReportFile,
    ReportFormat,
    ReportState,
)
from participa.reports.queries import kept
from participa.reports.services.hiding import says_hidden
from participa.reports.services.making import make_soon
from participa.reports.services.preparing import NOT_WRITER, Changed, Unfit, check_words
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, Forbidden, NotFound

NOT_REVIEWER = "Su cuenta no aprueba este informe."
NOT_PUBLISHER = "Su cuenta no publica este informe."
OWN = "Otra persona debe aprobarlo: usted escribió una parte o lo envió a revisión."
NOT_WAITING = "Este informe ya no espera esa decisión. Recargue la página."
OTHER_VERSION = "El informe cambió mientras usted lo leía. Léalo otra vez antes de aprobarlo."
NO_NOTE = "Explique qué hay que cambiar."
NO_WHY = "Explique por qué se retira. Lo lee la ciudadanía."
HIDDEN_SINCE = "Después de enviarlo se reservó un texto que este informe muestra. Devuélvalo y envíelo otra vez."
NOT_READABLE = "Esa versión no está a la vista."


def approve(report: KeptReport, digest: str, approver: User) -> None:
    """Agree with what was frozen; `digest` stands for what the approver read. A second click changes nothing.

    Raises Forbidden for who may not approve and for who wrote a part, Closed, or Changed for another content.
    """
    held = kept.to_change(report)
    version = _coming(held)
    if not rules.reviews(approver, building.kind(held)):
        raise Forbidden(NOT_REVIEWER)
    if held.state is ReportState.APPROVED and version.approved_by_id == approver.id:
        return
    if held.state is not ReportState.IN_REVIEW:
        raise Closed(NOT_WAITING)
    if kept.wrote(approver, held):
        raise Forbidden(OWN)
    if digest != version.digest:
        raise Changed(OTHER_VERSION)
    version.approved_at, version.approved_by_id = now(), approver.id
    _come_to(held, ReportState.APPROVED)
    audit.record("report_approved", held, approver, number=version.number, sha256=version.digest)


def _coming(held: KeptReport) -> KeptVersion:
    if held.coming is None:
        raise Closed(NOT_WAITING)
    return held.coming


def _come_to(held: KeptReport, state: ReportState) -> None:
    held.state, held.changed_at = state, now()
    db.session.flush()


def give_back(report: KeptReport, note: str, person: User) -> None:
    """Make it a draft again, with what has to change; the frozen copy, that nobody else read, is gone.

    Raises Forbidden, Closed, or Unfit when the reviewer gives no note.
    """
    held = kept.to_change(report)
    version, kind = _coming(held), building.kind(held)
    if not rules.may_return(person, kind, held):
        raise Forbidden(NOT_REVIEWER)
    if rules.reviews(person, kind) and not note:
        raise Unfit(NO_NOTE)
    held.note = note
    held.versions.remove(version)
    db.session.delete(version)
    _come_to(held, ReportState.DRAFT)
    audit.record("report_returned", held, person, number=version.number)


def publish(report: KeptReport, publisher: User) -> KeptVersion:
    """Let everybody read the approved version, and have its files made. A second click changes nothing.

    Raises Forbidden, Closed when nothing approved waits, or Conflict when it says what was hidden since it was frozen.
    """
    held = kept.to_change(report)
    if not rules.publishes(publisher, building.kind(held)):
        raise Forbidden(NOT_PUBLISHER)
    if held.state is ReportState.PUBLISHED and held.newest and held.newest.published_by_id == publisher.id:
        return held.newest
    if held.state is not ReportState.APPROVED:
        raise Closed(NOT_WAITING)
    version = _coming(held)
    if says_hidden(version):
        raise Conflict(HIDDEN_SINCE)
    version.published_at, version.published_by_id = now(), publisher.id
    version.files = [ReportFile(format=one, state=FileState.WAITING, tries=0) for one in ReportFormat]
    held.published_at, held.reason = held.published_at or now(), ""
    _come_to(held, ReportState.PUBLISHED)
    audit.record("report_published", held, publisher, number=version.number, sha256=version.digest)
    _tell(held, version)
    make_soon(version)
    return version


def _tell(held: KeptReport, version: KeptVersion) -> None:
    path = building.path_of(held)
    title = version.title if version.number == 1 else f"{version.title} (versión {version.number})"
    news.take_back(path)
    news.tell("Informe", title, path, now())


def reopen(report: KeptReport, author: User) -> None:
    """Begin a correction: what is public stays until the next version. Raises Forbidden or Closed."""
    held = kept.to_change(report)
    if not rules.writes(author, building.kind(held)):
        raise Forbidden(NOT_WRITER)
    if held.state is not ReportState.PUBLISHED:
        raise Closed(NOT_WAITING)
    _come_to(held, ReportState.DRAFT)
    audit.record("report_reopened", held, author)


def withdraw(report: KeptReport, number: int, reason: str, person: User) -> None:
    """Hide a published version that shows what it should not; its number, digest and the reason stay in view.

    Raises Forbidden, NotFound for a version that nobody reads, or Unfit without a reason fit to be read.
    """
    held = kept.to_change(report)
    if not rules.reviews(person, building.kind(held)):
        raise Forbidden(NOT_REVIEWER)
    version = next((one for one in held.public_versions if one.number == number and one.is_readable), None)
    if version is None:
        raise NotFound(NOT_READABLE)
    if not reason:
        raise Unfit(NO_WHY)
    check_words(reason)
    version.withdrawn_at, version.withdrawn_by_id, version.withdrawn_reason = now(), person.id, reason
    held.changed_at = now()
    db.session.flush()
    if version is held.newest:
        news.take_back(building.path_of(held))
    audit.record("report_version_withdrawn", held, person, number=number)


def try_again(report: KeptReport, person: User) -> None:
    """Have the files that could not be made tried anew. Raises Forbidden, or Conflict when none failed."""
    held = kept.to_change(report)
    if not rules.publishes(person, building.kind(held)):
        raise Forbidden(NOT_PUBLISHER)
    failed = [file for version in held.versions for file in version.files if file.state is FileState.FAILED]
    if not failed:
        raise Conflict("No hay archivos por hacer otra vez.")
    for file in failed:
        file.state, file.tries, file.held_until = FileState.WAITING, 0, None
    db.session.flush()
    audit.record("report_files_retried", held, person)
    for version in {file.version for file in failed}:
        make_soon(version)
