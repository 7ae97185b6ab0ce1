"""Following a commitment without an account: ask, confirm from the mailbox, stop.

Codes travel in bodies and after the #. The one exception is the address that mail programs send their own POST to
(RFC 8058): it can only carry its code in the query, which no log of ours keeps, and that code can only stop.
"""

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.commitments.blueprint import bp
from participa.commitments.forms.citizens import CodeForm, FollowForm
from participa.commitments.models import CommitmentFollower
from participa.commitments.queries import following as queries
from participa.commitments.services import following as services
from participa.shared import guess_throttle
from participa.shared.edge import keeps_text
from participa.shared.errors import Invalid
from participa.shared.html import to_line

WRONG_CODE = "No encontramos ese código. Compárelo con el correo e intente otra vez."
TOO_LATE = "Ese código no sirve o ya venció. Pida otra vez seguir el compromiso y le llega uno nuevo."


@bp.route("/<code>/seguir", methods=["GET", "POST"])
@access.public
@keeps_text(FollowForm)
def follow(code: str) -> ResponseReturnValue:
    """Leave an address to be told at. The answer is the same whether the address was known or not."""
    commitment, form = queries.public_one(to_line(code)), FollowForm()
    if not form.validate_on_submit():
        page = render_template("commitments/follow.html", form=form, commitment=commitment)
        return page, 422 if form.is_submitted() else 200
    if not form.fell_into_trap:
        services.follow(commitment, form.email.data or "")
    return render_template("commitments/follow_asked.html", commitment=commitment)


@bp.route("/seguir/confirmar", methods=["GET", "POST"])
@access.public
@keeps_text(CodeForm)
def confirm_following() -> ResponseReturnValue:
    """The link of the first mail. Looking at it writes nothing, so that no program that opens links confirms."""
    form = CodeForm()
    follower = _found(form, services.confirm, TOO_LATE) if form.validate_on_submit() else None
    if follower is None:
        return render_template("commitments/confirm.html", form=form), 422 if form.is_submitted() else 200
    page = "commitments/stopped.html" if follower.stopped_at else "commitments/confirmed.html"
    return render_template(page, commitment=follower.commitment)


@bp.route("/seguir/dejar", methods=["GET", "POST"])
@access.public
@keeps_text(CodeForm)
def stop_following() -> ResponseReturnValue:
    """The link at the end of each mail."""
    form = CodeForm()
    follower = _found(form, services.stop, WRONG_CODE) if form.validate_on_submit() else None
    if follower is None:
        return render_template("commitments/stop.html", form=form), 422 if form.is_submitted() else 200
    return render_template("commitments/stopped.html", commitment=follower.commitment)


@bp.get("/seguir/alto")
@access.public
def one_click() -> ResponseReturnValue:
    """The same address opened by a person: the page with the button. It stops nobody by itself."""
    form = CodeForm(formdata=None, data={"code": to_line(request.args.get("codigo", ""))[:60]})
    return render_template("commitments/stop.html", form=form)


@bp.post("/seguir/alto")
@access.public_foreign
def one_click_stop() -> ResponseReturnValue:
    """What a mail program sends for its reader (RFC 8058): no cookie, no token, and only the power to stop.

    A wrong code is answered like a right one: a program learns nothing of who follows what. Raises Invalid for a body
    that no such program sends.
    """
    if request.form.get("List-Unsubscribe") != "One-Click":
        raise Invalid("Abra el enlace del correo y oprima el botón para dejar de recibirlo.")
    services.stop(to_line(request.args.get("codigo", "")))
    return "", 204, {"Content-Type": "text/plain; charset=utf-8"}


def _found(form: CodeForm, verb: Callable[[str], CommitmentFollower | None], wrong: str) -> CommitmentFollower | None:
    """What a typed code does; a wrong one is counted, and the form says so."""
    guess_throttle.check("follow")
    follower = verb(form.code.data or "")
    if follower is None:
        guess_throttle.note_wrong("follow")
        form.refuse("code", wrong)
    return follower
