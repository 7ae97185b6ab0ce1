"""Invitations: guests, lists, letters and calls."""

from typing import Any

from tests.access.bodies.events import Lasting
from tests.access.bodies.request import Call, Make, fixed
from tests.world.house import House

GUEST = {
    "name": "Lucero Del Campo Nuevo",
    "kind": "person",
    "email": "lucero@correo.example",
    "phone": "300 000 0000",
    "value_group": "",
    "source": "Lista de asistencia de 2025",
}


LETTER = {"subject": "Le invitamos a {espacio}", "body": "Buen día, {nombre}. Responda en {enlace}."}
CALLED = {"result": "declined", "people": "1", "note": "Está de viaje."}


def of_guest(**form: Any) -> Make:
    return lambda house, *_: Call({"guest_id": house.world.guest["own"]}, form)


def two_guests(house: House, _state: str, _actor: str) -> Call:
    return Call({"guest_id": house.world.guest["own"], "other_id": house.world.guest["other"]})


def of_letter(usual: str, **form: Any) -> Make:
    return lambda house, state, _actor: Call({"letter_id": house.world.letter[state or usual]}, form)


def of_invitation(name: str, **form: Any) -> Make:
    return lambda house, *_: Call({"invitation_id": house.world.invitation[name]}, form)


def guests_of_space(**form: Any) -> Make:
    return lambda house, *_: Call({"slug": house.world.event["convened"]}, form)


def of_list(house: House, _state: str, _actor: str) -> Call:
    return Call({"import_id": house.world.guest_list}, {"columna-0": "organization", "columna-1": "email"})


def with_list(_house: House, _state: str, _actor: str) -> Call:
    file = (Lasting(b"Nombre;Correo\nLucero Nuevo;nuevo@correo.example\n"), "lista.csv")
    return Call(form={"file": file, "source": "Directorio público de la Personería"})


def replying(**form: Any) -> Make:
    return lambda house, *_: Call(form={"code": house.world.invitation_code, **form})


CALLS: dict[str, Make] = {
    "invitations.open_": replying(),
    "invitations.reply": replying(comes="si", people="2", manage="y"),
    "invitations.no_more": replying(),
    "invitations.staff.new_guest": fixed(GUEST),
    "invitations.staff.guest": of_guest(),
    "invitations.staff.edit_guest": of_guest(**GUEST),
    "invitations.staff.merge_guests": two_guests,
    "invitations.staff.erase_guest": of_guest(),
    "invitations.staff.upload": with_list,
    "invitations.staff.review": of_list,
    "invitations.staff.remap": of_list,
    "invitations.staff.keep_list": of_list,
    "invitations.staff.drop_list": of_list,
    "invitations.staff.space": guests_of_space(),
    "invitations.staff.reminders": guests_of_space(minutes=["1440", "120"]),
    "invitations.staff.new_letter": guests_of_space(**LETTER),
    "invitations.staff.letter": of_letter("draft"),
    "invitations.staff.edit_letter": of_letter("draft", **LETTER),
    "invitations.staff.test_letter": of_letter("draft"),
    "invitations.staff.submit_letter": of_letter("draft"),
    "invitations.staff.approve_letter": of_letter("submitted"),
    "invitations.staff.return_letter": of_letter("submitted", reason="Falta decir dónde se parquea."),
    "invitations.staff.discard_letter": of_letter("draft"),
    "invitations.staff.retry": of_invitation("failed"),
    "invitations.staff.calls": guests_of_space(),
    "invitations.staff.call": of_invitation("sent", **CALLED),
}
