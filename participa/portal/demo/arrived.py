"""Who arrived at the forum of the story: roles and numbers, no names of people."""

from datetime import timedelta

from participa.attendance import services
from participa.attendance.models import Way
from participa.attendance.services import Entry, Keeper, Person
from participa.events.models import Event
from participa.portal.demo.people import Staff
from participa.registrations.models import Attends
from participa.shared.clock import at_instant

SPACE = "salud"
IN_THE_ROOM, ONLINE = 23, 8
FROM_PAPER = (3, 9)
BETWEEN = timedelta(minutes=3)


def arrive(staff: Staff, spaces: dict[str, Event]) -> None:
    """The moderation receives people without registration; two of them signed on paper."""
    event, keeper = spaces[SPACE], Keeper(staff.moderator)
    for number in range(1, IN_THE_ROOM + ONLINE + 1):
        attends = Attends.PRESENCIAL if number <= IN_THE_ROOM else Attends.VIRTUAL
        way = Way.PAPER if number in FROM_PAPER else Way.WALK_IN
        entry = Entry(f"demostracion-llegada-{number:02}", way)
        with at_instant(event.starts_at - timedelta(minutes=20) + number * BETWEEN):
            services.walk_in(event, Person("Persona asistente", str(number), attends=attends), entry, keeper, True)
