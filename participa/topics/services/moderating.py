"""Whether the words of a nomination are public. They are never rewritten; what is kept back leaves its reason."""

from participa.accounts.models import User
from participa.extensions import db
from participa.questions.models import WithholdReason
from participa.shared import audit, personal_data
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.topics import rules
from participa.topics.models import KEEP_BACK_LABELS, Nomination, Standing
from participa.topics.queries import groups
from participa.topics.queries import nominations as queries

CHANGED = "Otra persona ya decidió sobre esta postulación. Mire cómo quedó."
UNREVIEWED = "Puede tener datos personales. Revíselos y marque la casilla para publicarla."
IN_GROUP = "Está en un tema. Sáquela primero de él."
IN_VOTE = "Ya hay una votación. Lo publicado no se cambia."


def publish(nomination: Nomination, actor: User, seen: int, is_reviewed: bool = False) -> None:
    """Show it to everybody. A second click changes nothing.

    Raises Invalid while possible personal data were not looked at, Conflict when somebody else decided first.
    """
    held = _to_decide(nomination, actor, seen, Standing.PUBLIC)
    if held is None:
        return
    found = personal_data.findings(f"{held.words}\n{held.why}")
    if found and not is_reviewed:
        raise Invalid(UNREVIEWED)
    _decide(held, Standing.PUBLIC, actor, None, "")
    audit.record("nomination_published", held, actor, findings=personal_data.counts(found))


def keep_back(nomination: Nomination, reason: WithholdReason, note: str, actor: User, seen: int) -> None:
    """Not show it, for a reason of the closed list. Who nominated reads the reason and the note with the code."""
    if reason not in KEEP_BACK_LABELS:
        raise Invalid("Elija uno de los motivos de la lista.")
    held = _to_decide(nomination, actor, seen, Standing.KEPT_BACK)
    if held is None:
        return
    if groups.membership(held) is not None:
        raise Conflict(IN_GROUP)
    _decide(held, Standing.KEPT_BACK, actor, reason, note)
    audit.record("nomination_kept_back", held, actor, reason=reason.value)


def _to_decide(nomination: Nomination, actor: User, seen: int, to: Standing) -> Nomination | None:
    """The row locked; None when it is there already."""
    if not rules.may_moderate(actor):
        raise Forbidden("Su cuenta no tiene permiso para moderar postulaciones.")
    held = queries.lock(nomination)
    if held.standing is to:
        return None
    if held.revision != seen:
        raise Conflict(CHANGED)
    if not rules.may_decide(held):
        raise Conflict(IN_VOTE)
    return held


def _decide(held: Nomination, to: Standing, actor: User, reason: WithholdReason | None, note: str) -> None:
    held.standing, held.reason, held.note = to, reason, note
    held.decided_at, held.decided_by_id = now(), actor.id
    db.session.flush()
