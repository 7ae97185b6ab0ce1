"""What a phone tells of itself and is told: its supports, what it has read, a fresh token for what it sends later."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from participa.accounts import access
from participa.hearings.blueprint import bp
from participa.hearings.forms.asking import SupportForm
from participa.hearings.models import Hearing
from participa.hearings.public.hall import is_in_room
from participa.hearings.queries import mine as queries
from participa.hearings.queries import rooms
from participa.hearings.services import supports
from participa.questions import services as questions
from participa.shared.edge import page as error_page
from participa.shared.errors import DomainError

JSON = "application/json"


@bp.get("/<code>/mias")
@access.public
def mine(code: str) -> ResponseReturnValue:
    """Fetched once when a phone enters, and again when its token is too old."""
    hearing, came = rooms.by_code(code), questions.arrival()
    supported, seen = sorted(supports.supported(hearing, came)), queries.seen(hearing, came)
    return {"token": generate_csrf(), "supports": supported, "seen": seen}


@bp.post("/<code>/apoyos")
@access.public
def support(code: str) -> ResponseReturnValue:
    """Support a question, or leave it; scripts send along which cards were in view."""
    hearing, form = rooms.by_code(code), SupportForm()
    if not form.validate_on_submit():
        return _refused(form.first_error, 422)
    try:
        number = _toggle(hearing, form)
    except DomainError as refusal:
        return _refused(refusal.message, refusal.status)
    if wants_json():
        return {"supports": sorted(supports.supported(hearing, questions.arrival()))}
    where: dict[str, Any] = {name: request.args[name] for name in ("ver", "cual", "pagina") if request.args.get(name)}
    anchor = f"q{number}" if number else None
    return redirect(url_for("hearings.phones", code=hearing.room_code, _anchor=anchor, **where), 303)


def _toggle(hearing: Hearing, form: SupportForm) -> int | None:
    """Do what was asked, with the cards that were in view; the number of the question."""
    came, number = questions.arrival(), form.wanted or form.left
    if number:
        staged = queries.of_hearing(hearing, number)
        if form.wanted:
            supports.support(staged, came, is_in_room(hearing), seen=form.read)
        else:
            supports.withdraw(staged, came, seen=form.read)
    elif form.read:
        supports.read(hearing, form.read, came)
    return number


def wants_json() -> bool:
    return request.accept_mimetypes.best == JSON


def _refused(message: str, status: int) -> ResponseReturnValue:
    return ({"message": message}, status) if wants_json() else error_page(status, message)
