"""Internal control: what waits to be verified, and a verification."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.commitments import refusals, rules
from participa.commitments.blueprint import staff_bp as bp
from participa.commitments.disagreement import disagreement_of
from participa.commitments.forms.verifying import CheckForm
from participa.commitments.models import Commitment
from participa.commitments.queries import staff, verifying
from participa.commitments.queries.verifying import Pile
from participa.commitments.services import Repeated
from participa.commitments.services import verifying as services
from participa.commitments.showing_checks import said_of
from participa.shared import files
from participa.shared.edge import keeps_text
from participa.shared.errors import Invalid, NotFound
from participa.shared.paging import asked_page


@bp.get("/por-verificar")
@access.staff(Role.CONTROL, Role.APPROVER)
def to_verify() -> ResponseReturnValue:
    """What was reported after internal control last looked, and what does not match."""
    which = Pile.DISAGREED if request.args.get("ver") == Pile.DISAGREED else Pile.WAITING
    return render_template(
        "commitments/staff/to_verify.html",
        which=which,
        page=verifying.pile(which, asked_page()),
        piles=verifying.piles(),
        said_of=said_of,
        disagreement_of=disagreement_of,
        may_verify=access.signed_in().role is Role.CONTROL,
    )


@bp.route("/<code>/verificar", methods=["GET", "POST"])
@access.staff(Role.CONTROL)
@files.takes_uploads
@keeps_text(CheckForm)
def verify(code: str) -> ResponseReturnValue:
    """Write what internal control found of a public commitment."""
    commitment, form = staff.by_code(code), CheckForm()
    if not rules.may_verify(access.signed_in(), commitment):
        raise NotFound(services.NOT_YOURS)
    if not form.validate_on_submit():
        return _page(commitment, form, 422 if form.is_submitted() else 200)
    try:
        services.verify(commitment, form.checked(), form.form_key.data or "", access.signed_in())
    except (Invalid, Repeated) as refusal:
        refusals.say(form, refusal)
        return _page(commitment, form, refusal.status)
    flash("Guardamos la verificación. Ya es pública.", "success")
    return redirect(url_for(".verify", code=commitment.code), 303)


def _page(commitment: Commitment, form: CheckForm, status: int) -> ResponseReturnValue:
    page = render_template("commitments/staff/verify.html", commitment=commitment, form=form, said=said_of(commitment))
    return page, status


@bp.post("/<code>/verificaciones/evidencias/<int:number>/mostrar")
@access.staff(*rules.INVITERS)
def show_evidence(code: str, number: int) -> ResponseReturnValue:
    """Let everybody see a piece of evidence that a body handed in and the system held back."""
    services.show(verifying.evidence_of_check(code, number), access.signed_in())
    flash("La evidencia ya es pública.", "success")
    return redirect(url_for(".held_evidence"), 303)


@bp.get("/<code>/verificaciones/evidencias/<int:number>")
@access.staff(*rules.READERS)
def check_evidence(code: str, number: int) -> ResponseReturnValue:
    """The file of a piece of evidence of a verification, held back or not."""
    piece = verifying.evidence_of_check(code, number)
    if piece.file is None:
        raise NotFound("Esa evidencia es un enlace a otro sitio.")
    return files.send(piece.file, piece.description, inline=True)


@bp.get("/evidencias-por-revisar")
@access.staff(*rules.INVITERS)
def held_evidence() -> ResponseReturnValue:
    """Evidence of verifications that waits for a person, the oldest first."""
    page = verifying.held_back(asked_page())
    return render_template("commitments/staff/held_evidence.html", page=page)
