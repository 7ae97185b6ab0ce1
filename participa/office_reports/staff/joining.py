"""The team's part: give a report back, put it into the whole, publish the whole, take it along."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.events import queries as events
from participa.office_reports import queries, rules, services
from participa.office_reports import whole as wholes
from participa.office_reports.blueprint import staff_bp as bp
from participa.office_reports.forms import JoinForm, ReturnForm, SummaryForm
from participa.office_reports.models import OfficeReport
from participa.office_reports.public import CSV, WORKBOOK
from participa.office_reports.staff.reports import OF_OFFICE, page_of, readable
from participa.shared import personal_data, tables
from participa.shared.downloads import as_file
from participa.shared.errors import Conflict, Invalid

ALL = (*rules.TEAM, Role.CONTROL)


@bp.post(f"{OF_OFFICE}/devolver")
@access.staff(*rules.TEAM)
def give_back(slug: str, department_id: int) -> ResponseReturnValue:
    """Return a report to its office, with what to mend."""
    event, form = events.by_slug(slug), ReturnForm.sent()
    of = queries.report_to_change(event, department_id)
    if not form.validate():
        return page_of(of, form, 422)
    try:
        services.give_back(of, form.note.data or "", access.signed_in(), form.seen)
    except services.Changed as refusal:
        return _read_again(of, form, refusal)
    flash("Devolvimos el informe. La dependencia recibe un correo.", "success")
    return redirect(url_for(".space", slug=slug), 303)


@bp.post(f"{OF_OFFICE}/incorporar")
@access.staff(*rules.TEAM)
def consolidate(slug: str, department_id: int) -> ResponseReturnValue:
    """Put a report into the whole."""
    of, form = queries.report_to_change(readable(slug, department_id).event, department_id), JoinForm.sent()
    try:
        services.consolidate(of, access.signed_in(), form.seen)
    except services.Changed as refusal:
        return _read_again(of, ReturnForm.fresh(of), refusal)
    flash(f"El informe de {of.department.name} está en el consolidado.", "success")
    return redirect(url_for(".space", slug=slug), 303)


def _read_again(of: OfficeReport, form: ReturnForm, refusal: Conflict) -> ResponseReturnValue:
    form.form_errors.append(refusal.message)
    form.now_seen(of)
    return page_of(of, form, refusal.status)


@bp.get("/<slug>/consolidado")
@access.staff(*ALL)
def whole(slug: str) -> ResponseReturnValue:
    """The reports put together, before everybody reads them."""
    made = _made(slug)
    return _page(made, SummaryForm(formdata=None, data={"summary": made.call.summary}))


def _made(slug: str) -> wholes.Whole:
    event = events.by_slug(slug)
    return wholes.of(event, queries.call_of(event), queries.consolidated(event.id))


def _page(made: wholes.Whole, form: SummaryForm, status: int = 200) -> ResponseReturnValue:
    texts = [made.call.summary, *(text for part in made.parts for _office, text in part.typed)]
    page = render_template(
        "office_reports/staff/whole.html",
        whole=made,
        form=form,
        doubts=personal_data.described(personal_data.findings("\n".join(texts))),
        missing=queries.missing(made.event.id),
        may_write=rules.may_change_whole(access.signed_in(), made.call),
        may_publish=rules.may_publish(access.signed_in()) and made.call.published_at is None,
    )
    return page, status


@bp.post("/<slug>/consolidado")
@access.staff(*rules.TEAM)
def summarise(slug: str) -> ResponseReturnValue:
    """Write what opens the whole."""
    made, form = _made(slug), SummaryForm()
    if not form.validate():
        return _page(made, form, 422)
    services.summarise(made.call, form.summary.data or "", access.signed_in())
    flash("Guardamos las palabras del equipo.", "success")
    return redirect(url_for(".whole", slug=slug), 303)


@bp.post("/<slug>/publicar")
@access.staff(Role.APPROVER)
def publish(slug: str) -> ResponseReturnValue:
    """Let everybody read the whole."""
    made = _made(slug)
    try:
        services.publish(made.call, access.signed_in())
    except Invalid as refusal:
        form = SummaryForm(formdata=None, data={"summary": made.call.summary})
        form.form_errors.append(refusal.message)
        return _page(made, form, refusal.status)
    flash("Publicamos el consolidado.", "success")
    return redirect(url_for(".whole", slug=slug), 303)


@bp.get("/<slug>/consolidado.csv")
@access.staff(*ALL)
def table(slug: str) -> ResponseReturnValue:
    """The whole as a table in text, for the team."""
    body = tables.as_csv(wholes.COLUMNS, wholes.rows(_made(slug), is_public=False))
    return body, 200, as_file(CSV, f"informes-equipo-{slug[:80]}.csv")


@bp.get("/<slug>/consolidado.xlsx")
@access.staff(*ALL)
def workbook(slug: str) -> ResponseReturnValue:
    """The whole as a workbook, for the team."""
    body = tables.as_workbook("Informes", wholes.COLUMNS, wholes.rows(_made(slug), is_public=False))
    return body, 200, as_file(WORKBOOK, f"informes-equipo-{slug[:80]}.xlsx")
