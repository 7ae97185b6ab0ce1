"""What the team does with the list of guests."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import islice
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy import delete, func, insert, or_, select, update

from participa.accounts.models import User
from participa.config import Settings
from participa.extensions import db
from participa.invitations import lists, queries, rules
from participa.invitations.models import (
    Delivery,
    Guest,
    GuestDetails,
    GuestImport,
    Invitation,
    InvitationCall,
    MailOptOut,
)
from participa.shared import audit, mail
from participa.shared.clock import now
from participa.shared.errors import Forbidden, Invalid
from participa.shared.mail import OutgoingMail
from participa.shared.sql import fold
from participa.strategy import queries as strategies

LISTS_ARE_KEPT = timedelta(days=1)
AT_ONCE = 500
GUESTS_LOCK = 731_014
TWIN = "Ya hay un invitado con ese correo, o con ese nombre y teléfono. Búsquelo en la lista."
BLANK = ("name", "organization", "email", "phone", "address", "territory", "source", "authorization")
UNSENT = (Delivery.DRAFT, Delivery.APPROVED, Delivery.QUEUED)
Thing = TypeVar("Thing")


@dataclass
class Outcome:
    """What came of a list, or what would: new guests, those completed, and rows that say nothing new."""

    added: int = 0
    merged: int = 0
    repeated: int = 0
    opted_out: int = 0
    without_permission: int = 0


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def require_writer(person: User) -> None:
    if not rules.may_write(person):
        raise Forbidden("Su cuenta no tiene permiso para cambiar invitados ni invitaciones.")


def lock_guests() -> None:
    """One writer of the list at a time; on SQLite there is no more than one anyway."""
    if not settings().uses_sqlite:
        db.session.execute(select(func.pg_advisory_xact_lock(GUESTS_LOCK)))


def add(details: GuestDetails, author: User) -> Guest:
    """A guest typed by hand. Raises Invalid when it is in the list already."""
    require_writer(author)
    lock_guests()
    key = rules.match_key(details)
    if queries.find_alike(key):
        raise Invalid(TWIN)
    guest = Guest(created_at=now(), match_key=key, **asdict(details))
    guest.opted_out_at = now() if _asked_for_no_more(details.email) else None
    db.session.add(guest)
    db.session.flush()
    audit.record("guest.add", guest, author)
    return guest


def change(guest: Guest, details: GuestDetails, author: User) -> None:
    """Correct a guest. Another address has not bounced; one that asked for no more mails stays without them."""
    require_writer(author)
    lock_guests()
    key = rules.match_key(details)
    if queries.find_alike(key, but=guest.id):
        raise Invalid(TWIN)
    if details.email.lower() != guest.email.lower():
        guest.bounced_at = None
        guest.opted_out_at = now() if _asked_for_no_more(details.email) else None
    for name, value in asdict(details).items():
        setattr(guest, name, value)
    guest.match_key = key
    db.session.flush()
    audit.record("guest.change", guest, author)


def _asked_for_no_more(email: str) -> bool:
    digest = rules.address_digest(email, settings().code_key)
    return bool(email) and bool(queries.opted_out_digests([digest]))


def merge(kept: Guest, other: Guest, author: User) -> None:
    """Make one guest of two: what `kept` lacks comes from `other`, its invitations too, and `other` is erased."""
    require_writer(author)
    if kept.id == other.id:
        raise Invalid("Elija otro invitado. Este es el mismo.")
    lock_guests()
    if not kept.email:
        kept.bounced_at = other.bounced_at
    _complete(kept, other)
    kept.opted_out_at = kept.opted_out_at or other.opted_out_at
    invited = select(Invitation.event_id).where(Invitation.guest_id == kept.id)
    moved = update(Invitation).where(Invitation.guest_id == other.id, Invitation.event_id.not_in(invited))
    db.session.execute(moved.values(guest_id=kept.id), execution_options={"synchronize_session": False})
    audit.record("guest.merge", kept, author, other=other.id)
    erase(other, author)
    kept.match_key = rules.match_key(GuestDetails(kept.name, kept.organization, email=kept.email, phone=kept.phone))
    db.session.flush()


def _complete(kept: Guest, other: Guest | GuestDetails) -> bool:
    """Fill what is empty, an authorisation as a whole; whether anything was."""
    changed = False
    for name in ("name", "organization", "email", "phone", "address", "territory", "value_group_id", "source"):
        if not getattr(kept, name) and getattr(other, name):
            setattr(kept, name, getattr(other, name))
            changed = True
    if not rules.is_authorized(kept) and other.authorization and other.authorized_on:
        kept.authorization, kept.authorized_on = other.authorization, other.authorized_on
        changed = True
    return changed


def erase(guest: Guest, author: User) -> None:
    """Forget who it was: the row stays to be counted, its mails lose address and words (Ley 1581 de 2012, art. 8 e)."""
    require_writer(author)
    forget(guest)
    audit.record("guest.erase", guest, author)


def forget(guest: Guest) -> None:
    """Leave its row alone, to be counted."""
    guest.match_key = None
    for name in BLANK:
        setattr(guest, name, "")
    guest.authorized_on, guest.value_group_id, guest.erased_at = None, None, now()
    db.session.flush()
    numbers = list(db.session.scalars(select(Invitation.id).where(Invitation.guest_id == guest.id)))
    _forget_mails(numbers)
    calls = update(InvitationCall).where(InvitationCall.invitation_id.in_(numbers))
    db.session.execute(calls.values(note=""))
    _withdraw(Invitation.guest_id == guest.id)


def _forget_mails(numbers: Sequence[int]) -> None:
    for number in numbers:
        mail.withdraw(*mails_of(number))
        is_of_guest = or_(*(OutgoingMail.key.startswith(prefix) for prefix in mails_of(number)))
        forgotten = update(OutgoingMail).where(is_of_guest, OutgoingMail.leased_until.is_(None))
        db.session.execute(forgotten.values(recipient="", body="", unsubscribe=""))


def mails_of(invitation_id: int) -> tuple[str, ...]:
    """How the keys of the mails of an invitation begin."""
    return tuple(f"{kind}/{invitation_id}/" for kind in ("invitation", "invitation-news", "invitation-reminder"))


def _withdraw(whose: Any) -> None:
    unsent = update(Invitation).where(whose, Invitation.delivery.in_(UNSENT))
    db.session.execute(unsent.values(delivery=Delivery.WITHDRAWN))


def opt_out(invitation: Invitation) -> None:
    """Never write to this address again; the same request again changes nothing."""
    email, at = invitation.guest.email, now()
    if not email:
        return
    digest = rules.address_digest(email, settings().code_key)
    lock_guests()
    if not queries.opted_out_digests([digest]):
        db.session.add(MailOptOut(digest=digest, at=at))
    same = func.lower(Guest.email) == email.lower()
    unmarked = update(Guest).where(same, Guest.opted_out_at.is_(None))
    db.session.execute(unmarked.values(opted_out_at=at), execution_options={"synchronize_session": False})
    numbers = list(db.session.scalars(select(Invitation.id).join(Guest).where(same)))
    for number in numbers:
        mail.withdraw(*mails_of(number))
    _withdraw(Invitation.id.in_(numbers))
    audit.record("guest.opt_out", invitation)


# Lists


def upload(data: bytes, usual: GuestDetails, author: User) -> GuestImport:
    """Keep a list for its review. Lists that nobody decided on in a day are forgotten here."""
    require_writer(author)
    rows = lists.read_cells(data)
    db.session.execute(delete(GuestImport).where(GuestImport.created_at < now() - LISTS_ARE_KEPT))
    row = GuestImport(author_id=author.id, created_at=now(), cells=lists.packed(rows), source=usual.source)
    row.authorization, row.authorized_on = usual.authorization, usual.authorized_on
    row.mapping = lists.guessed(rows[0])
    db.session.add(row)
    db.session.flush()
    return row


def remap(row: GuestImport, mapping: list[str]) -> None:
    """Say anew what each column means. Raises Invalid for a meaning given twice."""
    used = [meaning for meaning in mapping if meaning]
    if len(used) != len(set(used)):
        raise Invalid("Dos columnas dicen lo mismo. Deje una de ellas sin usar.")
    row.mapping = mapping


def read(row: GuestImport) -> Iterator[lists.Checked]:
    """Each row of a list as it will be kept."""
    groups = {fold(group.name): group.id for group in strategies.value_groups()}
    usual = GuestDetails(source=row.source, authorization=row.authorization, authorized_on=row.authorized_on)
    return lists.checked(lists.unpacked(row.cells), row.mapping, groups, usual)


def discard(row: GuestImport) -> None:
    db.session.delete(row)


def confirm(row: GuestImport, author: User) -> Outcome:
    """Keep the whole list or nothing. Raises Invalid when any row has a problem."""
    require_writer(author)
    if any(one.problems for one in read(row)):
        raise Invalid("La lista tiene filas con problemas. Corrija el archivo y súbalo otra vez.")
    lock_guests()
    outcome = tally(row, keeps=True)
    audit.record("guest.import", row, author, added=outcome.added, merged=outcome.merged)
    db.session.delete(row)
    return outcome


def tally(row: GuestImport, keeps: bool = False) -> Outcome:
    """What comes of a list; with `keeps` it is written, some hundred rows at a time."""
    outcome, seen = Outcome(), set[str]()
    for part in _parts((one for one in read(row) if not one.problems), AT_ONCE):
        fresh = {one.key: one.details for one in reversed(part) if one.key not in seen}  # the first row holds
        outcome.repeated += len(part) - len(fresh)
        seen.update(fresh)
        known = queries.match_keys(list(fresh))
        refused = _refused(fresh.values())
        new = {key: details for key, details in fresh.items() if key not in known}
        outcome.added += len(new)
        outcome.opted_out += sum(details.email in refused for details in new.values())
        outcome.without_permission += sum(not _has_permission(details) for details in new.values())
        outcome.merged += _complete_all({known[key]: fresh[key] for key in known}, keeps)
        if keeps and new:
            db.session.execute(insert(Guest), [_values(key, details, refused) for key, details in new.items()])
    return outcome


def _parts(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    source = iter(things)
    while part := list(islice(source, size)):
        yield part


def _refused(details: Iterable[GuestDetails]) -> set[str]:
    """The addresses that asked for no more mails."""
    key = settings().code_key
    by_digest = {rules.address_digest(one.email, key): one.email for one in details if one.email}
    return {by_digest[digest] for digest in queries.opted_out_digests(list(by_digest))}


def _has_permission(details: GuestDetails) -> bool:
    return bool(details.authorization and details.authorized_on) or rules.is_institutional(details.email)


def _complete_all(found: dict[int, GuestDetails], keeps: bool) -> int:
    """Complete the guests that were in the list before; how many gained something."""
    if not found:
        return 0
    rows = list(db.session.scalars(select(Guest).where(Guest.id.in_(found))))
    with db.session.no_autoflush:
        changed = sum(_complete(guest, found[guest.id]) for guest in rows)
    if keeps:
        db.session.flush()
    for guest in rows:
        db.session.expunge(guest)
    return changed


def _values(key: str, details: GuestDetails, refused: set[str]) -> dict[str, Any]:
    at = now()
    opted_out_at = at if details.email in refused else None
    return asdict(details) | {"match_key": key, "created_at": at, "opted_out_at": opted_out_at}
