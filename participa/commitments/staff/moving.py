"""A new date, another office, an end and a new start, each with its public reason."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.commitments import rules, services
from participa.commitments.blueprint import staff_bp as bp
from participa.commitments.forms.reporting import EndForm, ReassignForm, ReopenForm, RescheduleForm
from participa.commitments.models import Commitment, CommitmentState
from participa.commitments.queries import own, staff
from participa.commitments.services import history, moving
from participa.commitments.staff.asking import DONE, pending, require_on_opening, step_of, to_detail, tried
from participa.shared.edge import keeps_text


@bp.route("/<code>/fecha", methods=["GET", "POST"])
@access.staff(Role.LIAISON, Role.APPROVER)
@keeps_text(RescheduleForm)
def reschedule(code: str) -> ResponseReturnValue:
    """Give all of it, or one step, another date."""
    commitment, person = staff.by_code(code), access.signed_in()
    history.require(rules.is_mover(person, commitment), moving.MAY_NOT_MOVE)
    require_on_opening(commitment)
    form = RescheduleForm(step=request.args.get("paso", ""))
    form.offer(commitment, pending(commitment))
    status = tried(form, lambda: _reschedule(commitment, form))
    if status == DONE:
        flash("La fecha nueva quedó guardada. La anterior sigue a la vista.", "good")
        return to_detail(commitment)
    return render_template("commitments/staff/reschedule.html", form=form, commitment=commitment), status


def _reschedule(commitment: Commitment, form: RescheduleForm) -> None:
    assert form.due_on.data is not None  # noqa: S101 - the form is valid
    step, reason = step_of(commitment, form.step.data), form.reason.data or ""
    services.reschedule(commitment, form.due_on.data, reason, form.form_key.data, access.signed_in(), step)


@bp.route("/<code>/dependencia", methods=["GET", "POST"])
@access.staff(Role.APPROVER)
@keeps_text(ReassignForm)
def reassign(code: str) -> ResponseReturnValue:
    """Give it to another office, or let others share it."""
    commitment, person = staff.by_code(code), access.signed_in()
    require_on_opening(commitment)
    shared = [office.department_id for office in commitment.offices]
    form = ReassignForm(lead=str(commitment.lead_id), offices=[str(number) for number in shared])
    form.offer(own.offices({commitment.lead_id, *shared}))
    said = (form.reason.data or "", form.form_key.data, person)
    status = tried(form, lambda: services.reassign(commitment, int(form.lead.data), form.shared, *said))
    if status == DONE:
        flash("La responsabilidad cambió. El cambio quedó en la historia.", "good")
        return to_detail(commitment)
    return render_template("commitments/staff/reassign.html", form=form, commitment=commitment), status


@bp.route("/<code>/terminar", methods=["GET", "POST"])
@access.staff(Role.APPROVER)
@keeps_text(EndForm)
def end(code: str) -> ResponseReturnValue:
    """Declare that it was not fulfilled, or that it is not viable."""
    commitment, form, person = staff.by_code(code), EndForm(), access.signed_in()
    require_on_opening(commitment)
    said = (form.reason.data or "", form.form_key.data, person)
    status = tried(form, lambda: services.end(commitment, CommitmentState(form.state.data), *said))
    if status == DONE:
        flash("El compromiso quedó terminado. El motivo es público.", "good")
        return to_detail(commitment)
    return render_template("commitments/staff/end.html", form=form, commitment=commitment), status


@bp.route("/<code>/reabrir", methods=["GET", "POST"])
@access.staff(Role.APPROVER)
@keeps_text(ReopenForm)
def reopen(code: str) -> ResponseReturnValue:
    """Make it pending again."""
    commitment, form, person = staff.by_code(code), ReopenForm(), access.signed_in()
    if request.method == "GET":
        moving.require_over(commitment)
    said = (form.reason.data or "", form.form_key.data, person, form.percent.data)
    status = tried(form, lambda: services.reopen(commitment, *said))
    if status == DONE:
        flash("El compromiso volvió a quedar pendiente.", "good")
        return to_detail(commitment)
    return render_template("commitments/staff/reopen.html", form=form, commitment=commitment), status
