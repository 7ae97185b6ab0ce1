"""The spaces with reports: who is missing, asking for them and reminding."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version

from participa.accounts import access
from participa.accounts.models import Role
from participa.events import queries as events
from participa.events.models import Event
from participa.office_reports import queries, rules, services
from participa.office_reports.blueprint import staff_bp as bp
from participa.office_reports.forms import AskForm, UnaskForm
from participa.shared.clock import today
from participa.shared.errors import Conflict, DomainError, Forbidden
from participa.shared.paging import asked_page
from participa.shared.templating import counted

USUAL_DAYS = timedelta(days=10)
TO_BEGIN = "Su dependencia todavía no tiene informe de este espacio."


@bp.get("/")
@access.staff(*rules.READERS)
def index() -> ResponseReturnValue:
    """The team: every space with reports. A liaison: the reports of the own office."""
    person = access.signed_in()
    if person.role is Role.LIAISON:
        page = queries.of_office(person.department_id, asked_page())
        return render_template("office_reports/staff/own.html", page=page, calls=queries.due_days(page.items))
    page = queries.calls(asked_page())
    return render_template("office_reports/staff/index.html", page=page, rows=queries.progress(page.items))


@bp.get("/<slug>")
@access.staff(*rules.READERS)
def space(slug: str) -> ResponseReturnValue:
    """Who handed in and who did not. A liaison is led to the own report."""
    event, person = events.by_slug(slug), access.signed_in()
    if person.role is not Role.LIAISON:
        return _page(event, _fresh(event))
    report = queries.find_report(event.id, person.department_id) if person.department_id else None
    if report is None:
        return render_template("office_reports/staff/begin.html", event=event, may=rules.takes_reports(event))
    page = ".write" if rules.may_write(person, report) else ".report"
    return redirect(url_for(page, slug=slug, department_id=report.department_id), 303)


def _fresh(event: Event) -> AskForm:
    """The offices concerned ticked, ten days ahead or the day that was said."""
    call = queries.find_call(event.id)
    asked = [report.department_id for report in queries.reports_of(event.id)]
    ticked = asked or queries.offices_concerned(event)
    due_on = call.due_on if call and call.due_on >= today() else today() + USUAL_DAYS
    return _offer(AskForm(formdata=None, data={"offices": ticked, "due_on": due_on}))


def _offer(form: AskForm) -> AskForm:
    form.offices.choices = [SelectChoice(office.id, office.name) for office in queries.offices()]
    return form


def _page(event: Event, form: AskForm, status: int = 200) -> ResponseReturnValue:
    person, reports = access.signed_in(), queries.reports_of(event.id)
    page = render_template(
        "office_reports/staff/space.html",
        event=event,
        form=form,
        call=queries.find_call(event.id),
        reports=reports,
        may_ask=rules.may_ask(person, event),
        to_unask=[report.id for report in reports if rules.may_unask(person, report)],
    )
    return page, status


@bp.post("/<slug>/pedir")
@access.staff(*rules.TEAM)
def ask(slug: str) -> ResponseReturnValue:
    """Ask these offices for their report, or give them another day."""
    event, form = events.by_slug(slug), _offer(AskForm())
    if not form.validate() or form.due_on.data is None:
        return _page(event, form, 422)
    try:
        services.ask(event, form.offices.data or [], form.due_on.data, access.signed_in())
    except Forbidden:
        raise
    except DomainError as refusal:
        form.refuse("due_on", refusal.message)
        return _page(event, form, refusal.status)
    flash("Pedimos los informes. Cada enlace recibe un correo.", "success")
    return redirect(url_for(".space", slug=slug), 303)


@bp.post("/<slug>/recordar")
@access.staff(*rules.TEAM)
def remind(slug: str) -> ResponseReturnValue:
    """Write to the offices that are missing."""
    late = services.remind(events.by_slug(slug), access.signed_in())
    words = f"Avisamos a {counted(late, 'dependencia', 'dependencias')}." if late else "No falta ninguna dependencia."
    flash(words, "success")
    return redirect(url_for(".space", slug=slug), 303)


@bp.route("/<slug>/<int:department_id>/dejar-de-pedir", methods=["GET", "POST"])
@access.staff(*rules.TEAM)
def unask(slug: str, department_id: int) -> ResponseReturnValue:
    """Take back that an office was asked by mistake, after saying so."""
    report, form = queries.report_of(events.by_slug(slug), department_id), UnaskForm()
    if form.validate_on_submit():
        services.unask(report, access.signed_in())
        flash("La dependencia ya no tiene que informar. Le avisamos por correo.", "success")
        return redirect(url_for(".space", slug=slug), 303)
    if not rules.may_unask(access.signed_in(), report):
        raise Conflict(services.BEGUN)
    page = render_template("office_reports/staff/unask.html", report=report, event=report.event, form=form)
    return page, 422 if form.is_submitted() else 200


@bp.post("/<slug>/empezar")
@access.staff(Role.LIAISON)
def begin(slug: str) -> ResponseReturnValue:
    """Make the report of the own office, which nobody asked for yet."""
    report = services.begin(events.by_slug(slug), access.signed_in())
    return redirect(url_for(".write", slug=slug, department_id=report.department_id), 303)
