"""What every verb of a space asks first."""

from flask import current_app

from participa.accounts.models import User
from participa.config import Settings
from participa.events import rules
from participa.events.models import Event
from participa.extensions import db
from participa.shared import follow_codes
from participa.shared.errors import Closed, Forbidden, Invalid

CHANGED = "Otra persona cambió esto mientras usted escribía. Mírelo en otra pestaña y compare."


class Changed(Invalid):
    """Somebody else changed the space since this person opened it."""


def lock(event: Event) -> None:
    """Nobody else changes this row until the end of the request; what is read is what is stored."""
    db.session.flush()
    db.session.refresh(event, with_for_update=True)


def require_editor(author: User) -> None:
    if not rules.may_edit(author):
        raise Forbidden("Su cuenta no tiene permiso para escribir espacios de diálogo.")


def open_programme(event: Event, author: User) -> None:
    """Lock a space whose agenda or route this person changes. Raises Forbidden or Closed."""
    require_editor(author)
    lock(event)
    if not rules.is_editable(event):
        raise Closed("Este espacio ya se realizó. Lo que dice su página no se cambia.")


def digest_of(form_key: str) -> str:
    """What is kept of a form key, so that a retry is known."""
    settings: Settings = current_app.extensions["settings"]
    return follow_codes.form_key_digest(form_key, settings.code_key)


def first_free(slug: str, taken: set[str] | frozenset[str]) -> str:
    """The slug itself or, when it is taken, the first with a number that is not."""
    free, number = slug, 2
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free
