"""Letters and invitations of the spaces, as read."""

from dataclasses import dataclass

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, case, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from participa.events.models import Event
from participa.extensions import db
from participa.invitations.models import (
    Delivery,
    Guest,
    Invitation,
    InvitationCall,
    InvitationLetter,
    LetterState,
    ReminderPlan,
    Reply,
)
from participa.shared.mail import OutgoingMail

PER_PAGE = 25
OURS = "invitation"


@dataclass(frozen=True)
class Figures:
    """How many invitations of a space are in each state, and how many people said that they come."""

    deliveries: dict[Delivery, int]
    replies: dict[Reply, int]
    people: int

    @property
    def total(self) -> int:
        return sum(self.deliveries.values())

    def delivered(self, *states: Delivery) -> int:
        return sum(self.deliveries.get(state, 0) for state in states)

    def replied(self, *states: Reply) -> int:
        return sum(self.replies.get(state, 0) for state in states)


def event_by_id(event_id: int) -> Event:
    return db.session.get_one(Event, event_id)


def figures(event_id: int) -> Figures:
    counted = select(Invitation.delivery, Invitation.reply, func.count(), func.sum(Invitation.people))
    of_event = counted.where(Invitation.event_id == event_id).group_by(Invitation.delivery, Invitation.reply)
    deliveries: dict[Delivery, int] = {}
    replies: dict[Reply, int] = {}
    people = 0
    for delivery, reply, count, coming in db.session.execute(of_event):
        deliveries[delivery] = deliveries.get(delivery, 0) + count
        replies[reply] = replies.get(reply, 0) + count
        people += coming or 0
    return Figures(deliveries, replies, people)


def letter(letter_id: int) -> InvitationLetter:
    """A letter with its space and people. Raises NoResultFound."""
    return db.session.scalars(_letters().where(InvitationLetter.id == letter_id)).one()


def letters_of(event_id: int) -> list[InvitationLetter]:
    """The letters of a space, latest first."""
    found = _letters().where(InvitationLetter.event_id == event_id)
    return list(db.session.scalars(found.order_by(InvitationLetter.id.desc())))


def submitted_letters() -> list[InvitationLetter]:
    """Letters that wait for another person to look at them, oldest first."""
    found = _letters().where(InvitationLetter.state == LetterState.SUBMITTED)
    return list(db.session.scalars(found.order_by(InvitationLetter.submitted_at, InvitationLetter.id)))


def _letters() -> Select[InvitationLetter]:
    people = (joinedload(InvitationLetter.author), joinedload(InvitationLetter.approved_by))
    return select(InvitationLetter).options(joinedload(InvitationLetter.event), *people)


def invitation(invitation_id: int) -> Invitation:
    """An invitation with guest, space and calls. Raises NoResultFound."""
    calls = selectinload(Invitation.calls).joinedload(InvitationCall.author)
    whole = (joinedload(Invitation.guest), joinedload(Invitation.event), calls)
    found = select(Invitation).join(Guest).where(Invitation.id == invitation_id, Guest.erased_at.is_(None))
    return db.session.scalars(found.options(*whole)).one()


def find_by_code(digest: str) -> Invitation | None:
    """The invitation with this digest of its code, once it was approved."""
    whole = (joinedload(Invitation.guest), joinedload(Invitation.event))
    found = select(Invitation).where(Invitation.code_digest == digest, Invitation.delivery != Delivery.DRAFT)
    return db.session.scalars(found.options(*whole)).first()


def call_list(event_id: int, view: str, page: int) -> Pagination:
    """Guests of a space with a telephone. `pendientes`: no answer yet, those not called first; or `todas`."""
    called = exists().where(InvitationCall.invitation_id == Invitation.id)
    found = select(Invitation).join(Guest).where(Invitation.event_id == event_id, Guest.phone != "")
    found = found.where(Guest.erased_at.is_(None), Invitation.delivery != Delivery.DRAFT)
    if view == "pendientes":
        found = found.where(Invitation.reply == Reply.WAITING)
    calls = selectinload(Invitation.calls)
    ordered = found.options(joinedload(Invitation.guest), calls).order_by(
        case((called, 1), else_=0), Guest.name, Guest.organization, Invitation.id
    )
    return db.paginate(ordered, page=max(page, 1), per_page=PER_PAGE, max_per_page=PER_PAGE)


def outbox(delivery: Delivery | None, event_id: int | None, page: int) -> Pagination:
    """Invitations with where their mail stands: what changed last comes first. No bodies and no codes are read."""
    found = select(Invitation).options(joinedload(Invitation.guest), joinedload(Invitation.event))
    if delivery is not None:
        found = found.where(Invitation.delivery == delivery)
    if event_id is not None:
        found = found.where(Invitation.event_id == event_id)
    return db.paginate(
        found.order_by(Invitation.id.desc()),
        page=max(page, 1),
        per_page=PER_PAGE,
        max_per_page=PER_PAGE,
    )


def outbox_counts(event_id: int | None) -> dict[Delivery, int]:
    """How many invitations are in each state of delivery, of one space or of all."""
    counted = select(Invitation.delivery, func.count()).group_by(Invitation.delivery)
    if event_id is not None:
        counted = counted.where(Invitation.event_id == event_id)
    return {row[0]: row[1] for row in db.session.execute(counted)}


def other_mail_counts() -> tuple[int, int]:
    """How many mails of the whole site wait to leave, and how many were given up for good."""
    waits = case((or_(OutgoingMail.sent_at.is_not(None), OutgoingMail.failed_at.is_not(None)), 0), else_=1)
    failed = case((OutgoingMail.failed_at.is_not(None) & (OutgoingMail.last_error != "Withdrawn"), 1), else_=0)
    row = db.session.execute(select(func.sum(waits), func.sum(failed)).select_from(OutgoingMail)).one()
    return row[0] or 0, row[1] or 0


def spaces_with_letters() -> list[Event]:
    """The spaces with letters, latest date first."""
    has_letters = exists().where(InvitationLetter.event_id == Event.id)
    return list(db.session.scalars(select(Event).where(has_letters).order_by(Event.starts_at.desc(), Event.id.desc())))


def reminder_minutes(event_id: int) -> list[int]:
    """When the reminders of a space leave, in minutes before it begins; the earliest first."""
    plan = db.session.get(ReminderPlan, event_id)
    return sorted(plan.minutes, reverse=True) if plan else []
