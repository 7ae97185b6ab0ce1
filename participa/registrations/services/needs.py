"""The supports that people asked for, from the request until they are delivered."""

from participa.accounts.models import User
from participa.registrations import rules
from participa.registrations.models import AccessNeed, NeedState
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid


def note_need(need: AccessNeed, to: NeedState, author: User, note: str = "") -> None:
    """Say how far a support has come. Raises Invalid without the reason of one that is not possible."""
    if not rules.may_keep(author):
        raise Forbidden("Su cuenta no tiene permiso para seguir los apoyos.")
    if to is NeedState.NOT_POSSIBLE and not note.strip():
        raise Invalid("Escriba por qué no fue posible y qué se ofreció a cambio.")
    if need.state is not to and not rules.needs_moves_to(need.state, to):
        raise Conflict(f"El apoyo está «{need.state_label.lower()}». Recargue la página.")
    was, need.state = need.state, to
    need.note, need.changed_at, need.changed_by_id = note.strip(), now(), author.id
    audit.record("need", need, author, from_state=was, to_state=to)
