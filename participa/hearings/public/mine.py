"""What a phone tells of itself and is told: its supports, what it has read, a fresh token for what it sends later."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from participa.accounts import access
from participa.hearings.blueprint import bp
from participa.hearings.forms.supports import MISSING, Tap
from participa.hearings.public.hall import is_in_room
from participa.hearings.queries import mine as queries
from participa.hearings.queries import rooms
from participa.hearings.services import taps
from participa.hearings.services.taps import Guest
from participa.questions import services as questions
from participa.shared.edge import page as error_page
from participa.shared.errors import DomainError

JSON = "application/json"


@bp.get("/<code>/mias")
@access.public
def mine(code: str) -> ResponseReturnValue:
    """Fetched once when a phone enters, and again when its token is too old or the published files are not there."""
    hearing, came = rooms.by_code(code), questions.arrival()
    return {
        "token": generate_csrf(),
        "state": hearing.state,
        "supports": taps.supported_in(hearing, came),
        "seen": queries.seen(hearing, came),
    }


@bp.post("/<code>/apoyos")
@access.public
def support(code: str) -> ResponseReturnValue:
    """Support a question, or leave it; scripts send along which cards were in view."""
    sent, room_code = Tap.of(request.form), rooms.normal(code)
    if sent is None:
        return _refused(MISSING, 422)
    try:
        supports = _toggle(taps.enter(room_code, questions.arrival()), sent)
    except DomainError as refusal:
        return _refused(refusal.message, refusal.status)
    if wants_json():
        return {"supports": supports}
    where: dict[str, Any] = {name: request.args[name] for name in ("ver", "cual", "pagina") if request.args.get(name)}
    anchor = f"q{sent.number}" if sent.number else None
    return redirect(url_for("hearings.phones", code=room_code, _anchor=anchor, **where), 303)


def _toggle(guest: Guest, sent: Tap) -> list[int]:
    """Do what was asked, with the cards that were in view; what the phone supports then."""
    if sent.wanted:
        return taps.support(guest, sent.wanted, is_in_room(guest), seen=sent.read)
    if sent.left:
        return taps.withdraw(guest, sent.left, seen=sent.read)
    return taps.read(guest, sent.read)


def wants_json() -> bool:
    return request.accept_mimetypes.best == JSON


def _refused(message: str, status: int) -> ResponseReturnValue:
    return ({"message": message}, status) if wants_json() else error_page(status, message)
