"""Open a survey, extend it, close it, open its results before the end, lend a tablet."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.shared.edge import keeps_text
from participa.shared.errors import Conflict, Invalid
from participa.surveys import queries, rules, services, tablet
from participa.surveys.blueprint import staff_bp
from participa.surveys.forms.staff import ConfirmForm, ExtendForm, ReasonForm
from participa.surveys.models import Survey
from participa.surveys.staff.keeping import EDITORS

OPENED = "La encuesta quedó publicada. Recibe respuestas desde su fecha de apertura."


@staff_bp.route("/<slug>/abrir", methods=["GET", "POST"])
@access.staff(*EDITORS)
def open_(slug: str) -> ResponseReturnValue:
    """Publish it, after reading what stays as it is from then on."""
    survey, form = queries.by_slug(slug), ConfirmForm()
    if form.validate_on_submit():
        return _done(survey, lambda: services.open_survey(survey, access.signed_in()), OPENED)
    return _ask("open", survey, form)


@staff_bp.route("/<slug>/cerrar", methods=["GET", "POST"])
@access.staff(*EDITORS)
@keeps_text(ReasonForm)
def close(slug: str) -> ResponseReturnValue:
    """Before its time, with a reason that everybody reads."""
    survey, form = queries.by_slug(slug), ReasonForm()
    if form.validate_on_submit():
        return _done(
            survey,
            lambda: services.close(survey, access.signed_in(), form.reason.data or ""),
            "La encuesta quedó cerrada. El motivo es público.",
        )
    return _ask("close", survey, form)


@staff_bp.route("/<slug>/ampliar", methods=["GET", "POST"])
@access.staff(*EDITORS)
@keeps_text(ExtendForm)
def extend(slug: str) -> ResponseReturnValue:
    """More time, with a reason that everybody reads."""
    survey, form = queries.by_slug(slug), ExtendForm()
    if form.validate_on_submit() and form.closes_at.data is not None:
        try:
            services.extend(survey, form.closes_at.data, form.reason.data or "", access.signed_in())
        except Invalid as refusal:
            form.refuse("closes_at", refusal.message)
        else:
            flash("Ampliamos el plazo. El motivo es público.", "success")
            return redirect(url_for(".detail", slug=slug), 303)
    if not form.is_submitted():
        form.closes_at.data = survey.closes_at
    return _ask("extend", survey, form)


@staff_bp.route("/<slug>/abrir-resultados", methods=["GET", "POST"])
@access.staff(*EDITORS)
@keeps_text(ReasonForm)
def unseal(slug: str) -> ResponseReturnValue:
    """Results before the end, with a reason that everybody reads."""
    survey, form = queries.by_slug(slug), ReasonForm()
    if form.validate_on_submit():
        return _done(
            survey,
            lambda: services.unseal(survey, form.reason.data or "", access.signed_in()),
            "Los resultados quedaron a la vista. El motivo es público.",
        )
    return _ask("unseal", survey, form)


@staff_bp.post("/<slug>/tabletas")
@access.staff(*EDITORS)
def allow_tablets(slug: str) -> ResponseReturnValue:
    """Lend tablets or stop them all at once."""
    survey = queries.by_slug(slug)
    takes = not survey.takes_tablet
    words = "Ya se pueden prender tabletas." if takes else "Apagamos todas las tabletas de esta encuesta."
    return _done(survey, lambda: services.set_tablet(survey, takes, access.signed_in()), words)


@staff_bp.post("/<slug>/prender")
@access.staff(*rules.LENDERS)
def start_tablet(slug: str) -> ResponseReturnValue:
    """Make this device a shared tablet. The person is signed out on it: many hands will touch it."""
    survey = queries.by_slug(slug)
    if not rules.may_lend(survey):
        raise Conflict("Esta encuesta no está abierta para tabletas.")
    tablet.start(survey)
    access.finish(access.signed_in())
    return redirect(url_for("surveys.on_tablet", slug=survey.slug), 303)


def _done(survey: Survey, verb: Callable[[], object], words: str) -> ResponseReturnValue:
    verb()
    flash(words, "success")
    return redirect(url_for(".detail", slug=survey.slug), 303)


def _ask(name: str, survey: Survey, form: Any) -> ResponseReturnValue:
    total = queries.participation_count(survey)
    page = render_template(f"surveys/staff/{name}.html", survey=survey, form=form, total=total)
    return page, 422 if form.is_submitted() else 200
