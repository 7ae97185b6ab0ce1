"""What happens to a registration afterwards: confirmed, taken up, changed, cancelled, erased. All may be repeated."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import or_, select, update

from participa.accounts.models import User
from participa.extensions import db
from participa.registrations import mails, privacy, queries, rules
from participa.registrations.application import OF_THE_PERSON, Application, Need
from participa.registrations.models import (
    AccessNeed,
    NeedState,
    Registration,
    RegistrationAuthorization,
    RegistrationPurpose,
    RegistrationState,
)
from participa.registrations.queries.staff import PHONED
from participa.registrations.services import line
from participa.registrations.services.receiving import note_extra
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid
from participa.shared.mail import OutgoingMail

ERASED_WORDS = (
    *("first_name", "last_name", "document_number", "email", "phone", "organisation"),
    *("neighbourhood", "commune", "speak_topic", "guardian_name", "guardian_link", "guardian_contact", "cancel_reason"),
)
TOO_LATE = "El tiempo para aceptar este puesto terminó. Se ofreció a la siguiente persona."


def confirm(registration: Registration, author: User | None = None, at: datetime | None = None) -> None:
    """The person will come: said by themselves or, by phone, to the team. Raises Conflict without a seat."""
    at = at or now()
    _begin(registration, author)
    if registration.state is RegistrationState.CONFIRMED:
        return
    if registration.state is RegistrationState.OFFERED:
        _take_up(registration, author, at)
        return
    if registration.state is not RegistrationState.REGISTERED:
        raise Conflict(f"Esta inscripción está «{registration.state_label.lower()}» y no se puede confirmar.")
    registration.state, registration.confirmed_at = RegistrationState.CONFIRMED, at
    audit.record("confirmed", registration, author)


def accept(registration: Registration, author: User | None = None, at: datetime | None = None) -> None:
    """Take up an offered seat. Raises Closed when its time is over, Conflict when none was offered."""
    at = at or now()
    _begin(registration, author)
    if registration.state in (RegistrationState.REGISTERED, RegistrationState.CONFIRMED):
        return
    if registration.state is not RegistrationState.OFFERED:
        raise Conflict(TOO_LATE if registration.offered_at else "Todavía no hay un puesto para usted.")
    _take_up(registration, author, at)


def _take_up(registration: Registration, author: User | None, at: datetime) -> None:
    if not rules.is_offer_alive(registration, at):
        raise Closed(TOO_LATE)
    registration.state, registration.confirmed_at = RegistrationState.CONFIRMED, at
    registration.offered_until = None
    audit.record("accepted", registration, author)


def promote(registration: Registration, author: User, at: datetime | None = None) -> None:
    """Give a free seat to somebody who waits, as agreed by phone. Raises Conflict when none is free."""
    at = at or now()
    _begin(registration, author)
    if registration.state is not RegistrationState.WAITING:
        raise Conflict("Esta persona ya no está en la lista de espera.")
    seats = queries.seats(registration.event).get(registration.attends)
    if seats is None:
        raise Conflict("El espacio ya no se hace de esa manera. Cambie primero cómo asiste la persona.")
    if seats.free == 0:
        raise Conflict("No hay puestos libres. Aumente el aforo o espere a que alguien cancele.")
    registration.state, registration.confirmed_at = RegistrationState.CONFIRMED, at
    audit.record("promoted", registration, author)


def cancel(
    registration: Registration, author: User | None = None, reason: str = "", at: datetime | None = None
) -> None:
    """Give the seat back, and offer it to the next. The team says why."""
    at = at or now()
    _begin(registration, author)
    if registration.state is RegistrationState.CANCELLED:
        return
    if author is not None and not reason.strip():
        raise Invalid("Escriba el motivo.")
    give_back(registration, at, reason)
    audit.record("cancelled", registration, author)
    line.fill(registration.event, at)


def give_back(registration: Registration, at: datetime, reason: str = "") -> None:
    """The row of a registration that ends. Needs the lock of the space."""
    registration.state, registration.cancelled_at = RegistrationState.CANCELLED, at
    registration.cancel_reason, registration.offered_until = reason.strip(), None
    db.session.flush()


def change(
    registration: Registration, application: Application, author: User | None = None, at: datetime | None = None
) -> None:
    """Correct what the registration says. Raises Closed once it may not be changed, Invalid when the other way of
    attending is full."""
    at = at or now()
    _begin(registration, author)
    if not rules.may_change(registration, at):
        raise Closed("Esta inscripción ya no se puede cambiar.")
    _move_seat(registration, application)
    for name in OF_THE_PERSON:
        setattr(registration, name, getattr(application, name))
    _change_needs(registration, application.needs, at)
    note_extra(registration, application, at)
    _change_authorizations(registration, application.purposes, at)
    db.session.flush()
    audit.record("changed", registration, author)
    line.fill(registration.event, at)


def _move_seat(registration: Registration, application: Application) -> None:
    """To the other way of attending, if it has room for one more."""
    if application.attends is registration.attends:
        return
    seats = queries.seats(registration.event).get(application.attends)
    if seats is None or seats.takes(1) == 0:
        raise Invalid("No quedan puestos de esa manera. Su inscripción sigue como estaba.")
    registration.attends = application.attends
    if registration.state is RegistrationState.WAITING:
        registration.state, registration.waiting_since = RegistrationState.REGISTERED, None


def _change_needs(registration: Registration, asked: Iterable[Need], at: datetime) -> None:
    """Supports that are no longer asked for go away, unless the team has already worked on them."""
    wanted = {need.kind: need.words for need in asked}
    for need in list(registration.needs):
        if need.kind in wanted:
            need.words = wanted.pop(need.kind)
        elif need.state is NeedState.REQUESTED:
            registration.needs.remove(need)
            db.session.delete(need)
    for kind, words in wanted.items():
        registration.needs.append(AccessNeed(kind=kind, words=words, changed_at=at))


def _change_authorizations(registration: Registration, given: frozenset[RegistrationPurpose], at: datetime) -> None:
    """What is no longer authorised is withdrawn (Ley 1581 de 2012, art. 8 e)."""
    known = {given_one.purpose: given_one for given_one in registration.authorizations}
    for purpose in known.keys() - given:
        registration.authorizations.remove(known[purpose])
        db.session.delete(known[purpose])
    for purpose in sorted(given - known.keys()):
        version = privacy.version(purpose, registration.channel)
        registration.authorizations.append(
            RegistrationAuthorization(purpose=purpose, text_version=version, given_at=at)
        )


def erase(registration: Registration, author: User | None = None, at: datetime | None = None) -> None:
    """Take all personal data away (Ley 1581 de 2012, art. 8 e). The row stays, to be counted.

    A seat in a space that is still to come is given back: nobody could know who comes.
    """
    at = at or now()
    _begin(registration, author)
    if registration.is_erased:
        return
    if rules.is_active(registration) and rules.may_change(registration, at):
        give_back(registration, at)
    _blank(registration)
    registration.erased_at = at
    _forget_mails(registration)
    db.session.flush()
    audit.record("erased", registration, author)
    line.fill(registration.event, at)


def _blank(registration: Registration) -> None:
    for name in ERASED_WORDS:
        setattr(registration, name, "")
    registration.document_type, registration.link_digest = None, None
    for need in registration.needs:
        need.words = need.note = ""
    if registration.extra is not None:
        registration.extra.answers = {}


def _forget_mails(registration: Registration) -> None:
    """The mails of a registration keep their key alone; what was not sent is given up."""
    forget_mails(*mails.prefixes(registration.id))


def forget_mails(*prefixes: str) -> None:
    """The mails whose keys begin so keep their key alone; what was not sent is given up."""
    mine = or_(*(OutgoingMail.key.startswith(prefix, autoescape=True) for prefix in prefixes))
    unsent = update(OutgoingMail).where(mine, OutgoingMail.sent_at.is_(None))
    db.session.execute(unsent.values(failed_at=now(), last_error="Erased"))
    db.session.execute(update(OutgoingMail).where(mine).values(recipient="", subject="", body=""))


def note_read(registrations: Iterable[Registration], author: User, what: str) -> None:
    """Write down that somebody of the team read personal data (Ley 1581 de 2012, art. 4 g, h)."""
    if not rules.may_keep(author):
        raise Forbidden("Su cuenta no tiene permiso para ver datos personales.")
    for registration in registrations:
        audit.record("read_personal_data", registration, author, what=what)


def note_call(registration: Registration, author: User) -> None:
    """Write down that somebody of the team phoned this person about what changed."""
    if not rules.may_keep(author):
        raise Forbidden("Su cuenta no tiene permiso para anotar llamadas.")
    audit.record(PHONED, registration, author)


def _begin(registration: Registration, author: User | None) -> None:
    """Hold the seats of the space, and read the registration as it is stored now."""
    if author is not None and not rules.may_keep(author):
        raise Forbidden("Su cuenta no tiene permiso para cambiar inscripciones.")
    line.lock(registration.event)
    found = select(Registration).where(Registration.id == registration.id).with_for_update(of=Registration)
    db.session.scalars(found.execution_options(populate_existing=True)).one()
