"""Mails to who observed and left an address. They carry no word of the observation and no follow code."""

from flask import current_app

from participa.config import Settings
from participa.shared import mail
from participa.shared.templating import moment
from participa.strategy.models import Observation, ObservationReply

FOLLOW_PATH = "/estrategia/consulta/seguir"
RECEIPT = """Buen día:

Recibimos su observación sobre el borrador de la estrategia.

Radicado: {radicado}
Recibida: {received}

{follow}

No responda este correo: nadie lo lee.

{entity}
"""
ANSWERED = """Buen día:

{what}

Radicado: {radicado}

{follow}

No responda este correo: nadie lo lee.

{entity}
"""


def queue_receipt(row: Observation, recipient: str) -> None:
    """Tell by mail that an observation was received. `row` already has its number."""
    body = RECEIPT.format(
        radicado=row.radicado, received=moment(row.received_at), follow=_how_to_follow(), entity=_settings().entity.name
    )
    mail.queue(f"observation/{row.id}", recipient, f"Recibimos su observación {row.radicado}", body)


def queue_answered(row: Observation, reply: ObservationReply) -> None:
    """Tell who left an address that the reply is public; or that another one corrects it."""
    if row.contact is None:
        return
    is_first = reply.number == 1
    subject = "Su observación ya tiene respuesta" if is_first else "Corregimos la respuesta a su observación"
    what = "La respuesta a su observación ya es pública." if is_first else "Publicamos otra respuesta a su observación."
    body = ANSWERED.format(what=what, radicado=row.radicado, follow=_how_to_follow(), entity=_settings().entity.name)
    mail.queue(f"observation-reply/{reply.id}", row.contact.email, subject, body)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _how_to_follow() -> str:
    address = _settings().public_url
    if not address:
        return "Para leerla, use «Seguir mi observación» en nuestra página. Tenga a mano su código de seguimiento."
    return f"Para ver cómo va, entre a {address}{FOLLOW_PATH} con su código de seguimiento."
