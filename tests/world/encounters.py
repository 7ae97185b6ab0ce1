"""Encounters of the seeded world: one with two published versions, and one that is being prepared."""

from sqlalchemy import select

from participa.accounts.models import Role
from participa.encounters import picture, queries
from participa.encounters.models import Encounter, EncounterDocument, EncounterRemark
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.shared.clock import now
from tests.factories.keep import keep
from tests.world.model import World


def plant(world: World) -> None:
    """Each is about every commitment; both offices wrote their words."""
    for name in ("closed", EventState.CONVENED):
        space = db_event(world, name)
        by = {"changed_at": now(), "changed_by_id": world.user[Role.COMMUNICATIONS]}
        chosen: dict[str, list[int]] = {"years": [], "event_ids": [], "office_ids": []}
        held = keep(Encounter(event_id=space.id, opening=world.words("Cómo vamos."), **chosen, **by))
        for office in ("own", "other"):
            row = {"event_id": held.event_id, "department_id": world.department[office]}
            keep(EncounterRemark(text=world.words("Falta la obra."), **row, **by))
    for number in (1, 2):
        freeze(world, db_event(world, "closed"), number)


def db_event(world: World, name: str) -> Event:
    return db.session.scalars(select(Event).where(Event.slug == world.event[name])).one()


def freeze(world: World, space: Event, number: int) -> None:
    shown = queries.picture_of(queries.of_event(space), now())
    data = picture.as_data(shown, number)
    frozen = {"data": data, "digest": picture.digest_of(data), "cut_at": shown.cut_at, "words": shown.opening}
    why = {"reason": world.words("Se agregan datos.") if number > 1 else ""}
    by = {"published_by_id": world.user[Role.APPROVER]}
    keep(EncounterDocument(event_id=space.id, number=number, **frozen, **why, **by))
