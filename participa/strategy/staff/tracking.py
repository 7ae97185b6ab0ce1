"""Reporting the progress of activities, verifying it, and what waits for each."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.shared import clock, files
from participa.shared.edge import keeps_text
from participa.shared.errors import DomainError, Forbidden, Invalid
from participa.shared.forms import new_form_key
from participa.shared.paging import asked_page
from participa.strategy import queries, rules, services
from participa.strategy.forms.tracking import ReportForm, VerificationForm
from participa.strategy.models import SHOWN_STATE_LABELS, SHOWN_STATE_TONES, Activity
from participa.strategy.staff.blueprint import MOST, bp
from participa.strategy.timeline import timeline_of
from participa.strategy.tracking import all_tracked, codes_of, compared, found_of, label_of, next_slot, tracked
from participa.strategy.when import last_day

OTHER_OFFICE = "Esta actividad es de otra dependencia. Pida a su enlace que informe el avance."


@bp.get("/mis-actividades")
@access.staff(Role.LIAISON, Role.APPROVER, Role.COMMUNICATIONS)
def mine() -> ResponseReturnValue:
    """The activities in force of one's office, or of all for who leads, what is due first at the top."""
    person, today = access.signed_in(), clock.today()
    is_liaison = person.role is Role.LIAISON
    activities = queries.activities_of_office(person.department_id or 0 if is_liaison else None)
    every = all_tracked(activities, queries.histories(activities), today)
    rows = [(one, next_slot(one), found_of(one)) for one in every]
    is_open = {one.activity.id: rules.is_open(slot.shown) for one, slot, _ in rows}
    rows.sort(key=lambda row: (not is_open[row[0].activity.id], row[1].last_day or last_day(row[0].activity) or today))
    office = person.department if is_liaison else None
    return render_template(
        "strategy/staff/mine.html",
        rows=rows,
        is_open=is_open,
        office=office,
        shown_labels=SHOWN_STATE_LABELS,
        shown_tones=SHOWN_STATE_TONES,
    )


@bp.get("/por-verificar")
@access.staff(Role.CONTROL)
def to_verify() -> ResponseReturnValue:
    """The reports that internal control has not looked at, the oldest first."""
    page = queries.unverified(asked_page())
    return render_template("strategy/staff/to_verify.html", page=page, label_of=label_of)


@bp.get(f"/actividades/<int(max={MOST}):activity_id>/avance")
@access.staff()
def tracking(activity_id: int) -> ResponseReturnValue:
    """What was reported and what was verified, period by period, and the whole history."""
    activity, person = queries.activity(activity_id), access.signed_in()
    reports = queries.history(activity)
    return render_template(
        "strategy/staff/tracking.html",
        activity=activity,
        tracked=tracked(activity, reports, clock.today()),
        history=timeline_of(reports, lambda stored: url_for(".evidence", name=stored.name), is_team=True),
        compared=compared,
        label_of=label_of,
        may_report=rules.may_report(person, activity) and rules.is_revisable(activity.strategy.state),
        may_verify=rules.may_verify(person),
        may_edit=rules.may_edit(person) and rules.is_editable(activity.strategy.state),
        may_withdraw=rules.may_edit(person),
    )


@bp.route(f"/actividades/<int(max={MOST}):activity_id>/avance/nuevo", methods=["GET", "POST"])
@files.takes_uploads
@access.staff(Role.LIAISON, Role.APPROVER, Role.COMMUNICATIONS)
@keeps_text(ReportForm)
def report(activity_id: int) -> ResponseReturnValue:
    """Report how a period goes. What is refused is said beside the form, with the typed text."""
    activity = queries.activity(activity_id)
    form, status = _report_form(activity), 200
    if request.method == "GET" and not rules.may_report(access.signed_in(), activity):
        raise Forbidden(OTHER_OFFICE)
    if form.validate_on_submit():
        try:
            services.report(activity, form.told(), form.form_key.data, access.signed_in())
        except services.Repeated as problem:
            form.form_errors.append(problem.message)
            form.form_key.data, status = new_form_key(), problem.status
        except DomainError as problem:
            _refuse(form, problem)
            status = problem.status
        else:
            flash("El avance quedó guardado.", "good")
            return redirect(url_for(".tracking", activity_id=activity.id), 303)
    page = render_template("strategy/staff/report.html", form=form, activity=activity, periods=codes_of(activity))
    return page, status if status != 200 or not form.errors else 422


def _report_form(activity: Activity) -> ReportForm:
    codes = codes_of(activity)
    one = tracked(activity, queries.history(activity), clock.today()) if request.method == "GET" else None
    form = ReportForm(period=next_slot(one).period if one else codes[0])
    form.offer([(code, label_of(code)) for code in codes])
    return form


def _refuse(form: ReportForm, problem: DomainError) -> None:
    """Beside the field that can mend it."""
    message = OTHER_OFFICE if isinstance(problem, Forbidden) else problem.message
    if "período" in message:
        form.refuse("period", message)
    elif form.file.data and isinstance(problem, Invalid):
        form.refuse("file", message)
    else:
        form.refuse("state", message)


@bp.route(f"/avances/<int(max={MOST}):report_id>/verificar", methods=["GET", "POST"])
@access.staff(Role.CONTROL)
@keeps_text(VerificationForm)
def verify(report_id: int) -> ResponseReturnValue:
    """Write what internal control found of a report."""
    row, form, status = queries.report(report_id), VerificationForm(), 422
    if form.validate_on_submit():
        try:
            services.verify(row, form.found(), form.note.data or "", form.form_key.data, access.signed_in())
        except services.Repeated as problem:
            form.form_errors.append(problem.message)
            form.form_key.data, status = new_form_key(), problem.status
        except Invalid as problem:
            form.refuse("note", problem.message)
        else:
            flash("La verificación quedó guardada.", "good")
            return redirect(url_for(".tracking", activity_id=row.activity_id), 303)
    page = render_template("strategy/staff/verify.html", form=form, report=row, label=label_of(row.period))
    return page, status if form.errors else 200


@bp.get("/evidencias/<string(length=32):name>")
@access.staff()
def evidence(name: str) -> ResponseReturnValue:
    """A file of evidence, internal or not."""
    stored, description = queries.evidence_of_file(name)
    return files.send(stored, description, inline=True)


@bp.post(f"/evidencias/<int(max={MOST}):evidence_id>/retirar")
@access.staff(Role.APPROVER, Role.COMMUNICATIONS)
def withdraw(evidence_id: int) -> ResponseReturnValue:
    """Show a piece of evidence to the team only."""
    found = queries.evidence(evidence_id)
    services.withdraw(found, access.signed_in())
    flash("La evidencia quedó solo para el equipo.", "good")
    return redirect(url_for(".tracking", activity_id=found.report.activity_id), 303)
