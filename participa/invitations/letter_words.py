"""The words of a letter: plain text with named fields in braces, filled once and never read again as a template."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from participa.events.models import Event
from participa.invitations.models import Guest
from participa.shared import follow_codes
from participa.shared.templating import hour, long_day

FIELD = re.compile(r"\{([^{}\n]{1,40})\}")
LINK = "enlace"
OF_THE_SPACE = {
    "espacio": "el nombre del espacio",
    "fecha": "el día",
    "hora": "la hora",
    "lugar": "el lugar",
    "entidad": "el nombre de la entidad",
}
OF_THE_GUEST = {
    "nombre": "el nombre de quien se invita",
    "organizacion": "su organización",
    LINK: "su página para responder",
}
FIELDS = OF_THE_SPACE | OF_THE_GUEST
REPLY_PATH, NO_MORE_PATH = "/invitaciones/responder", "/invitaciones/no-recibir"
HIDDEN_CODE = "X" * follow_codes.LENGTH
FIRST_SUBJECT = "Invitación: {espacio}"
FIRST_BODY = """Buen día, {nombre}:

{entidad} le invita a «{espacio}».

Cuándo: {fecha}, {hora}
Dónde: {lugar}

Cuéntenos si va a asistir: {enlace}

Le esperamos."""
FOOT = """

Su código de invitación: {code}
{no_more}
No responda este correo: nadie lo lee.

{entity}
"""


@dataclass(frozen=True)
class Sender:
    """Who invites: the name of the entity, and the public address of the site (empty when it has none)."""

    entity: str
    public_url: str


@dataclass(frozen=True)
class Written:
    """A mail as its reader gets it."""

    subject: str
    body: str
    unsubscribe: str


def unknown_fields(text: str, known: Mapping[str, str]) -> list[str]:
    """The names in braces that no letter can fill, in order."""
    return [name for name in FIELD.findall(text) if name not in known]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields; what a value brings is never taken for a field."""
    return FIELD.sub(lambda found: values.get(found[1], found[0]), text)


def written(subject: str, body: str, event: Event, guest: Guest, code: str, sender: Sender) -> Written:
    """A letter to one guest. The code of the guest is in the body only."""
    words = filled(body, values_for(event, guest, code, sender)) + foot(code, sender)
    line = " ".join(filled(subject, _about(event, sender)).split())[:200]
    return Written(line, words, no_more_address(sender, code))


def values_for(event: Event, guest: Guest, code: str, sender: Sender) -> dict[str, str]:
    """What each field of a letter says to this guest."""
    return _about(event, sender) | {
        "nombre": guest.name or guest.organization,
        "organizacion": guest.organization or guest.name,
        LINK: _reply_address(sender, code),
    }


def foot(code: str, sender: Sender) -> str:
    """What ends each mail to a guest: the code, and how to receive no more."""
    where = no_more_address(sender, code) or "use «No quiero más invitaciones» en nuestra página"
    no_more = f"Si no quiere recibir más invitaciones: {where}"
    return FOOT.format(code=follow_codes.in_groups(code), no_more=no_more, entity=sender.entity)


def _about(event: Event, sender: Sender) -> dict[str, str]:
    return {
        "espacio": event.title,
        "fecha": long_day(event.starts_at),
        "hora": hour(event.starts_at),
        "lugar": event.place or "por internet",
        "entidad": sender.entity,
    }


def _reply_address(sender: Sender, code: str) -> str:
    if not sender.public_url:
        return "entre a nuestra página, a «Responder una invitación», con el código de abajo"
    return f"{sender.public_url}{REPLY_PATH}#codigo={code}"


def no_more_address(sender: Sender, code: str) -> str:
    """The page where a guest asks for no more mails; empty when the site has no public address."""
    return f"{sender.public_url}{NO_MORE_PATH}#codigo={code}" if sender.public_url else ""
