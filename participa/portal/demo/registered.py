"""Who registers in the spaces of the story: roles and numbers, no names of people."""

from dataclasses import dataclass

from participa.events.models import Event
from participa.extensions import db
from participa.portal.demo.calendar import Story
from participa.portal.demo.people import Staff
from participa.registrations import services
from participa.registrations.models import (
    Attends,
    CapacityAs,
    NeedKind,
    NeedState,
    Registration,
    RegistrationChannel,
    RegistrationPurpose,
)
from participa.registrations.services import Application, GroupApplication, Need
from participa.shared.clock import at_instant

MANAGE = frozenset({RegistrationPurpose.MANAGE})
WITH_NEEDS = MANAGE | {RegistrationPurpose.NEEDS}
SPACE = "audiencia"


@dataclass(frozen=True)
class Person:
    """Somebody who registers some days before today, and what becomes of it."""

    days: int
    application: Application
    channel: RegistrationChannel = RegistrationChannel.WEB
    confirms: bool = False
    cancels: bool = False


def person(number: int, place: str, attends: Attends = Attends.PRESENCIAL, **told: object) -> Application:
    values: dict[str, object] = {
        "first_name": "Persona inscrita",
        "last_name": str(number),
        "email": f"persona{number}@ejemplo.example",
        "neighbourhood": place,
        "attends": attends,
        "purposes": MANAGE,
    }
    return Application(**(values | told))  # type: ignore[arg-type]  # the names are those of its fields


PEOPLE = (
    Person(-15, person(1, "El Prado", wants_to_speak=True, speak_topic="La vía de la vereda"), confirms=True),
    Person(-14, person(2, "La Esperanza", needs=(Need(NeedKind.LSC),), purposes=WITH_NEEDS), confirms=True),
    Person(-12, person(3, "Vereda El Mirador", Attends.VIRTUAL, capacity_as=CapacityAs.OVERSIGHT)),
    Person(-11, person(4, "Centro", needs=(Need(NeedKind.WHEELCHAIR),), purposes=WITH_NEEDS)),
    Person(-9, person(5, "Vereda El Mirador", email="", phone="3000000005"), RegistrationChannel.PHONE),
    Person(-8, person(6, "Centro", Attends.VIRTUAL), cancels=True),
    Person(-5, person(7, "El Prado", capacity_as=CapacityAs.COMMUNITY_BOARD), confirms=True),
    Person(-2, person(8, "La Esperanza", email="", phone="3000000008"), RegistrationChannel.DESK),
)
GROUP = GroupApplication(
    organisation="Junta de acción comunal de ejemplo",
    contact_name="Vocería de la junta",
    names=tuple(f"Persona del grupo {number}" for number in range(1, 7)),
    phone="3000000020",
)


def register(story: Story, staff: Staff, spaces: dict[str, Event]) -> None:
    """Tell who registered, who confirmed and how far the supports have come."""
    event = spaces[SPACE]
    for number, one in enumerate(PEOPLE):
        _register(story, staff, event, one, f"demostracion-inscripcion-{number}")
    with at_instant(story.at(-4, 15)):
        services.register_group(event, GROUP, "demostracion-inscripcion-grupo")


def _register(story: Story, staff: Staff, event: Event, one: Person, key: str) -> None:
    author = None if one.channel is RegistrationChannel.WEB else staff.moderator
    with at_instant(story.at(one.days, 10)):
        receipt = services.register(event, one.application, key, one.channel, author)
    registration = db.session.get_one(Registration, receipt.registration_id)
    with at_instant(story.at(one.days + 1, 9)):
        if one.confirms:
            services.confirm(registration)
        if one.cancels:
            services.cancel(registration)
        for need in registration.needs[: one.confirms]:
            services.note_need(need, NeedState.ARRANGED, staff.moderator, "Se habló con quien interpreta.")
