"""What an office answers for, its reports with evidence, and evidence that should not be public."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.commitments import rules, services
from participa.commitments.blueprint import staff_bp as bp
from participa.commitments.forms.reporting import ReportForm, SetBackForm, WithdrawForm
from participa.commitments.models import Commitment
from participa.commitments.queries import own, staff
from participa.commitments.queries.own import SHARE_LABELS, Share
from participa.commitments.services import history, reporting
from participa.commitments.staff.asking import DONE, done, pending, require_on_opening, step_of, to_detail, tried
from participa.commitments.standing import STANDING_LABELS, STANDING_TONES, standing_of
from participa.shared import files
from participa.shared.clock import today
from participa.shared.edge import keeps_text
from participa.shared.paging import asked_page


@bp.get("/mios")
@access.staff(Role.LIAISON)
def mine() -> ResponseReturnValue:
    """What the own office leads or shares, what is due first at the top."""
    person, day = access.signed_in(), today()
    asked = request.args.get("ver", "")
    share = Share(asked) if asked in set(Share) else Share.PENDING
    counts = own.shares(person.department_id)
    return render_template(
        "commitments/staff/mine.html",
        page=own.of_office(person.department_id, share, asked_page()),
        share=share,
        office=person.department,
        views=[(SHARE_LABELS[one], url_for(".mine", ver=one), counts[one], one is share) for one in Share],
        standing=lambda commitment: standing_of(commitment, day),
        labels=STANDING_LABELS,
        tones=STANDING_TONES,
        listing=lambda number: url_for(".mine", ver=share, pagina=number),
    )


@bp.route("/<code>/avance", methods=["GET", "POST"])
@files.takes_uploads
@access.staff(Role.LIAISON)
@keeps_text(ReportForm)
def report(code: str) -> ResponseReturnValue:
    """Report what was done and how far it is."""
    commitment, person = _of_own_office(code), access.signed_in()
    form = ReportForm(step=request.args.get("paso", ""))
    form.offer(pending(commitment))
    status = tried(form, lambda: services.report(commitment, form.told(), form.form_key.data, person))
    if status == DONE:
        flash("El avance quedó guardado. Ya es público.", "good")
        return to_detail(commitment)
    return render_template("commitments/staff/report.html", form=form, commitment=commitment), status


@bp.route("/<code>/avance/corregir", methods=["GET", "POST"])
@access.staff(Role.LIAISON)
@keeps_text(SetBackForm)
def set_back(code: str) -> ResponseReturnValue:
    """Correct downwards what was reported."""
    commitment, form = _of_own_office(code), SetBackForm()
    form.offer(done(commitment))
    status = tried(form, lambda: _set_back(commitment, form))
    if status == DONE:
        flash("La corrección quedó guardada. El avance anterior sigue en la historia.", "good")
        return to_detail(commitment)
    return render_template("commitments/staff/set_back.html", form=form, commitment=commitment), status


def _set_back(commitment: Commitment, form: SetBackForm) -> None:
    percent, step = form.percent.data or 0, step_of(commitment, form.step.data)
    services.set_back(commitment, percent, form.reason.data or "", form.form_key.data, access.signed_in(), step)


def _of_own_office(code: str) -> Commitment:
    """One that the office of this person answers for. Raises Forbidden, and Closed when the form is only opened."""
    commitment = staff.by_code(code)
    history.require(rules.is_responsible(access.signed_in(), commitment), reporting.OTHER_OFFICE)
    require_on_opening(commitment)
    return commitment


@bp.get("/evidencias/<string(length=32):name>")
@access.staff(*rules.READERS)
def evidence(name: str) -> ResponseReturnValue:
    """A file of evidence, internal or not."""
    found = own.evidence_of_file(name)
    assert found.file is not None  # noqa: S101 - it was found by its file
    return files.send(found.file, found.description, inline=True)


@bp.route("/evidencias/<int:number>/retirar", methods=["GET", "POST"])
@access.staff(Role.APPROVER, Role.COMMUNICATIONS)
@keeps_text(WithdrawForm)
def withdraw(number: int) -> ResponseReturnValue:
    """Show a piece of evidence to the team only."""
    found, form = own.evidence(number), WithdrawForm()
    assert found.entry is not None  # noqa: S101 - only those of reports are found
    status = tried(form, lambda: services.withdraw(found, form.reason.data or "", access.signed_in()))
    if status == DONE:
        flash("La evidencia quedó solo para el equipo.", "good")
        return to_detail(found.entry.commitment)
    return render_template("commitments/staff/withdraw.html", form=form, evidence=found), status
