"""Registrations of the seeded world."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from participa.events.models import Event, EventState
from participa.extensions import db
from participa.questionnaires.engine.definition import Definition, Item
from participa.registrations.application import Extra, Need
from participa.registrations.models import NeedKind, Registration, RegistrationState
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.extra import DIET, MEAL, TOPICS
from tests.world.model import World
from tests.world.questionnaires import in_words


def plant(world: World) -> None:
    """Of the convened space: one with a code and a support, one that waits, one with an offer and no mail."""
    event = db.session.execute(select(Event).where(Event.slug == world.event[EventState.CONVENED])).scalar_one()
    words = world.words
    who = {"first_name": words("Persona"), "last_name": words("Que Asiste"), "speak_topic": words("La vía del río")}
    who |= {"neighbourhood": words("El Prado"), "organisation": words("Junta"), "wants_to_speak": True}
    needs = (Need(NeedKind.OTHER, words("Un puesto cerca de la puerta")),)
    version = make.extra_questions(event, *_extra_items(world), title=words("Preguntas del almuerzo"))
    extra = Extra(version.id, {"almuerzo": "si", "dieta": words("Maní"), "temas": ["vias", "agua", "salud"]})
    receipt = make.registered(event, needs=needs, extra=extra, **who)
    world.registration_code, world.registration["registered"] = receipt.code, receipt.registration_id
    row = db.session.get_one(Registration, receipt.registration_id)
    world.need = row.needs[0].id
    group = make.group(
        event, (words("Integrante Del Grupo"),), organisation=words("Junta"), contact_name=words("Vocera")
    )
    world.group_code, world.group_member = group.code, group.members[0].registration_id
    for name, state in (("waiting", RegistrationState.WAITING), ("offered", RegistrationState.OFFERED)):
        row = make.registration(event, **(who | {"email": "", "phone": "3000000000"}))
        with unit_of_work():
            row.state, row.waiting_since, row.offered_at = state, now(), now()
            row.offered_until = now() + timedelta(hours=9) if state is RegistrationState.OFFERED else None
        world.registration[name] = row.id


def _extra_items(world: World) -> tuple[Item, ...]:
    """Extra questions that nobody has to answer."""
    items = tuple(replace(item, is_required=False) for item in (MEAL, DIET, TOPICS))
    return in_words(Definition(items), world.words).items
