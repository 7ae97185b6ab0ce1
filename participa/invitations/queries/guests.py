"""The list of guests, as read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from participa.extensions import db
from participa.invitations.models import Guest, GuestImport, GuestKind, Invitation, MailOptOut
from participa.invitations.rules import INSTITUTIONAL
from participa.shared.sql import fold, folded

PER_PAGE = 25
AT_ONCE = 500  # values in one statement
MOST_TWINS = 10


@dataclass(frozen=True)
class Audience:
    """Filters of the list of guests; an empty one is everybody. `standing` is one of STANDINGS."""

    words: str = ""
    kind: GuestKind | None = None
    value_group_id: int | None = None
    territory: str = ""
    standing: str = ""

    @property
    def stored(self) -> dict[str, Any]:
        """The filters as a letter keeps them."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_stored(cls, stored: dict[str, Any]) -> "Audience":
        kind = stored.get("kind")
        return cls(**(stored | {"kind": GuestKind(kind) if kind else None}))


def is_mailable() -> ColumnElement[bool]:
    """The same as rules.may_be_mailed, for many guests at once."""
    domain_ends = [func.lower(Guest.email).like(f"%{ending}") for ending in INSTITUTIONAL]
    domain_is = [func.lower(Guest.email).like(f"%@{ending[1:]}") for ending in INSTITUTIONAL]
    is_authorized = and_(Guest.authorization != "", Guest.authorized_on.is_not(None))
    return and_(
        Guest.email != "",
        Guest.erased_at.is_(None),
        Guest.opted_out_at.is_(None),
        Guest.bounced_at.is_(None),
        or_(is_authorized, *domain_ends, *domain_is),
    )


STANDINGS: dict[str, Callable[[], ColumnElement[bool]]] = {
    "con": is_mailable,
    "sin": lambda: ~is_mailable(),
    "baja": lambda: Guest.opted_out_at.is_not(None),
    "rebote": lambda: Guest.bounced_at.is_not(None),
}


def _wanted(audience: Audience) -> Select[Guest]:
    found = select(Guest).where(Guest.erased_at.is_(None))
    if audience.words:
        like = f"%{fold(audience.words).replace('%', '').replace('_', '')}%"
        found = found.where(or_(*(folded(part).like(like) for part in (Guest.name, Guest.organization, Guest.email))))
    if audience.kind:
        found = found.where(Guest.kind == audience.kind)
    if audience.value_group_id:
        found = found.where(Guest.value_group_id == audience.value_group_id)
    if audience.territory:
        found = found.where(Guest.territory == audience.territory)
    if audience.standing in STANDINGS:
        found = found.where(STANDINGS[audience.standing]())
    return found


def guests(audience: Audience, page: int) -> Pagination:
    """The guests of a filter, by name. 404 beyond the last page."""
    found = _wanted(audience).options(joinedload(Guest.value_group)).order_by(Guest.name, Guest.organization, Guest.id)
    return db.paginate(found, page=max(page, 1), per_page=PER_PAGE, max_per_page=PER_PAGE)


def all_guests(audience: Audience) -> Iterator[Guest]:
    """Every guest of a filter, by number, a few hundred at a time: the memory stays flat."""
    last, wanted = 0, _wanted(audience).options(joinedload(Guest.value_group)).order_by(Guest.id).limit(AT_ONCE)
    while rows := list(db.session.scalars(wanted.where(Guest.id > last))):
        yield from rows
        last = rows[-1].id
        for row in rows:
            db.session.expunge(row)


def find_guest(guest_id: int) -> Guest:
    """A guest who was not erased. Raises NoResultFound."""
    found = select(Guest).where(Guest.id == guest_id, Guest.erased_at.is_(None))
    return db.session.scalars(found.options(joinedload(Guest.value_group))).one()


def find_alike(key: str, but: int = 0) -> Guest | None:
    """The guest with this match key, other than `but`."""
    return db.session.scalars(select(Guest).where(Guest.match_key == key, Guest.id != but)).first()


def likely_twins(guest: Guest) -> list[Guest]:
    """Other guests with the same name or telephone, by number."""
    alike = [folded(Guest.name) == fold(guest.name)] if guest.name else []
    alike += [Guest.phone == guest.phone] if guest.phone else []
    if not alike:
        return []
    found = select(Guest).where(Guest.erased_at.is_(None), Guest.id != guest.id, or_(*alike))
    return list(db.session.scalars(found.order_by(Guest.id).limit(MOST_TWINS)))


def match_keys(keys: Sequence[str]) -> dict[str, int]:
    """The number of the guest that each of these keys already has."""
    found: dict[str, int] = {}
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        rows = db.session.execute(select(Guest.match_key, Guest.id).where(Guest.match_key.in_(part)))
        found.update({str(row[0]): row[1] for row in rows})
    return found


def opted_out_digests(digests: Sequence[str]) -> set[str]:
    """Which of these addresses asked for no more mails."""
    found: set[str] = set()
    for start in range(0, len(digests), AT_ONCE):
        part = digests[start : start + AT_ONCE]
        found.update(db.session.scalars(select(MailOptOut.digest).where(MailOptOut.digest.in_(part))))
    return found


def territories() -> list[str]:
    """The territories in use, in order."""
    found = select(Guest.territory).where(Guest.territory != "", Guest.erased_at.is_(None))
    return list(db.session.scalars(found.distinct().order_by(Guest.territory)))


def guest_import(import_id: int) -> GuestImport:
    """A list under review. Raises NoResultFound."""
    return db.session.scalars(select(GuestImport).where(GuestImport.id == import_id)).one()


def chosen(audience: Audience, event_id: int) -> Select[int, bool]:
    """Number of each guest of a filter not yet invited to the space, and whether a mail may be written to them."""
    invited = exists().where(Invitation.event_id == event_id, Invitation.guest_id == Guest.id)
    return _wanted(audience).where(~invited).with_only_columns(Guest.id, is_mailable()).order_by(Guest.id)


def audience_count(audience: Audience, event_id: int) -> tuple[int, int]:
    """How many of a filter are not yet invited to the space, and to how many of them a mail may be written."""
    rows = chosen(audience, event_id).order_by(None).subquery()
    counted = select(func.count(), func.count().filter(list(rows.c)[1])).select_from(rows)
    row = db.session.execute(counted).one()
    return row[0], row[1]
