"""The door of a space of the seeded world."""

from sqlalchemy import select

from participa.attendance import services as attendance
from participa.attendance.models import DoorKind
from participa.attendance.queries import open_conflicts
from participa.events.models import Event
from participa.extensions import db
from participa.registrations.models import RegistrationState
from participa.shared.unit_of_work import unit_of_work
from tests.factories.attendance import arrived, door_link, entry, registered
from tests.world.model import LONGEST_LABEL, World


def plant(world: World) -> None:
    """The door of the space of today: its links, who is expected, who is in, and what a person must decide."""
    event = db.session.execute(select(Event).where(Event.slug == world.event["today"])).scalar_one()
    words, label = world.words, world.words("Puerta")[-LONGEST_LABEL:]
    link, code = door_link(event, label=label)
    expected = registered(event, words("Lucero Del Campo"))
    gone = registered(event, words("Marina Del Río"), state=RegistrationState.CANCELLED)
    arrival = arrived(registered(event, words("Pastor Del Valle"), commune=words("Comuna 1")))
    with unit_of_work():
        attendance.receive(event, entry(), attendance.Keeper(link=link), gone.door_digest)
    world.door = {
        "link": link.id,
        "code": code,
        "kiosk_code": door_link(event, DoorKind.KIOSK, label=label)[1],
        "other_link": door_link(event, label=label)[0].id,
        "person": expected.door_digest,
        "arrival": arrival.id,
        "conflict": open_conflicts(event)[0].id,
    }
