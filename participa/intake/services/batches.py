"""Opening a box of slips and closing it, when the counts agree."""

import secrets
from datetime import datetime

from flask import current_app

from participa.accounts.models import User
from participa.config import Settings
from participa.events.models import Event
from participa.extensions import db
from participa.intake import queries, rules
from participa.intake.models import SlipBatch
from participa.shared import audit, ledger
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.follow_codes import form_key_digest

MOST_SLIPS = 500
ONLY_TYPISTS = "Solo moderación puede hacer esto."


def open_batch(
    label: str,
    event: Event | None,
    first: int,
    last: int,
    check_one_of: int,
    collected_at: datetime,
    form_key: str,
    author: User,
) -> SlipBatch:
    """A box with the slips of these numbers, both included. The same form key again gives the first one."""
    if not rules.may_type(author):
        raise Forbidden(ONLY_TYPISTS)
    digest = form_key_digest(form_key, _code_key())
    earlier = queries.find_batch_by_key(digest)
    if earlier is not None:
        return earlier
    if not 1 <= first <= last < first + MOST_SLIPS:
        raise Invalid(f"Escriba del número menor al mayor. En una caja caben {MOST_SLIPS} hojas.")
    batch = SlipBatch(
        form_key_digest=digest,
        seed=secrets.token_hex(16),
        label=label,
        event=event,
        first=first,
        last=last,
        check_one_of=check_one_of,
        collected_at=collected_at,
        created_at=now(),
        created_by=author,
    )
    db.session.add(batch)
    db.session.flush()
    audit.record("slips_opened", batch, author, first=first, last=last)
    return batch


def close(batch_id: int, author: User) -> SlipBatch:
    """Close a box and note the public record as it is. Raises Conflict while slips ≠ filed + void."""
    if not rules.may_type(author):
        raise Forbidden(ONLY_TYPISTS)
    batch = queries.batch_to_change(batch_id)
    if not rules.is_open(batch):
        raise Conflict("Esta caja ya está cerrada.")
    counts = queries.counts([batch])[batch.id]
    if not counts.matches:
        raise Conflict(f"Todavía faltan {counts.missing} por escribir y {counts.waiting} por revisar.")
    batch.entries, batch.fingerprint = ledger.head()
    batch.closed_at, batch.closed_by = now(), author
    audit.record("slips_closed", batch, author, filed=counts.filed, void=counts.void)
    return batch


def _code_key() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.code_key
