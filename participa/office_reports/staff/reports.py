"""One report: reading it, writing it, its evidence."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.events import queries as events
from participa.office_reports import queries, rules, services, showing
from participa.office_reports.blueprint import staff_bp as bp
from participa.office_reports.forms import EvidenceForm, ReportForm, ReturnForm
from participa.office_reports.models import OfficeReport
from participa.office_reports.services.writing import OTHER_OFFICE
from participa.shared import files
from participa.shared.edge import keeps_text
from participa.shared.errors import Conflict, Forbidden, Invalid, NotFound

SEND = "enviar"
OF_OFFICE = "/<slug>/<int:department_id>"


def readable(slug: str, department_id: int) -> OfficeReport:
    """A report that this person may read. Raises NotFound for the one of another office."""
    report = queries.report_of(events.by_slug(slug), department_id)
    if not rules.may_read(access.signed_in(), report):
        raise Forbidden(OTHER_OFFICE)
    return report


@bp.get(OF_OFFICE)
@access.staff(*rules.READERS)
def report(slug: str, department_id: int) -> ResponseReturnValue:
    """Read a report, as it was handed in or as it is so far."""
    of = readable(slug, department_id)
    return page_of(of, ReturnForm.fresh(of))


def page_of(of: OfficeReport, form: ReturnForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "office_reports/staff/report.html",
        report=of,
        event=of.event,
        parts=showing.parts(of),
        people=showing.people(of),
        may=showing.may(access.signed_in(), of),
        returned_note=showing.returned_note(of),
        doubts=showing.doubts(of),
        form=form,
    )
    return page, status


@bp.route(f"{OF_OFFICE}/escribir", methods=["GET", "POST"])
@access.staff(Role.LIAISON)
@keeps_text(ReportForm)
def write(slug: str, department_id: int) -> ResponseReturnValue:
    """Write the report of the own office; one button keeps it, the other hands it in."""
    event = events.by_slug(slug)
    if request.method == "GET":
        of = readable(slug, department_id)
        if not rules.may_write(access.signed_in(), of):
            return redirect(url_for(".report", slug=slug, department_id=department_id), 303)
        return _writing(of, ReportForm.fresh(of))
    of, form = queries.report_to_change(event, department_id), ReportForm()
    if not form.validate():
        _own(of)
        return _writing(of, form, 422)
    is_sent = request.form.get("then") == SEND
    verb = services.send if is_sent else services.save
    try:
        verb(of, form.written, access.signed_in(), form.revision.data)
    except services.Changed as refusal:
        form.form_errors.append(refusal.message)
        form.now_seen(of)
        return _writing(of, form, refusal.status)
    except Invalid as refusal:
        form.form_errors.append(refusal.message)
        form.now_seen(of)
        return _writing(of, form, refusal.status)
    flash("Enviamos el informe al equipo." if is_sent else "Guardamos el borrador.", "success")
    return redirect(url_for(".report" if is_sent else ".write", slug=slug, department_id=department_id), 303)


def _own(of: OfficeReport) -> None:
    if not rules.is_own(access.signed_in(), of.department_id):
        raise Forbidden(OTHER_OFFICE)


def _writing(of: OfficeReport, form: ReportForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "office_reports/staff/write.html",
        report=of,
        event=of.event,
        form=form,
        parts=showing.parts(of),
        people=showing.people(of),
        call=queries.find_call(of.event_id),
        returned_note=showing.returned_note(of),
        doubts=showing.doubts(of),
    )
    return page, status


@bp.post(f"{OF_OFFICE}/guardado")
@access.staff(Role.LIAISON)
def autosave(slug: str, department_id: int) -> ResponseReturnValue:
    """Keep what is being typed; the page asks by itself. Answers the new revision, or why it was not kept."""
    of, form = queries.report_to_change(events.by_slug(slug), department_id), ReportForm()
    if not form.validate():
        _own(of)
        return {"words": "Algo es muy largo o la página venció. Use «Guardar borrador»."}, 422
    try:
        services.save(of, form.written, access.signed_in(), form.revision.data)
    except Conflict as refusal:
        return {"words": refusal.message}, 409
    return {"revision": of.revision}


@bp.route(f"{OF_OFFICE}/soportes/nuevo", methods=["GET", "POST"])
@access.staff(Role.LIAISON)
@files.takes_uploads
def new_evidence(slug: str, department_id: int) -> ResponseReturnValue:
    """Add a file or a link to the report of the own office."""
    of, form = readable(slug, department_id), EvidenceForm()
    if form.validate_on_submit():
        try:
            services.add_evidence(of, form.given(), form.form_key.data or "", access.signed_in())
        except Invalid as refusal:
            form.form_errors.append(refusal.message)
        else:
            flash("Agregamos el soporte.", "success")
            return redirect(url_for(".write", slug=slug, department_id=department_id), 303)
    page = render_template("office_reports/staff/new_evidence.html", report=of, event=of.event, form=form)
    return page, 422 if form.is_submitted() else 200


@bp.post(f"{OF_OFFICE}/soportes/<int:number>/quitar")
@access.staff(Role.LIAISON)
def remove_evidence(slug: str, department_id: int, number: int) -> ResponseReturnValue:
    """Take a piece of evidence away."""
    of = readable(slug, department_id)
    services.remove_evidence(of, queries.evidence_of(of, number), access.signed_in())
    flash("Quitamos el soporte.", "success")
    return redirect(url_for(".write", slug=slug, department_id=department_id), 303)


@bp.get(f"{OF_OFFICE}/soportes/<int:number>")
@access.staff(*rules.READERS)
def evidence(slug: str, department_id: int, number: int) -> ResponseReturnValue:
    """The file of a piece of evidence, public or not."""
    piece = queries.evidence_of(readable(slug, department_id), number)
    if piece.file is None:
        raise NotFound("Este soporte es un enlace y no un archivo.")
    return files.send(piece.file, piece.title, inline=piece.is_photo)
