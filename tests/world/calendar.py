"""The calendar of the seeded world."""

from datetime import date

from participa.accounts.models import Role
from participa.calendar.models import CalendarDay, CalendarVersion, DayKind
from participa.shared.clock import now, today
from tests.factories.keep import keep
from tests.world.model import World


def plant(world: World) -> None:
    words, admin = world.words, world.user[Role.ADMIN]
    day = CalendarDay(
        day=date(today().year, 11, 20), kind=DayKind.CLOSED, name=words("Fiesta"), legal_act=words("Acto 1")
    )
    world.closed_day = keep(day).id
    keep(CalendarVersion(number=1, at=now(), reason=words("Fiesta patronal"), author_id=admin))
