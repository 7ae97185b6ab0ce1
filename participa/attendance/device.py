"""What the browser at a door brings: the cookie of its link, worth nothing without the row of the link."""

import hashlib

from flask import current_app, request
from werkzeug.wrappers import Response

from participa.accounts import access
from participa.attendance import queries, rules
from participa.attendance.models import DoorKind, DoorLink
from participa.attendance.services import Keeper
from participa.config import Settings
from participa.events.models import Event
from participa.shared import follow_codes
from participa.shared.clock import now


def cookie_name(kind: str) -> str:
    return f"__Host-{kind}" if current_app.config["SESSION_COOKIE_SECURE"] else str(kind)


def find_link(typed: str) -> DoorLink | None:
    """The good link of a code, as a person or a cookie tells it."""
    code = follow_codes.normalise(typed)
    if not follow_codes.is_well_formed(code):
        return None
    settings: Settings = current_app.extensions["settings"]
    link = queries.find_link(follow_codes.code_digest(code, settings.code_key))
    return link if link is not None and link.is_good(now()) else None


def present_link(kind: str) -> DoorLink | None:
    """The link that this browser holds, when it is good for this kind of page and for the space of its address."""
    brought = request.cookies.get(cookie_name(kind), "")
    link = find_link(brought) if brought else None
    slug = (request.view_args or {}).get("slug", "")
    return link if link is not None and rules.opens(link, kind, slug) else None


def is_let_in(kind: str) -> bool:
    return present_link(kind) is not None


def keeper(kind: DoorKind = DoorKind.DOOR) -> Keeper:
    """Who is at this door: the link that this browser holds, else the person of the team whom the mark let in."""
    link = present_link(kind)
    return Keeper(link=link) if link else Keeper(user=access.signed_in())


def door_digest(event: Event, typed: str) -> str:
    """What the list knows of the code of a registration, as typed or read from its QR; "" for what is no code."""
    code = follow_codes.normalise(typed.rpartition("codigo=")[2])
    return hashlib.sha256(f"{event.id}|{code}".encode()).hexdigest() if follow_codes.is_well_formed(code) else ""


def remember(response: Response, link: DoorLink, code: str) -> Response:
    """Keep the door open on this device until the link ends, also when the browser is closed."""
    name, value = cookie_name(link.kind), follow_codes.normalise(code)
    response.set_cookie(name, value, expires=link.valid_until, secure=_is_secure(), httponly=True, samesite="Lax")
    return response


def forget(response: Response) -> Response:
    """Close whatever was open on this device."""
    for kind in DoorKind:
        response.delete_cookie(cookie_name(kind), secure=_is_secure(), httponly=True, samesite="Lax")
    return response


def _is_secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])


access.know_links(is_let_in)
