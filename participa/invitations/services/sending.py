"""What leaves by itself: invitations a few a minute, news of the space, and reminders, each once.

Everything is decided from rows, so a restart goes on where it was: a mail has a key, and the same key is one mail.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, String, and_, cast, exists, func, literal, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from participa.accounts.models import User
from participa.config import Settings
from participa.events.doors import Move
from participa.events.models import Event, EventMove, EventState
from participa.extensions import db
from participa.invitations import letter_words, queries, rules
from participa.invitations.models import (
    Delivery,
    Guest,
    Invitation,
    InvitationPlace,
    ReminderPlan,
    Reply,
)
from participa.invitations.services.guests import require_writer
from participa.invitations.services.letters import sender
from participa.registrations.models import Registration, RegistrationState
from participa.shared import audit, follow_codes, mail
from participa.shared.clock import now
from participa.shared.errors import Conflict
from participa.shared.mail import OutgoingMail
from participa.shared.templating import hour, long_day
from participa.shared.unit_of_work import unit_of_work

MINUTE = timedelta(minutes=1)
LETTER, NEWS, REMINDER, OF_REGISTRATION = (
    "invitation/",
    "invitation-news/",
    "invitation-reminder/",
    "registration-reminder/",
)
PACED = (LETTER, NEWS, REMINDER, OF_REGISTRATION)
TOLD = (EventState.CANCELLED, EventState.RESCHEDULED)
COMING = (Reply.WAITING, Reply.CONFIRMED, Reply.REGISTERED)
KEEPING_A_PLACE = (RegistrationState.REGISTERED, RegistrationState.CONFIRMED)
FAILURES = {mail.WITHDRAWN: "Se retiró antes de salir."}
OTHER_FAILURE = "El servidor de correo no la recibió."
REFUSED = "El buzón no existe o no recibe correos."
CANCELLED = "«{title}» se canceló.\n\nMotivo: {reason}\n\nLamentamos el cambio de planes."
MOVED = "«{title}» cambia de fecha.\n\nMotivo: {reason}\n\nLe avisaremos cuando haya una nueva fecha."
RECONVENED = (
    "«{title}» tiene nueva fecha.\n\nMotivo: {reason}\n\n"
    "Cuándo: {when}\nDónde: {place}\n\nCuéntenos si va a asistir: {link}"
)
REMINDED = "Le recordamos «{title}».\n\nCuándo: {when}\nDónde: {place}\n{more}"


@dataclass
class Quota:
    """How many mails may still be written in this minute."""

    left: int


def send_due() -> None:
    """Write the mails whose time has come, at most as many a minute as the entity allows. A chore of each minute."""
    for step in (tell_news, remind, send_letters):
        with unit_of_work():
            quota = _quota()
            if quota.left > 0:
                step(quota)


def _quota() -> Quota:
    """The pace of the entity, less what was written in the last minute and what still waits to leave."""
    settings: Settings = current_app.extensions["settings"]
    is_paced = or_(*(OutgoingMail.key.startswith(prefix) for prefix in PACED))
    is_recent = OutgoingMail.queued_at > now() - MINUTE
    is_waiting = and_(OutgoingMail.sent_at.is_(None), OutgoingMail.failed_at.is_(None))
    used = db.session.scalar(select(func.count()).where(is_paced, or_(is_recent, is_waiting))) or 0
    return Quota(max(0, settings.mail_per_minute - used))


# Letters


def send_letters(quota: Quota) -> None:
    """Write the mails of approved invitations, oldest first."""
    waiting = (
        _invitations(Invitation.delivery == Delivery.APPROVED, Event.state.in_(rules.GATHERING), Event.ends_at > now())
        .options(joinedload(Invitation.letter))
        .order_by(Invitation.id)
    )
    for invitation in db.session.scalars(waiting.limit(quota.left)).all():
        _send_letter(invitation)


def _invitations(*conditions: ColumnElement[bool]):  # type: ignore[no-untyped-def] # a statement, as its callers go on
    """Invitations of a condition, locked: another process passes over them."""
    whole = (joinedload(Invitation.guest), joinedload(Invitation.event))
    found = select(Invitation).join(Event, Invitation.event_id == Event.id).where(*conditions)
    return found.options(*whole).with_for_update(skip_locked=True, of=Invitation)


def _send_letter(invitation: Invitation) -> None:
    guest, letter = invitation.guest, invitation.letter
    if not rules.may_be_mailed(guest):
        invitation.delivery = Delivery.BY_PHONE if guest.phone and not guest.opted_out_at else Delivery.WITHDRAWN
        return
    told = letter_words.written(letter.subject, letter.body, invitation.event, guest, code_of(invitation), sender())
    invitation.delivery, invitation.queued_at = Delivery.QUEUED, now()
    key = f"{LETTER}{invitation.id}/{invitation.tries}"
    mail.queue(key, guest.email, told.subject, told.body, told.unsubscribe)


def code_of(invitation: Invitation) -> str:
    """The personal code of an invitation, which is stored nowhere."""
    settings: Settings = current_app.extensions["settings"]
    return follow_codes.code_for(invitation.code_seed, settings.code_key)


def retry(invitation: Invitation, author: User) -> None:
    """Let a mail that did not leave be tried again, with a key of its own."""
    require_writer(author)
    db.session.refresh(invitation, ["delivery", "tries"], with_for_update=True)
    if not rules.may_be_retried(invitation):
        raise Conflict("Este correo no se puede reintentar. Revise primero el correo del invitado.")
    invitation.delivery, invitation.failure = Delivery.APPROVED, ""
    invitation.tries += 1
    db.session.flush()
    audit.record("invitation.retry", invitation, author)


def hear_of_letter(session: Session, outgoing: OutgoingMail) -> None:
    """A letter left, or was given up: note it on its invitation, and on the guest whose mailbox refuses."""
    number = _number(outgoing)
    same = update(Invitation).where(Invitation.id == number, Invitation.delivery == Delivery.QUEUED)
    if outgoing.sent_at is not None:
        session.execute(same.values(delivery=Delivery.SENT, sent_at=outgoing.sent_at))
    elif outgoing.was_refused_by_mailbox:
        session.execute(same.values(delivery=Delivery.BOUNCED, failure=REFUSED))
        hear_of_mail(session, outgoing)
    else:
        failure = FAILURES.get(outgoing.last_error or "", OTHER_FAILURE)
        session.execute(same.values(delivery=Delivery.FAILED, failure=failure))


def hear_of_mail(session: Session, outgoing: OutgoingMail) -> None:
    """Another mail to a guest was given up: a mailbox that refuses gets no more of them."""
    if outgoing.was_refused_by_mailbox:
        guest_id = select(Invitation.guest_id).where(Invitation.id == _number(outgoing)).scalar_subquery()
        same = update(Guest).where(Guest.id == guest_id, func.lower(Guest.email) == outgoing.recipient.lower())
        session.execute(same.values(bounced_at=outgoing.failed_at))


def _number(outgoing: OutgoingMail) -> int:
    return int(outgoing.key.split("/")[1])


# News


def hear_of_space(move: Move) -> None:
    """A space was cancelled, moved or called again: stop what has not left, and tell those who had been invited."""
    if move.to in TOLD:
        stop(move.event)
    is_new_date = move.to is EventState.CONVENED and move.event.convened_at is not None
    if move.to not in TOLD and not is_new_date:
        return
    known = update(Invitation).where(Invitation.event_id == move.event.id, Invitation.delivery == Delivery.SENT)
    if is_new_date:
        known = known.where(Invitation.sent_at < now())
        was_moved = select(EventMove.id).where(
            EventMove.event_id == move.event.id, EventMove.to_state == EventState.RESCHEDULED
        )
        known = known.where(exists(was_moved))
    told = known.where(Invitation.reply != Reply.DECLINED).values(news=move.to.value)
    db.session.execute(told, execution_options={"synchronize_session": "fetch"})


def stop(event: Event) -> None:
    """Take back what has not left: of a cancelled space for good, of a moved one until its new date.

    What a worker is sending at this moment goes out; it stays queued and is noted as sent.
    """
    _take_back_reminders(event)
    of_event = Invitation.event_id == event.id
    queued = db.session.scalars(select(Invitation.id).where(of_event, Invitation.delivery == Delivery.QUEUED)).all()
    taken = [number for number in queued if mail.withdraw(f"{LETTER}{number}/")]
    is_over = event.state is EventState.CANCELLED
    after = {"delivery": Delivery.WITHDRAWN if is_over else Delivery.APPROVED, "tries": Invitation.tries + 1}
    _change(after, Invitation.id.in_(taken))
    if is_over:
        _change(
            {"delivery": Delivery.WITHDRAWN}, of_event, Invitation.delivery.in_((Delivery.APPROVED, Delivery.DRAFT))
        )


def _change(values: dict[str, Any], *conditions: ColumnElement[bool]) -> None:
    chosen = update(Invitation).where(*conditions).values(values)
    db.session.execute(chosen, execution_options={"synchronize_session": "fetch"})


def _take_back_reminders(event: Event) -> None:
    unsent = select(OutgoingMail.key).where(OutgoingMail.sent_at.is_(None), OutgoingMail.failed_at.is_(None))
    waiting = unsent.where(or_(*(OutgoingMail.key.startswith(kind) for kind in (REMINDER, OF_REGISTRATION))))
    invited = set(db.session.scalars(select(Invitation.id).where(Invitation.event_id == event.id)))
    enrolled = set(db.session.scalars(select(Registration.id).where(Registration.event_id == event.id)))
    for key in db.session.scalars(waiting).all():
        kind, number, *_ = key.split("/")
        if int(number) in (invited if f"{kind}/" == REMINDER else enrolled):
            mail.withdraw(key)


def tell_news(quota: Quota) -> None:
    """Write to those who were invited what happened with the space."""
    waiting = _invitations(Invitation.news != "").order_by(Invitation.id).limit(quota.left)
    for invitation in db.session.scalars(waiting).all():
        move = _last_move(invitation.event)
        if move and rules.may_be_mailed(invitation.guest) and invitation.reply is not Reply.REGISTERED:
            _write(invitation, f"{NEWS}{invitation.id}/{move.id}", *_news(invitation, move))
        invitation.news = ""


def _last_move(event: Event) -> EventMove | None:
    found = select(EventMove).where(EventMove.event_id == event.id)
    return db.session.scalars(found.order_by(EventMove.id.desc()).limit(1)).first()


def _news(invitation: Invitation, move: EventMove) -> tuple[str, str]:
    event = invitation.event
    pattern, subject = {
        EventState.CANCELLED: (CANCELLED, "Se canceló"),
        EventState.RESCHEDULED: (MOVED, "Cambia de fecha"),
    }.get(event.state, (RECONVENED, "Nueva fecha"))
    values = letter_words.values_for(event, invitation.guest, code_of(invitation), sender())
    link = values[letter_words.LINK]
    reason = move.note or _why_it_moved(event)
    words = pattern.format(title=event.title, reason=reason, when=_when(event), place=_place(event), link=link)
    return f"{subject}: {event.title}", words


def _why_it_moved(event: Event) -> str:
    found = select(EventMove.note).where(EventMove.event_id == event.id, EventMove.to_state == EventState.RESCHEDULED)
    return db.session.scalar(found.order_by(EventMove.id.desc()).limit(1)) or ""


def _write(invitation: Invitation, key: str, subject: str, words: str) -> None:
    code, of = code_of(invitation), sender()
    body = f"Buen día:\n\n{words}{letter_words.foot(code, of)}"
    mail.queue(key, invitation.guest.email, subject[:200], body, letter_words.no_more_address(of, code))


def _when(event: Event) -> str:
    return f"{long_day(event.starts_at)}, {hour(event.starts_at)}"


def _place(event: Event) -> str:
    return event.place or "por internet"


# Reminders


def remind(quota: Quota) -> None:
    """Write the reminders whose moment came, each once; a space that moved has new ones."""
    for event, minutes in _due(now()):
        for write in (_remind_invited, _remind_registered):
            if quota.left > 0:
                quota.left -= write(event, minutes, quota.left)


def _due(at: datetime) -> Iterator[tuple[Event, int]]:
    """The spaces ahead with a reminder whose moment came; of several missed moments, only the latest."""
    ahead = select(Event, ReminderPlan).join(ReminderPlan, ReminderPlan.event_id == Event.id)
    found = ahead.where(Event.state == EventState.CONVENED, Event.starts_at > at).order_by(Event.starts_at, Event.id)
    for event, plan in db.session.execute(found).all():
        past = [minutes for minutes in plan.minutes if event.starts_at - timedelta(minutes=minutes) <= at]
        if past:
            yield event, min(past)


def _remind_invited(event: Event, minutes: int, most: int) -> int:
    moment = event.starts_at - timedelta(minutes=minutes)
    ending = _ending(event, minutes)
    waiting = _invitations(
        Invitation.event_id == event.id,
        Invitation.delivery == Delivery.SENT,
        Invitation.sent_at <= moment,
        Invitation.reply.in_(COMING),
        ~_gave_all_back(),
        _not_written(REMINDER, Invitation.id, ending),
    )
    mailable = waiting.join(Guest, Invitation.guest_id == Guest.id).where(queries.is_mailable())
    rows = db.session.scalars(mailable.order_by(Invitation.id).limit(most)).all()
    for row in rows:
        _write(row, f"{REMINDER}{row.id}{ending}", f"Recordatorio: {event.title}", _reminder(event, row))
    return len(rows)


def _gave_all_back() -> ColumnElement[bool]:
    """Whether places were kept for the guest, and none of them is left."""
    place = select(InvitationPlace.registration_id).where(InvitationPlace.invitation_id == Invitation.id)
    left = place.join(Registration, Registration.id == InvitationPlace.registration_id).where(
        Registration.state != RegistrationState.CANCELLED
    )
    return and_(place.exists(), ~left.exists())


def _reminder(event: Event, invitation: Invitation) -> str:
    if invitation.reply is not Reply.WAITING:
        more = "\nUsted nos dijo que va a asistir. Le esperamos."
    else:
        values = letter_words.values_for(event, invitation.guest, code_of(invitation), sender())
        more = letter_words.filled("\nAún no nos ha respondido. ¿Va a asistir? {enlace}", values)
    return REMINDED.format(title=event.title, when=_when(event), place=_place(event), more=more)


def _remind_registered(event: Event, minutes: int, most: int) -> int:
    """The same for who registered without an invitation."""
    moment, ending = event.starts_at - timedelta(minutes=minutes), _ending(event, minutes)
    is_invited = exists().where(InvitationPlace.registration_id == Registration.id)
    found = select(Registration).where(
        Registration.event_id == event.id,
        Registration.state.in_(KEEPING_A_PLACE),
        Registration.email != "",
        Registration.erased_at.is_(None),
        Registration.created_at <= moment,
        ~is_invited,
        _not_written(OF_REGISTRATION, Registration.id, ending),
    )
    rows = db.session.scalars(found.order_by(Registration.id).limit(most)).all()
    for row in rows:
        more = "\nUsted tiene un puesto. Le esperamos."
        words = REMINDED.format(title=event.title, when=_when(event), place=_place(event), more=more)
        body = f"Buen día:\n\n{words}\n\nNo responda este correo: nadie lo lee.\n\n{sender().entity}\n"
        mail.queue(f"{OF_REGISTRATION}{row.id}{ending}", row.email, f"Recordatorio: {event.title}"[:200], body)
    return len(rows)


def _ending(event: Event, minutes: int) -> str:
    """The end of a key: another date is another reminder."""
    return f"/{int(event.starts_at.timestamp())}/{minutes}"


def _not_written(kind: str, number: InstrumentedAttribute[int], ending: str) -> ColumnElement[bool]:
    key = literal(kind) + cast(number, String) + literal(ending)
    return ~exists().where(OutgoingMail.key == key)
