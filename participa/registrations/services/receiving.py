"""Taking people in: one form key, one registration, one receipt. Whoever finds no seat waits in order of arrival."""

import secrets
from dataclasses import asdict
from datetime import datetime

from participa.accounts.models import User
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.registrations import codes, mails, privacy, queries, rules
from participa.registrations.application import (
    OF_THE_PERSON,
    Application,
    GroupApplication,
    GroupReceipt,
    Receipt,
)
from participa.registrations.codes import Codes
from participa.registrations.models import (
    AccessNeed,
    ExtraAnswers,
    Registration,
    RegistrationAuthorization,
    RegistrationChannel,
    RegistrationGroup,
    RegistrationPurpose,
    RegistrationState,
)
from participa.registrations.rules import Window
from participa.registrations.services import line
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid

BY_THE_PERSON = frozenset({RegistrationChannel.WEB, RegistrationChannel.GROUP})
BY_THE_TEAM = frozenset({RegistrationChannel.DESK, RegistrationChannel.PHONE})
NEVER_HELD = frozenset({EventState.DRAFT, EventState.CANCELLED})
SHUT = {
    Window.NOT_YET: "Las inscripciones de este espacio todavía no abren.",
    Window.CLOSED: "Las inscripciones de este espacio ya cerraron.",
    Window.RESCHEDULED: "Este espacio espera una nueva fecha. Las inscripciones abren cuando se confirme.",
    Window.CANCELLED: "Este espacio se canceló.",
}


class FewSeats(Conflict):
    """A group does not fit. Nobody of it was registered; `free` is how many seats are left."""

    status = 422

    def __init__(self, free: int, people: int) -> None:
        self.free, self.people = free, people
        left = {0: "No quedan puestos", 1: "Queda 1 puesto"}.get(free, f"Quedan {free} puestos")
        super().__init__(f"{left} y usted escribió {people} nombres. Todavía no inscribimos a nadie.")


def register(
    event: Event,
    application: Application,
    form_key: str,
    channel: RegistrationChannel = RegistrationChannel.WEB,
    author: User | None = None,
    at: datetime | None = None,
) -> Receipt:
    """Register a person, with a seat or in the waiting list. The same form key again gives the first receipt.

    Raises Closed outside the window (the team only where no space is to be held), Invalid for a way of attending that
    the space does not have, Forbidden for a member of the team who does not keep the list.
    """
    came_at = at or now()
    if channel in BY_THE_TEAM and not (author and rules.may_keep(author)):
        raise Forbidden("Su cuenta no tiene permiso para inscribir personas.")
    made = codes.of_form(event.id, form_key)
    queued_at = _take_turn(event, at)
    earlier = queries.find_by_form_key(made.form_key_digest)
    if earlier is not None:
        return _receipt(earlier, made.code, differs=_differs(earlier, application))
    _require_open(event, came_at, channel)
    _require_mode(event, application)
    has_seat = queries.seats(event)[application.attends].takes(1) == 1
    registration = _write(event, application, made, channel, came_at, None if has_seat else queued_at)
    audit.record("registered", registration, author, channel=channel, state=registration.state)
    receipt = _receipt(registration, made.code)
    mails.queue_receipt(registration, event, receipt)
    return receipt


def walk_in(
    event: Event,
    application: Application,
    author: User | None = None,
    form_key: str = "",
    at: datetime | None = None,
) -> Receipt:
    """Note somebody who came without being registered: counted, confirmed, and never refused for lack of seats.

    The same `form_key` again (a device that repeats what it kept) is the same person. Raises Closed for a space that is
    a draft or was cancelled.
    """
    at = at or now()
    made = codes.of_form(event.id, form_key or secrets.token_urlsafe(16))
    line.lock(event)
    earlier = queries.find_by_form_key(made.form_key_digest)
    if earlier is not None:
        return _receipt(earlier, made.code)
    if event.state in NEVER_HELD:
        raise Closed("Este espacio no se realiza. No se puede anotar a nadie.")
    registration = _write(event, application, made, RegistrationChannel.WALK_IN, at)
    registration.state, registration.confirmed_at = RegistrationState.CONFIRMED, at
    audit.record("walked_in", registration, author)
    return _receipt(registration, made.code)


def register_group(
    event: Event,
    application: GroupApplication,
    form_key: str,
    may_wait: bool = False,
    at: datetime | None = None,
) -> GroupReceipt:
    """Register everybody of a list or nobody. The same form key again gives the first receipts.

    Raises FewSeats when not all of them fit, unless the contact accepts (`may_wait`) that the last ones wait.
    """
    came_at = at or now()
    made = codes.of_form(event.id, f"{form_key}/grupo")
    queued_at = _take_turn(event, at)
    earlier = queries.find_group_by_form_key(made.form_key_digest)
    if earlier is not None:
        return _group_receipt(earlier, event, form_key)
    _require_open(event, came_at, RegistrationChannel.GROUP)
    fit = _fitting(event, application, may_wait)
    group = _write_group(event, application, made, came_at)
    for place, person in enumerate(_people_of(application)):
        member = codes.of_form(event.id, f"{form_key}/{place}")
        waiting_since = None if place < fit else queued_at
        _write(event, person, member, RegistrationChannel.GROUP, came_at, waiting_since, group)
    audit.record("registered", group, people=len(application.names))
    receipt = _group_receipt(group, event, form_key)
    mails.queue_group_receipt(group, event, receipt)
    return receipt


def _take_turn(event: Event, at: datetime | None) -> datetime:
    """The instant for the waiting list: of who got the turn, not of who arrived, so that no place told changes."""
    line.lock(event)
    return at or now()


def _require_open(event: Event, at: datetime, channel: RegistrationChannel) -> None:
    """People keep to the window; the team registers from the call until the space is over."""
    window = rules.window(event, at)
    if window is Window.OPEN or (window is Window.NOT_YET and channel not in BY_THE_PERSON):
        return
    if channel not in BY_THE_PERSON and event.state in rules.GATHERING:
        return
    raise Closed(SHUT[window])


def _require_mode(event: Event, application: Application | GroupApplication) -> None:
    if application.attends not in rules.modes(event):
        raise Invalid("Este espacio no se hace de esa manera. Elija otra.")


def _fitting(event: Event, application: GroupApplication, may_wait: bool) -> int:
    """How many of the list get a seat."""
    _require_mode(event, application)
    people = len(application.names)
    if not 0 < people <= rules.LARGEST_GROUP:
        raise Invalid(f"Escriba entre 1 y {rules.LARGEST_GROUP} nombres.")
    fit = queries.seats(event)[application.attends].takes(people)
    if fit < people and not may_wait:
        raise FewSeats(fit, people)
    return fit


def _people_of(application: GroupApplication) -> list[Application]:
    return [_person_of(application, name) for name in application.names]


def _person_of(application: GroupApplication, name: str) -> Application:
    first, last = split_name(name)
    return Application(
        first_name=first[:120],
        last_name=last[:120],
        attends=application.attends,
        purposes=frozenset({RegistrationPurpose.MANAGE}),
    )


def split_name(name: str) -> tuple[str, str]:
    """First names and surnames of a whole name: of four words two are surnames, of fewer all but the first."""
    words = name.split()
    first = 2 if len(words) > 3 else 1
    return " ".join(words[:first]), " ".join(words[first:])


def _write_group(event: Event, application: GroupApplication, made: Codes, at: datetime) -> RegistrationGroup:
    group = RegistrationGroup(
        event_id=event.id,
        form_key_digest=made.form_key_digest,
        code_digest=made.code_digest,
        organisation=application.organisation,
        contact_name=application.contact_name,
        email=application.email,
        phone=application.phone,
        created_at=at,
    )
    db.session.add(group)
    db.session.flush()  # its people quote its number
    return group


def _write(
    event: Event,
    application: Application,
    made: Codes,
    channel: RegistrationChannel,
    at: datetime,
    waiting_since: datetime | None = None,
    group: RegistrationGroup | None = None,
) -> Registration:
    registration = Registration(
        event_id=event.id,
        group_id=group.id if group else None,
        code_digest=made.code_digest,
        form_key_digest=made.form_key_digest,
        door_digest=made.door_digest,
        state=RegistrationState.WAITING if waiting_since else RegistrationState.REGISTERED,
        channel=channel,
        attends=application.attends,
        created_at=at,
        waiting_since=waiting_since,
        **{name: getattr(application, name) for name in OF_THE_PERSON},
    )
    registration.needs = [AccessNeed(changed_at=at, **asdict(need)) for need in application.needs]
    registration.authorizations = [
        RegistrationAuthorization(purpose=purpose, text_version=privacy.version(purpose, channel), given_at=at)
        for purpose in sorted(application.purposes)
    ]
    note_extra(registration, application, at)
    db.session.add(registration)
    db.session.flush()  # the history quotes its number, and the next one counts it
    return registration


def note_extra(registration: Registration, application: Application, at: datetime) -> None:
    """Keep the answers to the extra questions of the space, over those that were there; without them, nothing."""
    given = application.extra
    if given is None or not (given.answers or registration.extra):
        return
    row = registration.extra = registration.extra or ExtraAnswers()
    row.version_id, row.answers, row.answered_at = given.version_id, given.answers, at


def _differs(earlier: Registration, application: Application) -> bool:
    """Whether the form now names somebody else, another contact or another way of attending."""
    told = ("first_name", "last_name", "email", "phone", "attends")
    return any(getattr(earlier, name) != getattr(application, name) for name in told)


def _receipt(registration: Registration, code: str, differs: bool = False) -> Receipt:
    return Receipt(
        registration_id=registration.id,
        code=code,
        name=registration.full_name,
        state=registration.state,
        attends=registration.attends,
        created_at=registration.created_at,
        line=queries.place_in_line(registration),
        differs=differs,
    )


def _group_receipt(group: RegistrationGroup, event: Event, form_key: str) -> GroupReceipt:
    people = queries.of_group(group)
    made = [codes.of_form(event.id, f"{form_key}/{place}").code for place in range(len(people))]
    own = codes.of_form(event.id, f"{form_key}/grupo").code
    return GroupReceipt(group.id, own, tuple(map(_receipt, people, made)))
