"""Leave a trace of who took the list away."""

from participa.accounts.models import User
from participa.attendance import rules
from participa.events.models import Event
from participa.shared import audit
from participa.shared.errors import Forbidden


def note_export(event: Event, author: User, people: int, what: str) -> None:
    """Note that this person downloads personal data of `people` people. Raises Forbidden."""
    if not rules.may_export(author):
        raise Forbidden("Su cuenta no tiene permiso para descargar la asistencia.")
    audit.record("attendance.exported", event, author, people=people, what=what)
