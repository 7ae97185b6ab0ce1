"""What the browser of an oversight body brings: the cookie of its link, worth nothing without the row of the body."""

from datetime import datetime, time, timedelta

from flask import current_app, request
from werkzeug.wrappers import Response

from participa.accounts import access
from participa.commitments.models import OversightBody
from participa.commitments.queries import oversight as queries
from participa.config import Settings
from participa.shared import follow_codes
from participa.shared.clock import BOGOTA, today
from participa.shared.errors import Forbidden

OVERSIGHT = "oversight"  # the kind of link
CLOSED = "Su acceso terminó, o no está abierto en este aparato. Escriba el código que le llegó por correo."


def find_body(typed: str) -> OversightBody | None:
    """The body whose code this is, as a person or a cookie tells it, while it may look."""
    code = follow_codes.normalise(typed)
    if not follow_codes.is_well_formed(code):
        return None
    settings: Settings = current_app.extensions["settings"]
    body = queries.find_by_digest(follow_codes.code_digest(code, settings.code_key))
    return body if body is not None and body.is_good(today()) else None


def present_body() -> OversightBody:
    """The body that this browser speaks for. Raises Forbidden when its access is over."""
    body = _brought()
    if body is None:
        raise Forbidden(CLOSED)
    return body


def _brought() -> OversightBody | None:
    brought = request.cookies.get(_cookie_name(), "")
    return find_body(brought) if brought else None


def is_let_in(kind: str) -> bool:
    return kind == OVERSIGHT and _brought() is not None


def remember(response: Response, body: OversightBody, code: str) -> Response:
    """Keep this device let in until the end of the last day, in Colombia."""
    ends = datetime.combine(body.expires_on + timedelta(days=1), time.min, BOGOTA)
    value = follow_codes.normalise(code)
    response.set_cookie(_cookie_name(), value, expires=ends, secure=_is_secure(), httponly=True, samesite="Lax")
    return response


def forget(response: Response) -> Response:
    """Let this device out."""
    response.delete_cookie(_cookie_name(), secure=_is_secure(), httponly=True, samesite="Lax")
    return response


def _cookie_name() -> str:
    return f"__Host-{OVERSIGHT}" if _is_secure() else OVERSIGHT


def _is_secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])


access.know_links(is_let_in)
access.enter_at(OVERSIGHT, "commitments.oversight_enter", CLOSED)
