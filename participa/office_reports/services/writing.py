"""An office writes its report and hands it in. Each time it is handed in is a version that stays."""

from participa.accounts.models import User
from participa.extensions import db
from participa.office_reports import rules
from participa.office_reports.models import PARTS, OfficeReport, ReportMove, ReportState, ReportVersion, Written
from participa.office_reports.queries import brought
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.templating import moment

NOT_NOW = "Este informe ya se envió. Si hay que corregirlo, pida que se lo devuelvan."
WAS_RETURNED = "Le devolvieron este informe mientras usted lo miraba. Lea el motivo y envíelo otra vez."
OTHER_OFFICE = "Usted solo escribe el informe de su dependencia."


class Changed(Conflict):
    """Somebody else wrote in the report since this person opened it."""


def save(report: OfficeReport, written: Written, actor: User, seen: int | None) -> None:
    """Keep what the office has so far. Raises Forbidden, Conflict, or Changed when somebody wrote meanwhile."""
    _check(report, actor)
    if seen is not None and seen != report.revision and not _holds(report, written):
        who = report.changed_by.name if report.changed_by else "Otra persona"
        raise Changed(f"{who} guardó otro borrador ({moment(report.changed_at)}). El suyo no se guardó.")
    if _holds(report, written):
        return
    for name, text in written.parts.items():
        setattr(report, name, text)
    report.filled_as, report.attendees = written.filled_as, written.attendees
    report.begun_at = report.begun_at or now()
    report.changed_at, report.changed_by_id = now(), actor.id
    db.session.flush()  # the revision is counted when it is written


def _check_return_was_read(report: OfficeReport, seen: int | None) -> None:
    """A page from before it was given back hands nothing in again, unless somebody wrote since then."""
    is_as_returned = report.state is ReportState.RETURNED and report.changed_at < report.moves[-1].at
    if is_as_returned and seen is not None and seen != report.revision:
        raise Changed(WAS_RETURNED)


def _check(report: OfficeReport, actor: User) -> None:
    if not rules.is_own(actor, report.department_id):
        raise Forbidden(OTHER_OFFICE)
    if not rules.may_write(actor, report):
        raise Conflict(NOT_NOW)


def _holds(report: OfficeReport, written: Written) -> bool:
    same = report.parts == written.parts and report.filled_as == written.filled_as
    return report.is_begun and same and report.attendees == written.attendees


def send(report: OfficeReport, written: Written, actor: User, seen: int | None) -> ReportVersion:
    """Keep it and hand it to the team with what the platform knows now. The second click gives the same version.

    Raises as `save` does, and Invalid for what is missing.
    """
    last = report.last_version
    if report.state is ReportState.SENT and last and last.parts == written.parts and last.author_id == actor.id:
        return last
    _check_return_was_read(report, seen)
    save(report, written, actor, seen)
    known, people = brought.lines(report.event, report.department_id), brought.attendees(report.event)
    if lacks := lacking(written, known, people):
        raise Invalid(lacks[0])
    version = ReportVersion(
        number=last.number + 1 if last else 1,
        parts=written.parts,
        brought=known,
        attendees=written.attendees,
        counted=people,
        filled_as=written.filled_as,
        at=now(),
        author_id=actor.id,
    )
    report.versions.append(version)
    step(report, ReportState.SENT, actor)
    return version


def lacking(written: Written, known: brought.Lines, people: int | None) -> list[str]:
    """What keeps a report from being handed in, in whole sentences."""
    empty = [label for part, label in PARTS.items() if not written.parts[part].strip() and not known[part]]
    found = [f"Falta «{label}». Si no hubo, escríbalo." for label in empty]
    if not written.filled_as:
        found.append("Escriba el cargo de quien llena el informe.")
    if people is None and written.attendees is None:
        found.append("Escriba cuántas personas asistieron. La plataforma no las contó.")
    return found


def step(report: OfficeReport, to: ReportState, actor: User, note: str = "") -> None:
    """Bring a report into a state and leave its trace."""
    move = ReportMove(from_state=report.state, to_state=to, at=now(), author_id=actor.id, note=note)
    report.moves.append(move)
    report.state = to
    db.session.flush()
    audit.record("office_report.step", report, actor, from_state=move.from_state, to_state=to)
