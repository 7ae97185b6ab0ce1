"""Registrations."""

from typing import Any

from tests.access.bodies.request import Call, Make
from tests.world.house import House

REGISTRATION = {
    "form_key": "clave-de-una-inscripcion",
    "first_name": "Persona que",
    "last_name": "Asiste Mucho",
    "email": "asiste@ejemplo.example",
    "capacity_as": "ciudadania",
    "attends": "presencial",
    "manage": "y",
}


GROUP = REGISTRATION | {"organisation": "Grupo de la vereda", "contact_name": "Vocera del grupo", "names": "Una Vecina"}


def at_space(form: dict[str, Any] | None = None, **values: Any) -> Make:
    """A page of the registrations of a space; `state` is that of the space."""
    return lambda house, state, _actor: Call({"slug": house.world.event[state or "convened"], **values}, form or {})


def with_code(**form: Any) -> Make:
    return lambda house, *_: Call(form={"code": house.world.registration_code, **form})


def with_group_code(house: House, _state: str, _actor: str) -> Call:
    return Call(form={"code": house.world.group_code, "member": str(house.world.group_member)})


def of_registration(name: str = "registered", **form: Any) -> Make:
    return lambda house, *_: Call({"registration_id": house.world.registration[name]}, form)


def noting_need(house: House, _state: str, _actor: str) -> Call:
    need = house.world.need
    return Call({"need_id": need}, {f"apoyo{need}-state": "arranged", f"apoyo{need}-note": "Se reservó el puesto."})


CALLS: dict[str, Make] = {
    "registrations.new": at_space(REGISTRATION),
    "registrations.group": at_space(GROUP),
    "registrations.appointment": at_space(),
    "registrations.mine": with_code(),
    "registrations.confirm": with_code(),
    "registrations.accept": with_code(),
    "registrations.ask_cancel": with_code(),
    "registrations.cancel": with_code(),
    "registrations.ask_erase": with_code(),
    "registrations.erase": with_code(),
    "registrations.data": with_code(),
    "registrations.accept_for": with_group_code,
    "registrations.ask_cancel_for": with_group_code,
    "registrations.cancel_for": with_group_code,
    "registrations.ask_erase_group": with_group_code,
    "registrations.erase_group": with_group_code,
    "registrations.change": with_code(save="si", **REGISTRATION),
    "registrations.staff.space": at_space(),
    "registrations.staff.search": at_space({"words": "Persona"}),
    "registrations.staff.new": at_space(REGISTRATION | {"channel": "desk"}),
    "registrations.staff.needs": at_space(),
    "registrations.staff.calls": at_space(),
    "registrations.staff.calls_shown": at_space(),
    "registrations.staff.export": at_space(kind="csv"),
    "registrations.staff.questions": at_space({"questionnaire": "0"}),
    "registrations.staff.detail": of_registration(),
    "registrations.staff.contact": of_registration(),
    "registrations.staff.phoned": of_registration(),
    "registrations.staff.confirm": of_registration(),
    "registrations.staff.promote": of_registration("waiting"),
    "registrations.staff.cancel": of_registration(reason="La persona llamó y no puede ir."),
    "registrations.staff.note_need": noting_need,
}
