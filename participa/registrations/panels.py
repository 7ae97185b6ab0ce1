"""What the pages of a space say of its registrations, for the public and for the team."""

from flask import url_for

from participa.accounts.models import User
from participa.events.doors import Door
from participa.events.models import Event
from participa.registrations import queries, rules
from participa.registrations.models import ATTENDS_LABELS, Attends, RegistrationState
from participa.registrations.rules import Seats, Window
from participa.shared.clock import now
from participa.shared.templating import counted, hour, long_day


def for_everybody(event: Event) -> list[Door]:
    """«Inscríbase», while the space is ahead."""
    window = rules.window(event, now())
    if window in (Window.CANCELLED, Window.CLOSED) and event.state not in rules.GATHERING:
        return []
    url = url_for("registrations.new", slug=event.slug)
    if window is Window.OPEN:
        seats = queries.seats(event)
        label = "Entrar a la lista de espera" if all(one.is_full for one in seats.values()) else "Inscribirse"
        return [Door("Inscríbase", _open_words(event, seats), url, label, is_main=True)]
    return [Door("Inscripciones", _shut_words(event, window), url_for("registrations.mine"), "Ver mi inscripción")]


def _open_words(event: Event, seats: dict[Attends, Seats]) -> str:
    left = " ".join(_left(attends, one, len(seats) > 1) for attends, one in seats.items())
    closes = rules.closes_at(event)
    return f"{left} Las inscripciones cierran a las {hour(closes)} del {long_day(closes)}."


def _left(attends: Attends, seats: Seats, names_it: bool) -> str:
    way = f"{ATTENDS_LABELS[attends]}: " if names_it else ""
    if seats.free is None:
        words = "no hay límite de puestos." if names_it else "No hace falta tener cuenta."
    elif seats.is_full:
        words = "no quedan puestos; hay lista de espera." if names_it else "No quedan puestos; hay lista de espera."
    else:
        words = f"{counted(seats.free, 'puesto libre', 'puestos libres')}."
    return way + words


def _shut_words(event: Event, window: Window) -> str:
    opens = rules.opens_at(event)
    if window is Window.NOT_YET and opens is not None:
        return f"Las inscripciones abren a las {hour(opens)} del {long_day(opens)}."
    if window is Window.RESCHEDULED:
        return "Las inscripciones siguen cuando haya nueva fecha. La suya sigue válida."
    return "Las inscripciones ya cerraron. Si se inscribió, use su código."


def for_team(event: Event, person: User) -> list[Door]:
    """«Inscripciones», with its numbers, for who keeps the list."""
    if not rules.may_keep(person):
        return []
    numbers = queries.counts(event)
    waiting = numbers.by_state.get(RegistrationState.WAITING, 0)
    text = f"{counted(numbers.with_seat, 'persona con puesto', 'personas con puesto')}. "
    text += f"{counted(waiting, 'persona espera', 'personas esperan')}."
    return [Door("Inscripciones", text, url_for("registrations.staff.space", slug=event.slug), "Ver la lista")]
