"""Findings: brought from other pages or typed, with their cause."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from participa.accounts import access
from participa.improvement import queries, rules, services, showing
from participa.improvement.blueprint import staff_bp as bp
from participa.improvement.forms import BringForm, CauseForm, FindingForm
from participa.improvement.models import ImprovementFinding, ImprovementPlan
from participa.improvement.queries import Source
from participa.improvement.services.holding import finding_in
from participa.shared import files
from participa.shared.clock import today
from participa.shared.edge import keeps_text
from participa.shared.errors import Invalid
from participa.shared.html import to_line
from participa.shared.paging import asked_page
from participa.shared.templating import counted


@bp.route("/<int:number>/evaluacion", methods=["GET", "POST"])
@access.staff(*rules.EDITORS)
def from_evaluation(number: int) -> ResponseReturnValue:
    """Recommendations and figures of the evaluation of a space."""
    plan = queries.by_id(number)
    known = {one.event.slug: one for one in queries.evaluated(plan)}
    slug = to_line(request.args.get("espacio", next(iter(known), "")))
    chosen = known.get(slug)
    sources = queries.from_evaluation(chosen) if chosen else []
    spaces = [(one.event.title, _here(number, name), None, name == slug) for name, one in known.items()]
    return _bring(plan, sources, "improvement/staff/from_evaluation.html", spaces=spaces, evaluation=chosen)


def _here(number: int, space: str) -> str:
    return url_for(".from_evaluation", number=number, espacio=space)


def _bring(plan: ImprovementPlan, sources: list[Source], template: str, **values: object) -> ResponseReturnValue:
    """The page that offers these, or what it sent."""
    taken = {finding.source for finding in plan.findings}
    free = [one for one in sources if one.found.source not in taken]
    form = BringForm()
    form.offer([(one.found.source, one.words) for one in free])
    if form.validate_on_submit():
        chosen = [one.found for one in free if one.found.source in (form.chosen.data or [])]
        amount = services.bring(plan, chosen, access.signed_in())
        flash(f"Entraron al plan: {counted(amount, 'hallazgo', 'hallazgos')}. Escriba la causa de cada uno.", "success")
        return redirect(url_for(".detail", number=plan.id), 303)
    offered = {
        "free": free,
        "taken": len(sources) - len(free),
        "may_write": rules.may_write(access.signed_in(), plan),
        "by_source": {one.found.source: one for one in free},
    }
    return render_template(template, plan=plan, form=form, **offered, **values), 422 if form.errors else 200


@bp.route("/<int:number>/observaciones", methods=["GET", "POST"])
@access.staff(*rules.EDITORS)
def from_observations(number: int) -> ResponseReturnValue:
    """Public observations of citizens."""
    page = queries.observations(asked_page())
    sources = queries.from_questions([question.id for question in page.items])
    return _bring(queries.by_id(number), sources, "improvement/staff/from_observations.html", page=page)


@bp.route("/<int:number>/verificaciones", methods=["GET", "POST"])
@access.staff(*rules.EDITORS)
def from_checks(number: int) -> ResponseReturnValue:
    """What internal control found otherwise than it was reported."""
    return _bring(queries.by_id(number), queries.from_checks(), "improvement/staff/from_checks.html")


@bp.route("/<int:number>/hallazgo", methods=["GET", "POST"])
@access.staff(*rules.EDITORS)
@files.takes_uploads
@keeps_text(FindingForm)
def add_finding(number: int) -> ResponseReturnValue:
    """Type a finding of a control body or of internal control."""
    plan, form = queries.by_id(number), FindingForm()
    if form.validate_on_submit():
        try:
            finding = services.add_finding(plan, form.written(), access.signed_in(), form.form_key.data or "")
        except Invalid as refusal:
            form.form_errors.append(refusal.message)
        else:
            flash("Agregamos el hallazgo.", "success")
            return redirect(url_for(".detail", number=number, _anchor=f"hallazgo-{finding.id}"), 303)
    page = render_template("improvement/staff/finding_form.html", plan=plan, form=form)
    return page, 422 if form.errors else 200


@bp.route("/<int:number>/hallazgos/<int:finding_id>", methods=["GET", "POST"])
@access.staff(*rules.EDITORS)
@keeps_text(CauseForm)
def cause(number: int, finding_id: int) -> ResponseReturnValue:
    """Write why a finding happened."""
    plan = queries.by_id(number)
    finding = finding_in(plan, finding_id)
    if request.method == "GET":
        return _cause_page(finding, CauseForm.fresh(finding, words=finding.words, cause=finding.cause))
    form = CauseForm.sent()
    if not form.validate():
        return _cause_page(finding, form)
    said = services.Explained(form.cause.data or "", form.words.data or "", form.reason.data or "")
    try:
        services.write_cause(plan, finding_id, said, access.signed_in(), form.seen)
    except services.Changed as refusal:
        form.form_errors.append(refusal.message)
        form.now_seen(finding)
        return _cause_page(finding, form)
    except Invalid as refusal:
        form.form_errors.append(refusal.message)
        return _cause_page(finding, form)
    flash("Guardamos la causa.", "success")
    return redirect(url_for(".detail", number=number, _anchor=f"hallazgo-{finding_id}"), 303)


def _cause_page(finding: ImprovementFinding, form: CauseForm) -> ResponseReturnValue:
    plan = finding.plan
    shown = showing.for_team(plan, queries.origins(plan), today())
    one = next(one for one in shown.findings if one.finding.id == finding.id)
    page = render_template(
        "improvement/staff/cause.html", plan=plan, one=one, form=form, may_reword=rules.may_reword(finding)
    )
    return page, 422 if form.errors else 200


@bp.post("/<int:number>/hallazgos/<int:finding_id>/quitar")
@access.staff(*rules.EDITORS)
def remove_finding(number: int, finding_id: int) -> ResponseReturnValue:
    """Take away a finding that nobody else read."""
    services.remove_finding(queries.by_id(number), finding_id, access.signed_in())
    flash("Quitamos el hallazgo.", "success")
    return redirect(url_for(".detail", number=number), 303)


@bp.get("/<int:number>/hallazgos/<int:finding_id>/documento")
@access.staff(*rules.READERS)
def document(number: int, finding_id: int) -> ResponseReturnValue:
    """The kept document of a control body, for the team."""
    finding = finding_in(queries.by_id(number), finding_id)
    if finding.file is None:
        raise NoResultFound("This finding keeps no file.")
    return files.send(finding.file, finding.document)
