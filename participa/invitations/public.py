"""Pages for citizens."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.events.models import Modality
from participa.invitations import rules, services
from participa.invitations.forms import CodeForm, ReplyForm
from participa.invitations.models import Invitation
from participa.shared import guess_throttle
from participa.shared.clock import now
from participa.shared.edge import keeps_text

WRONG_CODE = "No encontramos una invitación con ese código. Compárelo con la carta e intente otra vez."

bp = Blueprint("invitations", __name__, url_prefix="/invitaciones")


@bp.route("/responder", methods=["GET", "POST"])
@access.public
@keeps_text(CodeForm)
def open_() -> ResponseReturnValue:
    """The invitation of a code. It writes nothing."""
    form = CodeForm()
    invitation = _found(form)
    if invitation is None:
        return render_template("invitations/open.html", form=form), 422 if form.is_submitted() else 200
    reply = ReplyForm(formdata=None, code=form.code.data, people=max(invitation.people, 1))
    return _reply_page(reply, invitation)


@bp.post("/respuesta")
@access.public
@keeps_text(ReplyForm)
def reply() -> ResponseReturnValue:
    """Yes or no."""
    form = ReplyForm()
    invitation = _by_code(form.code.data or "")
    if invitation is None:
        code = CodeForm(formdata=None, code=form.code.data)
        code.refuse("code", WRONG_CODE)
        return render_template("invitations/open.html", form=code), 422
    if not form.validate():
        return _reply_page(form, invitation), 422
    comes = form.comes.data == "si"
    receipts = services.answer(invitation, comes, form.people.data or 1, form.way)
    return render_template("invitations/answered.html", invitation=invitation, receipts=receipts, comes=comes)


def _reply_page(form: ReplyForm, invitation: Invitation) -> str:
    return render_template(
        "invitations/reply.html",
        form=form,
        invitation=invitation,
        event=invitation.event,
        is_open=rules.takes_replies(invitation.event, now()),
        asks_way=invitation.event.modality is Modality.MIXTA,
    )


@bp.route("/no-recibir", methods=["GET", "POST"])
@access.public
@keeps_text(CodeForm)
def no_more() -> ResponseReturnValue:
    """No more invitations to this address."""
    form = CodeForm()
    invitation = _found(form)
    if invitation is None:
        return render_template("invitations/no_more.html", form=form), 422 if form.is_submitted() else 200
    services.opt_out(invitation)
    return render_template("invitations/no_more_done.html")


def _found(form: CodeForm) -> Invitation | None:
    """The invitation of the code that was typed; without one the form says so."""
    if not form.validate_on_submit():
        return None
    invitation = _by_code(form.code.data or "")
    if invitation is None:
        form.refuse("code", WRONG_CODE)
    return invitation


def _by_code(typed: str) -> Invitation | None:
    """Raises TooMany for a browser that guesses."""
    guess_throttle.check("follow")
    invitation = services.find(typed)
    if invitation is None:
        guess_throttle.note_wrong("follow")
    return invitation
