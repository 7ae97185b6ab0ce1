"""A device supports a nomination or takes its support back. Each device counts once, and there is no vote against."""

import hashlib
import hmac

from sqlalchemy import delete, insert, select, update

from participa.extensions import db
from participa.shared.clock import now
from participa.shared.errors import Closed
from participa.topics.models import Nomination, NominationSupport, TopicCall
from participa.topics.queries import nominations as queries

NOT_NOW = "Esta convocatoria ya no recibe apoyos."
DIGITS = 32


def support(nomination: Nomination, device_name: str) -> None:
    """Count the support of a device; once more changes nothing. Raises Closed."""
    held, device = _open(nomination, device_name)
    if not _has(held, device):
        db.session.execute(insert(NominationSupport).values(nomination_id=held.id, device=device))
        _count(held, 1)


def withdraw(nomination: Nomination, device_name: str) -> None:
    """Take it back; without one nothing changes. Raises Closed."""
    held, device = _open(nomination, device_name)
    if _has(held, device):
        mine = (NominationSupport.nomination_id == held.id, NominationSupport.device == device)
        db.session.execute(delete(NominationSupport).where(*mine))
        _count(held, -1)


def supported(call: TopicCall, device_name: str) -> set[int]:
    """The row numbers of the nominations that this device supports."""
    if call.salt is None:
        return set()
    mine = (Nomination.call_id == call.id, NominationSupport.device == _digest(call.salt, device_name))
    found = select(Nomination.id).join(NominationSupport, NominationSupport.nomination_id == Nomination.id)
    return set(db.session.scalars(found.where(*mine).order_by(Nomination.id)))


def _open(nomination: Nomination, device_name: str) -> tuple[Nomination, str]:
    """The row locked, so that the figure always says how many rows there are."""
    held = queries.lock(nomination)
    if not held.is_public or not held.call.takes(now()) or held.call.salt is None:
        raise Closed(NOT_NOW)
    return held, _digest(held.call.salt, device_name)


def _has(nomination: Nomination, device: str) -> bool:
    mine = (NominationSupport.nomination_id == nomination.id, NominationSupport.device == device)
    return db.session.scalar(select(NominationSupport.device).where(*mine)) is not None


def _count(nomination: Nomination, by: int) -> None:
    changed = update(Nomination).where(Nomination.id == nomination.id).values(supports=Nomination.supports + by)
    db.session.execute(changed.execution_options(synchronize_session=False))
    db.session.refresh(nomination, ["supports"])


def _digest(salt: str, device_name: str) -> str:
    return hmac.digest(salt.encode(), device_name.encode(), hashlib.sha256).hex()[:DIGITS]
