"""What shows that something was done: files, checked by their content, and links."""

from flask import current_app

from participa.accounts.models import User
from participa.config import Settings
from participa.extensions import db
from participa.office_reports import queries, rules
from participa.office_reports.models import NewEvidence, OfficeReport, ReportEvidence
from participa.office_reports.services.writing import NOT_NOW, OTHER_OFFICE
from participa.shared import audit, files, follow_codes
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.files import FileKind


def add_evidence(report: OfficeReport, given: NewEvidence, form_key: str, actor: User) -> ReportEvidence:
    """Keep a file or a link. The same form again is the first one. Raises Forbidden, Conflict and Invalid."""
    _check(report, actor)
    settings: Settings = current_app.extensions["settings"]
    digest = follow_codes.form_key_digest(form_key, settings.code_key)
    if twin := queries.find_evidence_by_form_key(digest):
        if twin.report_id != report.id:
            raise Conflict("Recargue la página: este formulario ya se usó en otro informe.")
        return twin
    row = ReportEvidence(
        title=given.title,
        file=_kept(given),
        url="" if given.upload else given.url,
        alt_text=given.alt_text,
        is_public=given.is_public,
        form_key_digest=digest,
        author_id=actor.id,
        added_at=now(),
    )
    report.evidence.append(row)
    db.session.flush()
    audit.record("office_report.add_evidence", row, actor, report=report.id)
    return row


def _kept(given: NewEvidence) -> files.StoredFile | None:
    if given.upload is None:
        if not given.url:
            raise Invalid("Suba un archivo o escriba un enlace.")
        return None
    stored = files.keep(given.upload, FileKind, given.alt_text)
    if stored.is_picture and not given.alt_text:
        raise Invalid("Describa la imagen para quien no puede verla.")
    return stored


def remove_evidence(report: OfficeReport, evidence: ReportEvidence, actor: User) -> None:
    """Take a piece of evidence away with its file; the history keeps its digest. Raises Forbidden and Conflict."""
    _check(report, actor)
    stored = evidence.file
    audit.record("office_report.remove_evidence", evidence, actor, sha256=stored.sha256 if stored else "")
    db.session.delete(evidence)
    db.session.flush()
    if stored:
        files.remove(stored)


def _check(report: OfficeReport, actor: User) -> None:
    if not rules.is_own(actor, report.department_id):
        raise Forbidden(OTHER_OFFICE)
    report = queries.report_to_change(report.event, report.department_id)  # nobody hands it in meanwhile
    if not rules.may_write(actor, report):
        raise Conflict(NOT_NOW)
