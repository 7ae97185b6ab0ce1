"""Pages for citizens."""

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participa.accounts import access
from participa.differential import rules, services
from participa.differential.forms import AnswerForm, PermitForm
from participa.events import queries as events
from participa.events.models import Event
from participa.shared.clock import now
from participa.shared.errors import Closed

bp = Blueprint("differential", __name__, url_prefix="/enfoque-diferencial")


@bp.route("/<slug>", methods=["GET", "POST"])
@access.public
def answer(slug: str) -> ResponseReturnValue:
    """The form of a space: from the QR of the entrance, on a shared tablet, or with the permit of a receipt."""
    event, form = events.by_slug_public(slug), AnswerForm()
    if not form.validate_on_submit():
        return _form_page(event, form, 422 if form.is_submitted() else 200)
    try:
        is_new = services.answer(event, form.form_key.data or "", form.answers())
    except Closed as closed:
        return _form_page(event, form, closed.status)
    page = render_template("differential/thanks.html", event=event, is_new=is_new)
    return _never_kept(page, 201 if is_new else 200)


@bp.post("/<slug>/con-permiso")
@access.public
def open_with_permit(slug: str) -> ResponseReturnValue:
    """The same form for who comes from a receipt: its permit travels in the body and counts once. Writes nothing."""
    event, permit = events.by_slug_public(slug), PermitForm()
    if not permit.validate():
        return _form_page(event, AnswerForm(formdata=None), 422)
    return _form_page(event, AnswerForm(formdata=None, form_key=request.form["permit"]), 200)


def _form_page(event: Event, form: AnswerForm, status: int) -> Response:
    is_open = rules.receives_answers(event, now())
    return _never_kept(render_template("differential/answer.html", event=event, form=form, is_open=is_open), status)


def _never_kept(page: str, status: int) -> Response:
    """On a shared device, «back» must not show what the person before chose."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
