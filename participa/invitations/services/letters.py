"""A letter from its first words to the approval of another person."""

import secrets
from collections.abc import Iterator
from typing import Any

from flask import current_app
from sqlalchemy import delete, insert, select, update

from participa.accounts.models import User
from participa.config import Settings
from participa.events.models import Event
from participa.extensions import db
from participa.invitations import letter_words, queries, rules
from participa.invitations.models import (
    MINUTES_LABELS,
    Delivery,
    Guest,
    GuestKind,
    Invitation,
    InvitationLetter,
    LetterState,
    ReminderPlan,
    Reply,
)
from participa.invitations.queries import Audience
from participa.invitations.services.guests import require_writer
from participa.shared import audit, follow_codes, mail
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid

AT_ONCE = 500
EXAMPLE = Guest(name="Nombre de la persona", organization="Junta de acción comunal", kind=GuestKind.PERSON)


def write(
    event: Event, subject: str, body: str, audience: Audience, author: User, letter: InvitationLetter | None = None
) -> InvitationLetter:
    """Begin a letter or rewrite a draft. Raises Invalid for fields that no letter has, Conflict after the draft."""
    require_writer(author)
    _check_words(subject, body)
    if letter is None:
        _check_space(event)
        letter = InvitationLetter(event_id=event.id, author_id=author.id, created_at=now(), state=LetterState.DRAFT)
        db.session.add(letter)
    elif not rules.is_editable(letter):
        raise Conflict("Esta carta ya salió del borrador. Si hay que cambiarla, pida que la devuelvan.")
    letter.subject, letter.body, letter.audience = subject, body, audience.stored
    letter.author_id = author.id
    db.session.flush()
    audit.record("letter.write", letter, author)
    return letter


def _check_words(subject: str, body: str) -> None:
    if wrong := letter_words.unknown_fields(subject, letter_words.OF_THE_SPACE):
        raise Invalid(f"El asunto no puede llevar «{{{wrong[0]}}}». Use solo los datos del espacio.")
    if wrong := letter_words.unknown_fields(body, letter_words.FIELDS):
        raise Invalid(f"No existe el campo «{{{wrong[0]}}}». Revise la lista de campos.")
    if f"{{{letter_words.LINK}}}" not in body:
        raise Invalid("Falta {enlace}. Sin él, nadie puede responder la invitación.")


def _check_space(event: Event) -> None:
    if not event.is_public:
        raise Closed("Este espacio es un borrador. Convóquelo primero y después invite.")
    if not rules.takes_replies(event, now()):
        raise Closed("Este espacio ya no recibe invitaciones.")


def example(letter: InvitationLetter) -> letter_words.Written:
    """The letter as the first guest of its audience would read it, with the code hidden."""
    found = queries.chosen(Audience.from_stored(letter.audience), letter.event_id).with_only_columns(Guest.id).limit(1)
    number = db.session.scalar(found) or db.session.scalar(_first_invited(letter))
    guest = queries.find_guest(number) if number else EXAMPLE
    code = letter_words.HIDDEN_CODE
    return letter_words.written(letter.subject, letter.body, letter.event, guest, code, sender())


def _first_invited(letter: InvitationLetter) -> Any:
    found = select(Guest.id).join(Invitation).where(Invitation.letter_id == letter.id, Guest.erased_at.is_(None))
    return found.order_by(Invitation.id).limit(1)


def subject_of(letter: InvitationLetter) -> str:
    """The subject as its readers see it; it carries nothing of the guest."""
    return letter_words.written(letter.subject, "", letter.event, EXAMPLE, letter_words.HIDDEN_CODE, sender()).subject


def sender() -> letter_words.Sender:
    settings: Settings = current_app.extensions["settings"]
    return letter_words.Sender(settings.entity.name, settings.public_url)


def send_test(letter: InvitationLetter, person: User) -> None:
    """Send the example, with a code that opens nothing, to the person who asks."""
    if person.role not in (*rules.WRITERS, *rules.APPROVERS):
        raise Forbidden("Su cuenta no tiene permiso para probar cartas.")
    told = example(letter)
    key = f"letter-test/{letter.id}/{secrets.token_hex(8)}"
    mail.queue(key, person.email, f"Prueba. {told.subject}"[:200], told.body, told.unsubscribe)


def submit(letter: InvitationLetter, author: User) -> int:
    """Make the invitations and ask another person to approve; how many. A second click changes nothing."""
    require_writer(author)
    _lock(letter)
    if letter.state is LetterState.SUBMITTED:
        return 0
    if letter.state is not LetterState.DRAFT:
        raise Conflict("Esta carta ya se aprobó.")
    _check_space(letter.event)
    made = _invite(letter)
    if not made:
        raise Invalid("No hay invitados nuevos con estos filtros. Cambie los filtros o la lista de invitados.")
    letter.state, letter.submitted_at, letter.returned_because = LetterState.SUBMITTED, now(), ""
    letter.author_id = author.id
    db.session.flush()
    audit.record("letter.submit", letter, author, invitations=made)
    return made


def _lock(letter: InvitationLetter) -> None:
    """Nobody else moves this letter until the end of the request."""
    db.session.flush()
    db.session.refresh(letter, ["state"], with_for_update=True)


def _invite(letter: InvitationLetter) -> int:
    """A row for each guest of the audience not yet invited to the space, some hundred at a time."""
    made = 0
    for values in _new_rows(letter):
        db.session.execute(insert(Invitation), values)
        made += len(values)
    return made


def _new_rows(letter: InvitationLetter) -> Iterator[list[dict[str, Any]]]:
    settings: Settings = current_app.extensions["settings"]
    chosen = queries.chosen(Audience.from_stored(letter.audience), letter.event_id)
    last = 0
    while found := db.session.execute(chosen.where(Guest.id > last).limit(AT_ONCE)).all():
        last = found[-1][0]
        yield [_row(letter, guest_id, bool(mailable), settings.code_key) for guest_id, mailable in found]


def _row(letter: InvitationLetter, guest_id: int, is_mailable: bool, key: str) -> dict[str, Any]:
    seed = secrets.token_urlsafe(16)
    return {
        "event_id": letter.event_id,
        "guest_id": guest_id,
        "letter_id": letter.id,
        "code_seed": seed,
        "code_digest": follow_codes.code_digest(follow_codes.code_for(seed, key), key),
        "delivery": Delivery.DRAFT if is_mailable else Delivery.BY_PHONE,
        "reply": Reply.WAITING,
        "tries": 0,
        "failure": "",
        "people": 0,
        "news": "",
    }


def approve(letter: InvitationLetter, person: User) -> None:
    """Let the letter leave. Raises Forbidden for its author, Conflict when it does not wait for approval."""
    if not rules.may_approve(person, letter):
        raise Forbidden("Otra persona, con el rol de aprobación, debe revisar esta carta.")
    _lock(letter)
    if letter.state is LetterState.APPROVED:
        return
    if letter.state is not LetterState.SUBMITTED:
        raise Conflict("Esta carta todavía es un borrador.")
    _check_space(letter.event)
    letter.state, letter.approved_at, letter.approved_by_id = LetterState.APPROVED, now(), person.id
    drafts = update(Invitation).where(Invitation.letter_id == letter.id, Invitation.delivery == Delivery.DRAFT)
    db.session.execute(drafts.values(delivery=Delivery.APPROVED), execution_options={"synchronize_session": False})
    db.session.flush()
    audit.record("letter.approve", letter, person)


def give_back(letter: InvitationLetter, reason: str, person: User) -> None:
    """Return a letter to its author with the reason; its invitations are made anew when it comes back."""
    if person.role not in rules.APPROVERS:
        raise Forbidden("Su cuenta no tiene permiso para devolver cartas.")
    _lock(letter)
    if letter.state is not LetterState.SUBMITTED:
        raise Conflict("Esta carta ya no espera aprobación.")
    if not reason.strip():
        raise Invalid("Escriba qué hay que cambiar.")
    unmake = delete(Invitation).where(Invitation.letter_id == letter.id)
    db.session.execute(unmake, execution_options={"synchronize_session": False})
    letter.state, letter.returned_because = LetterState.DRAFT, reason.strip()
    db.session.flush()
    audit.record("letter.give_back", letter, person)


def discard(letter: InvitationLetter, author: User) -> None:
    """Throw a draft away."""
    require_writer(author)
    if not rules.is_editable(letter):
        raise Conflict("Solo se borra una carta en borrador.")
    audit.record("letter.discard", letter, author)
    db.session.delete(letter)


def plan_reminders(event: Event, minutes: list[int], author: User) -> None:
    """Choose when the reminders of a space leave. Raises Invalid for a moment that is not offered."""
    require_writer(author)
    if not set(minutes) <= set(MINUTES_LABELS):
        raise Invalid("Elija los recordatorios de la lista.")
    plan = db.session.get(ReminderPlan, event.id)
    if plan is None:
        plan = ReminderPlan(event_id=event.id)
        db.session.add(plan)
    plan.minutes = sorted(minutes, reverse=True)
    db.session.flush()
    audit.record("reminders.plan", event, author, minutes=plan.minutes)
