"""Receiving a nomination: one form key, one nomination, one receipt. No data of the person is asked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from participa.extensions import db
from participa.shared import audit, follow_codes
from participa.shared.clock import now
from participa.shared.errors import Closed
from participa.topics.models import Nomination, TopicCall
from participa.topics.queries import nominations as queries
from participa.topics.services.calls import settings

NOT_NOW = "Esta convocatoria no recibe postulaciones en este momento."


@dataclass(frozen=True)
class Proposal:
    """What a person writes: a short text, why, and where. All trimmed."""

    words: str
    why: str = ""
    place: str = ""


@dataclass(frozen=True)
class Receipt:
    """What is shown to who nominated. `code` is stored nowhere. `differs`: the form key was used for other words."""

    nomination_id: int
    number: int
    words: str
    code: str
    received_at: datetime
    differs: bool = False


def nominate(call: TopicCall, proposal: Proposal, form_key: str) -> Receipt:
    """Receive a nomination. The same form key again gives the receipt of the first time. Raises Closed."""
    secret = settings().code_key
    digest, code = follow_codes.form_key_digest(form_key, secret), follow_codes.code_for(form_key, secret)
    _wait_for_the_same(digest)
    earlier = queries.find_by_form_key(digest)
    if earlier is not None:
        kept = Proposal(earlier.words, earlier.why, earlier.place)
        return _receipt(earlier, code, differs=kept != proposal)
    at = now()
    if not call.takes(at):
        raise Closed(NOT_NOW)
    nomination = Nomination(
        call_id=call.id,
        number=_next_number(call),
        words=proposal.words,
        why=proposal.why,
        place=proposal.place,
        form_key_digest=digest,
        code_digest=follow_codes.code_digest(code, secret),
        received_at=at,
    )
    db.session.add(nomination)
    db.session.flush()  # the history quotes its number
    audit.record("nominated", nomination)
    return _receipt(nomination, code)


def _wait_for_the_same(digest: str) -> None:
    """On PostgreSQL, let a parallel request with the same key finish first; SQLite has one writer at a time anyway."""
    if not settings().uses_sqlite:
        db.session.execute(select(func.pg_advisory_xact_lock(int(digest[:15], 16))))


def _next_number(call: TopicCall) -> int:
    """The row stays locked until the commit, so that no number is given twice; it is no change of what is written."""
    counted = update(TopicCall).where(TopicCall.id == call.id).values(last_nomination=TopicCall.last_nomination + 1)
    found = counted.returning(TopicCall.last_nomination).execution_options(synchronize_session=False)
    return db.session.scalars(found).one()


def _receipt(nomination: Nomination, code: str, differs: bool = False) -> Receipt:
    return Receipt(nomination.id, nomination.number, nomination.words, code, nomination.received_at, differs)
