"""Opening a box of slips and closing it, when the counts agree."""

import secrets
from datetime import datetime

from flask import current_app
from sqlalchemy import func, select

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
from participa.shared.templating import counted as in_words

MOST_SLIPS = 500
ONLY_TYPISTS = "Solo moderación puede hacer esto."
CLOSED = "Esta caja ya está cerrada."
FILED = "Ya se radicaron hojas de esta caja con esa fecha. Ya no se cambia."
SHARED = "La hoja {number} ya es de la caja «{label}». Empiece desde la {free}."
NUMBERS_LOCK = 7_280_001  # two boxes never take the same numbers at once, on PostgreSQL


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
    """A box with the slips of these numbers, both included. The same form key again gives the first one.

    Raises Forbidden, and Invalid when a number already belongs to another box.
    """
    if not rules.may_type(author):
        raise Forbidden(ONLY_TYPISTS)
    digest = form_key_digest(form_key, _code_key())
    earlier = queries.find_batch_by_key(digest)
    if earlier is not None:
        return earlier
    _check_numbers(first, last)
    batch = SlipBatch(label=label, event=event, first=first, last=last, check_one_of=check_one_of)
    batch.form_key_digest, batch.seed = digest, secrets.token_hex(16)
    batch.collected_at, batch.created_at, batch.created_by = collected_at, now(), author
    db.session.add(batch)
    db.session.flush()
    audit.record("slips_opened", batch, author, first=first, last=last)
    return batch


def _check_numbers(first: int, last: int) -> None:
    if not 1 <= first <= last < first + MOST_SLIPS:
        raise Invalid(f"Escriba del número menor al mayor. En una caja caben {MOST_SLIPS} hojas.")
    if not _settings().uses_sqlite:
        db.session.execute(select(func.pg_advisory_xact_lock(NUMBERS_LOCK)))
    other = queries.sharing_numbers(first, last)
    if other is not None:
        number, free = max(first, other.first), queries.next_free_number()
        raise Invalid(SHARED.format(number=number, label=other.label, free=free))


def mend(batch_id: int, label: str, event: Event | None, collected_at: datetime, author: User) -> SlipBatch:
    """Say again what a box is and when its slips came, before the first is filed. Raises Forbidden or Conflict."""
    if not rules.may_type(author):
        raise Forbidden(ONLY_TYPISTS)
    batch = queries.batch_to_change(batch_id)
    if not rules.may_mend(author, batch, queries.has_filed(batch)):
        raise Conflict(FILED if rules.is_open(batch) else CLOSED)
    batch.label, batch.event, batch.collected_at = label, event, collected_at
    audit.record("slips_mended", batch, author, collected_at=collected_at.isoformat())
    return batch


def close(batch_id: int, counted: int, author: User) -> SlipBatch:
    """Close a box and note the public record as it is. `counted` are the slips that somebody has in the hand.

    A second click changes nothing. Raises Conflict while slips ≠ filed + void, and Invalid when `counted` is another
    number than that of the slips that came back.
    """
    if not rules.may_type(author):
        raise Forbidden(ONLY_TYPISTS)
    batch = queries.batch_to_change(batch_id)
    if not rules.is_open(batch):
        return batch
    _check_counts(queries.counts([batch])[batch.id], counted)
    batch.entries, batch.fingerprint = ledger.head()
    batch.counted, batch.closed_at, batch.closed_by = counted, now(), author
    audit.record("slips_closed", batch, author, counted=counted)
    return batch


def _check_counts(counts: queries.Counts, counted: int) -> None:
    if not counts.matches:
        raise Conflict(f"Todavía faltan {counts.missing} por escribir y {counts.waiting} por revisar.")
    if counted != counts.in_hand:
        raise Invalid(
            f"Usted contó {in_words(counted, 'hoja', 'hojas')} y aquí hay {counts.in_hand}. Cuente otra vez. "
            "Si sobra una, recupérela y escríbala. Si falta, búsquela antes de cerrar."
        )


def _code_key() -> str:
    return _settings().code_key


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
