"""Open and close the links of the doors."""

from flask import current_app

from participa.accounts.models import User
from participa.attendance import queries, rules
from participa.attendance.models import DoorKind, DoorLink
from participa.config import Settings
from participa.events.models import Event
from participa.extensions import db
from participa.shared import audit, follow_codes
from participa.shared.clock import now
from participa.shared.errors import Closed, Forbidden


def open_link(event: Event, kind: DoorKind, label: str, form_key: str, author: User) -> tuple[DoorLink, str]:
    """A link good until the end of the day of the space, and its code, which is shown once and not stored.

    The same form again is the same link. Raises Forbidden and, for a space that is over or not convened, Closed.
    """
    require_keeper(author)
    settings: Settings = current_app.extensions["settings"]
    code = follow_codes.code_for(f"door|{event.id}|{form_key}", settings.code_key)
    digest = follow_codes.code_digest(code, settings.code_key)
    if known := queries.find_link(digest):
        return known, code
    at = now()
    if not rules.may_have_links(event, at):
        raise Closed("Solo un espacio convocado, y hasta el final de su día, puede tener enlaces de puerta.")
    link = DoorLink(event_id=event.id, kind=kind, label=label, code_digest=digest, created_at=at)
    link.valid_until, link.created_by_id = rules.closes_at(event), author.id
    db.session.add(link)
    db.session.flush()
    audit.record("door.opened", link, author, kind=kind.value)
    return link, code


def revoke(link: DoorLink, author: User) -> None:
    """Close a link at once, on every device that holds it. Twice is once."""
    require_keeper(author)
    db.session.refresh(link, with_for_update={"of": DoorLink})
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by_id = now(), author.id
        audit.record("door.revoked", link, author)


def require_keeper(author: User) -> None:
    if not rules.may_keep(author):
        raise Forbidden("Su cuenta no tiene permiso para cuidar las puertas.")
