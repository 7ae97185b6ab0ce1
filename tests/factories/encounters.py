"""Encounters on the commitments, and their documents as the services freeze them."""

from typing import Any

from participa.accounts.models import Role, User
from participa.encounters import queries, services
from participa.encounters.models import Encounter, EncounterDocument
from participa.events.models import Event, EventState
from participa.shared.unit_of_work import unit_of_work
from tests.factories.accounts import user as make_user
from tests.factories.events import event as make_event


def encounter(event: Event | None = None, author: User | None = None, **choice: Any) -> Encounter:
    """A convened space that is about the commitments; `choice` says which ones are in."""
    space, person = event or make_event(EventState.CONVENED), author or make_user(Role.COMMUNICATIONS)
    with unit_of_work():
        made = services.begin(space, person)
        if choice:
            services.choose(made, services.Choice(**choice), person)
    return queries.of_event(space)


def encounter_document(
    of: Encounter, approver: User | None = None, reason: str = "Se agregan datos."
) -> EncounterDocument:
    """The next version of its document. There must be a commitment to tell."""
    person = approver or make_user(Role.APPROVER)
    with unit_of_work():
        return services.publish(of, services.look(of), len(queries.of_event(of.event).documents), reason, person)
