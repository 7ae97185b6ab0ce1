"""The steps of a report: sent, approved, returned, published, corrected, withdrawn."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import User
from participa.reports import building, rules, services
from participa.reports.blueprint import staff_bp as bp
from participa.reports.building import Seen
from participa.reports.forms import StepForm, WithdrawForm
from participa.reports.models import KeptReport
from participa.reports.queries import kept
from participa.reports.staff.showing import detail_page, preview_page
from participa.shared.edge import keeps_text
from participa.shared.errors import Forbidden, Invalid
from participa.shared.unit_of_work import reading_first

Step = Callable[[KeptReport, StepForm, User], object]
STEPS: dict[str, tuple[Step, str]] = {
    "aprobar": (
        lambda report, form, person: services.approve(report, form.digest.data or "", person),
        "Aprobado. Ya se puede publicar.",
    ),
    "devolver": (
        lambda report, form, person: services.give_back(report, form.words.data or "", person),
        "El informe volvió a borrador.",
    ),
    "publicar": (
        lambda report, _form, person: services.publish(report, person),
        "El informe es público. Los archivos se están haciendo.",
    ),
    "corregir": (
        lambda report, _form, person: services.reopen(report, person),
        "Puede preparar la versión que sigue. La publicada no cambia.",
    ),
    "archivos": (
        lambda report, _form, person: services.try_again(report, person),
        "Los archivos se están haciendo otra vez.",
    ),
    "descartar": (
        lambda report, _form, person: services.discard(report, person),
        "Descartamos el borrador.",
    ),
}


@bp.post("/<slug>/paso")
@access.staff(*rules.WRITERS)
@keeps_text(StepForm)
def step(slug: str) -> ResponseReturnValue:
    """Take the step that the form names."""
    if request.form.get("step") == "enviar":
        return _submit(slug)
    report, form = kept.by_slug(slug), StepForm()
    if not form.validate():
        return detail_page(report, form, 422)
    take, told = STEPS[form.step.data or ""]
    try:
        take(report, form, access.signed_in())
    except Invalid as refusal:
        form.refuse("words", refusal.message)
        return preview_page(report, form, refusal.status)
    flash(told, "success")
    where = url_for(".index") if form.step.data == "descartar" else url_for(".detail", slug=slug)
    return redirect(where, 303)


def _submit(slug: str) -> ResponseReturnValue:
    """What is frozen was read at one instant, and nobody waited for it."""
    seen: Seen | None = None
    with reading_first():
        if rules.may_write(access.signed_in(), building.kind(report := kept.by_slug(slug)), report):
            seen = building.look(report)
    report, form = kept.by_slug(slug), StepForm()
    if seen is None:
        raise Forbidden(services.NOT_WRITER)
    if not form.validate():
        return detail_page(report, form, 422)
    try:
        services.submit(report, seen, form.words.data or "", access.signed_in())
    except Invalid as refusal:
        form.refuse("words", refusal.message)
        return detail_page(report, form, refusal.status)
    flash("El informe quedó en revisión. Otra persona lo aprueba o lo devuelve.", "success")
    return redirect(url_for(".detail", slug=slug), 303)


@bp.route("/<slug>/retirar/<int:number>", methods=["GET", "POST"])
@access.staff(*rules.REVIEWERS)
@keeps_text(WithdrawForm)
def withdraw(slug: str, number: int) -> ResponseReturnValue:
    """Hide a published version that shows what it should not."""
    report, form = kept.by_slug(slug), WithdrawForm()
    version = kept.public_version(report, number)
    if not rules.may_withdraw(access.signed_in(), building.kind(report), version):
        raise Forbidden(services.NOT_REVIEWER)
    if form.validate_on_submit():
        try:
            services.withdraw(report, number, form.reason.data or "", access.signed_in())
        except Invalid as refusal:
            form.refuse("reason", refusal.message)
        else:
            flash(f"Retiramos la versión {number}. El motivo queda a la vista.", "success")
            return redirect(url_for(".detail", slug=slug), 303)
    page = render_template("reports/staff/withdraw.html", report=report, version=version, form=form)
    return page, 422 if form.errors else 200
