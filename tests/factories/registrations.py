"""Registrations, through the services that make them."""

import secrets
from typing import Any

from participa.events.models import Event
from participa.extensions import db
from participa.registrations import services
from participa.registrations.application import Application, GroupApplication, GroupReceipt, Receipt
from participa.registrations.models import Registration, RegistrationPurpose
from participa.shared.unit_of_work import unit_of_work
from tests.factories.keep import next_number

MANAGE = frozenset({RegistrationPurpose.MANAGE})


def application(**values: Any) -> Application:
    """Somebody with a mail, in the room unless said otherwise."""
    number = next_number()
    told: dict[str, Any] = {
        "first_name": f"Persona {number}",
        "last_name": "Inscrita",
        "email": f"persona{number}@ejemplo.example",
        "purposes": MANAGE,
    }
    return Application(**(told | values))


def registered(event: Event, at: Any = None, **values: Any) -> Receipt:
    """The receipt of a registration made now."""
    with unit_of_work():
        return services.register(event, application(**values), secrets.token_urlsafe(16), at=at)


def registration(event: Event, at: Any = None, **values: Any) -> Registration:
    """A registration made now."""
    return db.session.get_one(Registration, registered(event, at, **values).registration_id)


def group(event: Event, names: tuple[str, ...], may_wait: bool = False, **values: Any) -> GroupReceipt:
    """The receipt of a group."""
    told: dict[str, Any] = {"organisation": "Grupo de vecinas", "contact_name": "Vocera", "phone": "3000000000"}
    with unit_of_work():
        made = GroupApplication(names=names, **(told | values))
        return services.register_group(event, made, secrets.token_urlsafe(16), may_wait)
