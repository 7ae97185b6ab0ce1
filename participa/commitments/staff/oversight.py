"""Who approves and internal control invite citizen oversight, write to it again and close its access."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.commitments import rules
from participa.commitments.blueprint import staff_bp as bp
from participa.commitments.forms.oversight import AgainForm, CloseForm, InviteForm
from participa.commitments.queries import oversight as queries
from participa.commitments.services import oversight as services
from participa.shared.clock import today
from participa.shared.edge import keeps_text
from participa.shared.errors import Invalid
from participa.shared.paging import asked_page


@bp.get("/veedurias")
@access.staff(*rules.INVITERS)
def oversight() -> ResponseReturnValue:
    """Which organisations may look, at what and until when."""
    person = access.signed_in()
    return render_template(
        "commitments/staff/oversight.html",
        page=queries.bodies(asked_page()),
        day=today(),
        may_close=lambda body: rules.may_close(person, body),
        form=AgainForm(formdata=None),
    )


@bp.route("/veedurias/nueva", methods=["GET", "POST"])
@access.staff(*rules.INVITERS)
@keeps_text(InviteForm)
def invite_oversight() -> ResponseReturnValue:
    """Invite an organisation: its link goes by mail."""
    form = InviteForm()
    form.offer(queries.spaces())
    if not form.validate_on_submit() or not _sent(form):
        return render_template("commitments/staff/invite_oversight.html", form=form), 422 if form.errors else 200
    flash("Enviamos el enlace por correo.", "success")
    return redirect(url_for(".oversight"), 303)


def _sent(form: InviteForm) -> bool:
    """Whether the body is invited; else the form says why not."""
    numbers = queries.numbers_of(form.typed_codes)
    if unknown := [code for code in form.typed_codes if code not in numbers]:
        form.refuse("codes", f"No hay un compromiso público con el código {unknown[0][:20]}.")
        return False
    try:
        services.invite(form.invited(list(numbers.values())), form.form_key.data or "", access.signed_in())
    except Invalid as refusal:
        form.refuse(_part_of(refusal), refusal.message)
        return False
    return True


def _part_of(refusal: Invalid) -> str:
    """The field that can mend it."""
    if isinstance(refusal, services.Named):
        return "name"
    return "expires_on" if isinstance(refusal, services.Dated) else "codes"


@bp.post("/veedurias/<int:number>/enlace")
@access.staff(*rules.INVITERS)
def send_oversight_again(number: int) -> ResponseReturnValue:
    """Send a new link; the earlier one no longer opens."""
    body, form = queries.body(number), AgainForm()
    if form.validate():
        services.send_again(body, form.form_key.data or "", access.signed_in())
        flash("Enviamos un enlace nuevo. El anterior ya no abre.", "success")
    return redirect(url_for(".oversight"), 303)


@bp.route("/veedurias/<int:number>/cerrar", methods=["GET", "POST"])
@access.staff(*rules.INVITERS)
@keeps_text(CloseForm)
def revoke_oversight(number: int) -> ResponseReturnValue:
    """Close the access of a body at once."""
    body, form = queries.body(number), CloseForm()
    if form.validate_on_submit():
        services.revoke(body, form.reason.data or "", access.signed_in())
        flash("El acceso quedó cerrado.", "success")
        return redirect(url_for(".oversight"), 303)
    page = render_template("commitments/staff/revoke_oversight.html", body=body, form=form)
    return page, 422 if form.is_submitted() else 200
