"""Pages of an oversight body: its code, its commitments, and a form to write what it found. Nothing of the team."""

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.commitments import device, refusals
from participa.commitments.blueprint import bp
from participa.commitments.disagreement import disagreement_in
from participa.commitments.forms.oversight import EnterForm
from participa.commitments.forms.verifying import CheckForm
from participa.commitments.models import Commitment, OversightBody
from participa.commitments.queries import oversight as queries
from participa.commitments.services import oversight, verifying
from participa.commitments.services.history import Repeated
from participa.shared import files, guess_throttle
from participa.shared.edge import keeps_text
from participa.shared.errors import Invalid
from participa.shared.paging import asked_page

WRONG_CODE = "Ese código no abre. Puede que haya vencido: pida uno nuevo a la entidad."


@bp.route("/veeduria", methods=["GET", "POST"])
@access.public
def oversight_enter() -> ResponseReturnValue:
    """Exchange the code of the mail, which came after the # or was typed, for a cookie of this body alone."""
    form = EnterForm()
    if not form.validate_on_submit():
        return render_template("commitments/oversight/enter.html", form=form), 422 if form.is_submitted() else 200
    guess_throttle.check("oversight")
    body = device.find_body(form.code.data or "")
    if body is None:
        guess_throttle.note_wrong("oversight")
        form.refuse("code", WRONG_CODE)
        return render_template("commitments/oversight/enter.html", form=form), 422
    oversight.note_entry(body)
    return device.remember(make_response(redirect(url_for(".oversight_list"), 303)), body, form.code.data or "")


@bp.post("/veeduria/salir")
@access.public
def oversight_leave() -> ResponseReturnValue:
    """Let this device out."""
    flash("El acceso quedó cerrado en este aparato.", "success")
    return device.forget(make_response(redirect(url_for(".oversight_enter"), 303)))


@bp.get("/veeduria/compromisos")
@access.with_link(device.OVERSIGHT)
def oversight_list() -> ResponseReturnValue:
    """The public commitments that this body may verify."""
    body = device.present_body()
    found = queries.commitments_of(body, asked_page())
    return render_template("commitments/oversight/index.html", body=body, page=found)


@bp.route("/veeduria/compromisos/<code>", methods=["GET", "POST"])
@access.with_link(device.OVERSIGHT)
@files.takes_uploads
@keeps_text(CheckForm)
def oversight_verify(code: str) -> ResponseReturnValue:
    """One of them, what this body wrote of it before, and a form to write what it found."""
    body, form = device.present_body(), CheckForm()
    commitment = queries.commitment_of(body, code)
    if not form.validate_on_submit():
        return _page(body, commitment, form, 422 if form.is_submitted() else 200)
    try:
        verifying.verify(commitment, form.checked(), form.form_key.data or "", body)
    except (Invalid, Repeated) as refusal:
        refusals.say(form, refusal)
        return _page(body, commitment, form, refusal.status)
    flash("Guardamos su verificación. Ya es pública.", "success")
    return redirect(url_for(".oversight_verify", code=commitment.code), 303)


def _page(body: OversightBody, commitment: Commitment, form: CheckForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "commitments/oversight/verify.html",
        body=body,
        commitment=commitment,
        form=form,
        own=queries.own_checks(body, commitment),
        says_otherwise=disagreement_in,
    )
    return page, status
