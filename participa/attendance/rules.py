"""When a door is open, who keeps it, which hour is believed, and when two names may be the same person."""

import re
import unicodedata
from datetime import datetime, timedelta

from participa.accounts.models import Role, User
from participa.attendance.models import Attendance, ConflictKind, Decision, DoorLink
from participa.events.models import Event, EventState
from participa.registrations.models import Registration, RegistrationState
from participa.shared import clock

READERS = (Role.MODERATOR, Role.APPROVER, Role.COMMUNICATIONS, Role.CONTROL)
KEEPERS = (Role.MODERATOR, Role.COMMUNICATIONS)
EXPORTERS = (Role.APPROVER, Role.COMMUNICATIONS)
SEEKERS = (Role.MODERATOR, Role.APPROVER, Role.COMMUNICATIONS)
OPENS_BEFORE = timedelta(hours=12)
RECEIVES = (EventState.CONVENED, EventState.UNDER_WAY, EventState.HELD, EventState.ANSWERING)
EXPECTED = (RegistrationState.REGISTERED, RegistrationState.CONFIRMED, RegistrationState.OFFERED)
LONG_WORD = 4  # letters from which one wrong letter is forgiven
DECISIONS = {
    ConflictKind.ALREADY: (Decision.SEEN,),
    ConflictKind.UNKNOWN: (Decision.SEEN,),
    ConflictKind.CANCELLED: (Decision.LET_IN, Decision.SEEN),
    ConflictKind.TWIN: (Decision.SAME_PERSON, Decision.TWO_PEOPLE),
}


def may_keep(person: User) -> bool:
    """Note arrivals, open and close doors, decide conflicts."""
    return person.role in KEEPERS


def may_seek(person: User) -> bool:
    """Look for somebody by name."""
    return person.role in SEEKERS


def may_export(person: User) -> bool:
    return person.role in EXPORTERS


def opens_at(event: Event) -> datetime:
    """The first instant at which an arrival is believed."""
    return event.starts_at - OPENS_BEFORE


def closes_at(event: Event) -> datetime:
    """The end of the day on which the space ends, in Colombia: then its links are worth nothing."""
    night = clock.local(event.ends_at).replace(hour=0, minute=0, second=0, microsecond=0)
    return night + timedelta(days=1)


def opens(link: DoorLink, kind: str, slug: str) -> bool:
    """Whether a link is of this kind of page and of this space; that it is still good is asked apart."""
    return link.kind == kind and link.event.slug == slug


def receives_arrivals(event: Event, at: datetime) -> bool:
    """Whether an arrival can be noted: from its day on, also late from paper or from a device, until it is closed."""
    return event.state in RECEIVES and at >= opens_at(event)


def shows_names(event: Event, at: datetime) -> bool:
    """Whether a door shows who is registered: not to who got its link weeks before."""
    return event.state in RECEIVES and at >= opens_at(event)


def list_lasts(event: Event, at: datetime) -> timedelta:
    """How long a device may keep the names from `at` on; nothing before the door opens and after its day."""
    return max(closes_at(event) - at, timedelta()) if shows_names(event, at) else timedelta()


def may_have_links(event: Event, at: datetime) -> bool:
    return event.state in (EventState.CONVENED, EventState.UNDER_WAY) and at < closes_at(event)


def believed(event: Event, device_at: datetime | None, received_at: datetime) -> datetime:
    """The hour of arrival: what the device said, never before the door opened nor after the server heard of it."""
    return min(max(device_at or received_at, opens_at(event)), received_at)


def is_expected(registration: Registration) -> bool:
    """Whether a place is kept for this person; who waits or cancelled is let in by a person, knowingly."""
    return registration.state in EXPECTED


def may_decide(kind: ConflictKind, decision: Decision) -> bool:
    return decision in DECISIONS[kind]


def stands(attendance: Attendance) -> bool:
    return attendance.undone_at is None


def plain(text: str) -> str:
    """Small letters without accents, single spaces. «Muñoz» and «munoz» are one."""
    letters = unicodedata.normalize("NFD", text.lower())
    return " ".join(re.sub(r"[^a-z0-9]+", " ", "".join(sign for sign in letters if ord(sign) < 0x300)).split())


def matches(typed: str, name: str) -> bool:
    """Whether each typed word begins a word of the name, or differs from it by one letter."""
    words = plain(name).split()
    wanted = plain(typed).split()
    return bool(wanted) and all(any(_begins(word, full) for full in words) for word in wanted)


def _begins(word: str, full: str) -> bool:
    return full.startswith(word) or (len(word) >= LONG_WORD and _near(word, full))


def _near(one: str, other: str) -> bool:
    """Whether at most one letter was changed, added, left out, or exchanged with the next."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[start:], other[start:]
    exchanged = len(one) > 1 and one[:2] == other[:2][::-1] and one[2:] == other[2:]
    return one[1:] == other[1:] or one == other[1:] or one[1:] == other or exchanged


def same_name(one: str, other: str) -> bool:
    """Whether two written names may be one person: the same words in any order."""
    return sorted(plain(one).split()) == sorted(plain(other).split())
