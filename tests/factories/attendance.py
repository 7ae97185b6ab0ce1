"""People registered for a space that is on today, their arrivals and the links of its doors."""

import hashlib
from datetime import timedelta
from typing import Any

from participa.accounts.models import Role, User
from participa.attendance import services
from participa.attendance.models import Attendance, DoorKind, DoorLink, Way
from participa.attendance.services import Entry, Keeper
from participa.events.models import Event, EventState
from participa.registrations.models import Attends, Registration, RegistrationChannel, RegistrationState
from participa.shared import follow_codes
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests.factories.accounts import user
from tests.factories.events import event
from tests.factories.keep import keep, next_number


def space_today(**values: Any) -> Event:
    """A convened space that began ten minutes ago."""
    at = now().replace(second=0, microsecond=0)
    hours = {"starts_at": at - timedelta(minutes=10), "ends_at": at + timedelta(minutes=50)}
    return event(EventState.CONVENED, **(hours | values))


def code() -> str:
    """A code of a registration as a person has it."""
    return follow_codes.code_for(f"puerta-de-prueba-{next_number()}", "clave")


def registered(at: Event, name: str = "", own_code: str = "", **values: Any) -> Registration:
    """Somebody with a place in a space."""
    first, _, last = (name or f"Persona Número{next_number()}").partition(" ")
    own_code = own_code or code()
    defaults: dict[str, Any] = {
        "state": RegistrationState.REGISTERED,
        "channel": RegistrationChannel.WEB,
        "attends": Attends.PRESENCIAL,
        "first_name": first,
        "last_name": last,
        "created_at": now(),
    }
    digests = {
        "code_digest": hashlib.sha256(f"code{own_code}".encode()).hexdigest(),
        "form_key_digest": hashlib.sha256(f"form{own_code}".encode()).hexdigest(),
        "door_digest": hashlib.sha256(f"{at.id}|{own_code}".encode()).hexdigest(),
    }
    return keep(Registration(event_id=at.id, **digests, **(defaults | values)))


def entry_key() -> str:
    return f"llegada-de-prueba-{next_number():06}"


def entry(way: Way = Way.NAME, **values: Any) -> Entry:
    return Entry(entry_key(), way, **values)


def arrived(who: Registration, by: User | None = None, way: Way = Way.NAME) -> Attendance:
    """Somebody registered who is in."""
    keeper = Keeper(by or user(Role.MODERATOR))
    with unit_of_work():
        result = services.check_in(who.event, who, entry(way), keeper)
    assert result.attendance is not None
    return result.attendance


def door_link(at: Event, kind: DoorKind = DoorKind.DOOR, **values: Any) -> tuple[DoorLink, str]:
    """A link good for today, and its code."""
    author = user(Role.MODERATOR)
    with unit_of_work():
        link, own_code = services.open_link(at, kind, values.pop("label", "Puerta norte"), entry_key(), author)
        for name, value in values.items():
            setattr(link, name, value)
    return link, own_code
