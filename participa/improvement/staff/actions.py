"""Actions: what corrects a finding, until it is published. Afterwards the pages of commitments take over."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.commitments.verifiability import Advice, Told, lacks
from participa.improvement import queries, rules, services
from participa.improvement.blueprint import staff_bp as bp
from participa.improvement.forms import ActionForm
from participa.improvement.models import ImprovementFinding
from participa.improvement.services.acting import action_in
from participa.improvement.services.holding import finding_in
from participa.shared.clock import today
from participa.shared.edge import keeps_text
from participa.shared.errors import Invalid


@bp.route("/<int:number>/hallazgos/<int:finding_id>/accion", methods=["GET", "POST"])
@access.staff(*rules.EDITORS)
@keeps_text(ActionForm)
def add_action(number: int, finding_id: int) -> ResponseReturnValue:
    """Say what will be done about a finding."""
    plan, form = queries.by_id(number), ActionForm()
    form.offer(queries.offices())
    if not form.validate_on_submit():
        return _page(finding_in(plan, finding_id), form)
    try:
        action = services.add_action(plan, finding_id, form.written(), access.signed_in(), form.form_key.data or "")
    except Invalid as refusal:
        form.form_errors.append(refusal.message)
        return _page(finding_in(plan, finding_id), form)
    return _saved(number, action.commitment.code, f"Agregamos la acción {action.commitment.code}.")


@bp.route("/<int:number>/acciones/<code>", methods=["GET", "POST"])
@access.staff(*rules.EDITORS)
@keeps_text(ActionForm)
def change_action(number: int, code: str) -> ResponseReturnValue:
    """Mend an action that is not public."""
    plan = queries.by_id(number)
    action = action_in(plan, code)
    form = ActionForm.of(action)
    form.offer(queries.offices())
    if form.validate_on_submit():
        try:
            services.change_action(plan, code, form.written(), access.signed_in())
        except Invalid as refusal:
            form.form_errors.append(refusal.message)
        else:
            return _saved(number, action.commitment.code, "Guardamos la acción.")
    return _page(action.finding, form, action.commitment.code)


def _saved(number: int, code: str, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for(".detail", number=number, _anchor=code), 303)


def _page(finding: ImprovementFinding, form: ActionForm, code: str = "") -> ResponseReturnValue:
    page = render_template(
        "improvement/staff/action_form.html",
        plan=finding.plan,
        finding=finding,
        quote=queries.origins(finding.plan).quotes.get(finding.question_id or 0),
        form=form,
        code=code,
        advice=_advice(form) if form.text.data else [],
    )
    return page, 422 if form.errors else 200


def _advice(form: ActionForm) -> list[Advice]:
    """What would make it easier to tell that it was done. It never blocks."""
    office = dict(queries.offices()).get(form.lead_id.data, "")
    return lacks(Told(form.text.data or "", form.how_known.data or "", office, form.due_on.data), today())


@bp.post("/<int:number>/acciones/<code>/quitar")
@access.staff(*rules.EDITORS)
def remove_action(number: int, code: str) -> ResponseReturnValue:
    """Take away an action that is not public."""
    services.remove_action(queries.by_id(number), code, access.signed_in())
    flash("Quitamos la acción.", "success")
    return redirect(url_for(".detail", number=number), 303)
