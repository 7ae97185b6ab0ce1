"""Forgetting what a registration says of a person, part by part, once its space is over. Its row is still counted."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select, update

from participa.events.models import Event
from participa.extensions import db
from participa.registrations import mails
from participa.registrations.models import AccessNeed, Registration, RegistrationGroup
from participa.registrations.services.standing import erase, forget_mails
from participa.shared.clock import now

OF_GUARDIAN = ("guardian_name", "guardian_link", "guardian_contact")
OF_GROUP = ("organisation", "contact_name", "email", "phone")


def forget_documents(before: datetime, most: int) -> int:
    """Blank the documents and the guardians of spaces that ended before; how many."""
    written = or_(Registration.document_number != "", *(getattr(Registration, name) != "" for name in OF_GUARDIAN))
    ids = _ids(select(Registration.id), written, before, most)
    blank = {"document_type": None, "document_number": "", **dict.fromkeys(OF_GUARDIAN, "")}
    _write(update(Registration).where(Registration.id.in_(ids)).values(**blank))
    return len(ids)


def forget_needs(before: datetime, most: int) -> int:
    """Blank what people wrote of the supports they need; which support it was stays, to be counted."""
    written = or_(AccessNeed.words != "", AccessNeed.note != "")
    ids = _ids(select(AccessNeed.id).join(Registration), written, before, most)
    _write(update(AccessNeed).where(AccessNeed.id.in_(ids)).values(words="", note=""))
    return len(ids)


def forget_people(before: datetime, most: int) -> int:
    """Erase the registrations of spaces that ended before, those of the door too; how many."""
    ids = _ids(select(Registration.id), Registration.erased_at.is_(None), before, most)
    for registration_id in ids:
        erase(db.session.get_one(Registration, registration_id))
    return len(ids)


def forget_groups(before: datetime, most: int) -> int:
    """Blank who answered for a group; how many."""
    over = and_(RegistrationGroup.erased_at.is_(None), Event.ends_at < before)
    found = select(RegistrationGroup.id).join(Event, Event.id == RegistrationGroup.event_id).where(over)
    ids = list(db.session.scalars(found.order_by(RegistrationGroup.id).limit(most)))
    blank = {**dict.fromkeys(OF_GROUP, ""), "erased_at": now()}
    _write(update(RegistrationGroup).where(RegistrationGroup.id.in_(ids)).values(**blank))
    for group_id in ids:
        forget_mails(mails.prefix_of_group(group_id))
    return len(ids)


def _ids(found: Select[int], condition: ColumnElement[bool], before: datetime, most: int) -> list[int]:
    column = found.selected_columns[0]
    over = found.join(Event, Event.id == Registration.event_id).where(condition, Event.ends_at < before)
    return list(db.session.scalars(over.order_by(column).limit(most)))


def _write(statement: object) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})  # type: ignore[call-overload]
