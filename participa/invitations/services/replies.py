"""What a guest answers, by the personal link or by telephone, and the places that a yes keeps."""

import secrets

from flask import current_app

from participa.accounts.models import User
from participa.config import Settings
from participa.events.models import Event, Modality
from participa.extensions import db
from participa.invitations import queries, rules
from participa.invitations.models import CallResult, GuestKind, Invitation, InvitationCall, InvitationPlace, Reply
from participa.invitations.services.guests import require_writer
from participa.registrations import queries as registration_queries
from participa.registrations import services as registrations
from participa.registrations.models import (
    Attends,
    CapacityAs,
    RegistrationChannel,
    RegistrationPurpose,
)
from participa.registrations.services import Application, Receipt
from participa.shared import audit, follow_codes
from participa.shared.clock import now
from participa.shared.errors import Closed, Invalid

SHUT = "Este espacio ya no recibe respuestas."
CAPACITIES = {
    GuestKind.PERSON: CapacityAs.CITIZEN,
    GuestKind.ORGANIZATION: CapacityAs.SOCIAL_ORGANISATION,
    GuestKind.CONTROL_BODY: CapacityAs.CONTROL_BODY,
}
ANSWERS = {CallResult.CONFIRMED: True, CallResult.DECLINED: False}


def find(typed_code: str) -> Invitation | None:
    """The invitation of a code, typed or from the link."""
    settings: Settings = current_app.extensions["settings"]
    code = follow_codes.normalise(typed_code)
    if not follow_codes.is_well_formed(code):
        return None
    return queries.find_by_code(follow_codes.code_digest(code, settings.code_key))


def answer(
    invitation: Invitation,
    comes: bool,
    people: int = 1,
    attends: Attends | None = None,
    may_register: bool = True,
    author: User | None = None,
) -> list[Receipt]:
    """Note a yes or a no; a yes keeps a place for each person, when the guest allowed it and registrations are open.

    The same answer again changes nothing. Raises Closed once the space takes no more answers.
    """
    _lock(invitation)
    if not rules.takes_replies(invitation.event, now()):
        raise Closed(SHUT)
    if not 1 <= people <= rules.MOST_PEOPLE:
        raise Invalid(f"Escriba un número entre 1 y {rules.MOST_PEOPLE}.")
    attends = attends or usual_way(invitation.event)
    if _is_same(invitation, comes, people, attends):
        return []
    kept = _give_places_back(invitation, people if comes else 0, attends)
    receipts = _keep_places(invitation, range(kept, people), attends) if comes and may_register else []
    yes = Reply.REGISTERED if receipts or kept else Reply.CONFIRMED
    invitation.reply, invitation.people = (yes, people) if comes else (Reply.DECLINED, 0)
    invitation.replied_at = now()
    db.session.flush()
    audit.record("invitation.answer", invitation, author, reply=invitation.reply.value)
    return receipts


def _lock(invitation: Invitation) -> None:
    """A second click waits here, and finds the answer given."""
    db.session.flush()
    db.session.refresh(invitation, ["reply", "people"], with_for_update=True)


def _is_same(invitation: Invitation, comes: bool, people: int, attends: Attends) -> bool:
    if not comes:
        return invitation.reply is Reply.DECLINED
    standing = [place for place in invitation.places if _stands(place, attends)]
    return invitation.reply is Reply.REGISTERED and invitation.people == people == len(standing)


def _stands(place: InvitationPlace, attends: Attends) -> bool:
    """Whether the person of a place still comes, and in this way."""
    return registration_queries.is_active(place.registration) and place.registration.attends is attends


def _give_places_back(invitation: Invitation, people: int, attends: Attends) -> int:
    """Keep the first places that still serve and give the rest back; how many were kept."""
    places = sorted(invitation.places, key=lambda place: place.registration_id)
    kept = [place for place in places if _stands(place, attends)][:people]
    for place in places:
        if place not in kept:
            registrations.cancel(place.registration, reason="Cambió su respuesta a la invitación.")
            db.session.delete(place)
    db.session.flush()
    db.session.expire(invitation, ["places"])
    return len(kept)


def _keep_places(invitation: Invitation, numbers: range, attends: Attends) -> list[Receipt]:
    """A registration for the guest and one for each companion; none when the registrations are closed."""
    try:
        with db.session.begin_nested():
            receipts = [_keep_place(invitation, number, attends) for number in numbers]
    except Closed:
        return []
    db.session.add_all(
        InvitationPlace(invitation_id=invitation.id, registration_id=receipt.registration_id) for receipt in receipts
    )
    return receipts


def usual_way(event: Event) -> Attends:
    return Attends.VIRTUAL if event.modality is Modality.VIRTUAL else Attends.PRESENCIAL


def _keep_place(invitation: Invitation, number: int, attends: Attends) -> Receipt:
    key = f"invitacion-{secrets.token_urlsafe(16)}"
    application = _application(invitation, number, attends)
    return registrations.register(invitation.event, application, key, RegistrationChannel.INVITATION)


def _application(invitation: Invitation, number: int, attends: Attends) -> Application:
    guest = invitation.guest
    if number:
        return Application(first_name=f"Acompañante {number}", last_name=f"de {guest.title}"[:120], attends=attends)
    first, _, last = guest.title.partition(" ")
    return Application(
        first_name=first[:120],
        last_name=last[:120],
        attends=attends,
        email=guest.email,
        phone=guest.phone,
        capacity_as=CAPACITIES[guest.kind],
        purposes=frozenset({RegistrationPurpose.MANAGE}),
    )


def note_call(
    invitation: Invitation, result: CallResult, people: int, note: str, may_register: bool, author: User
) -> InvitationCall:
    """Write how a call ended; a yes or a no is the answer of the guest. Raises Closed as `answer`."""
    require_writer(author)
    if result in ANSWERS:
        answer(invitation, ANSWERS[result], people, may_register=may_register, author=author)
    comes = people if result is CallResult.CONFIRMED else 0
    call = InvitationCall(invitation_id=invitation.id, result=result, people=comes, note=note, at=now())
    call.author_id = author.id
    db.session.add(call)
    db.session.flush()
    audit.record("invitation.call", invitation, author, result=result.value)
    return call
