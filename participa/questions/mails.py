"""Mails to who asked. They carry no word of the question and no follow code: neither is ours to send around."""

from flask import current_app

from participa.config import Settings
from participa.questions.submission import Receipt
from participa.shared import mail
from participa.shared.templating import long_day, moment

FOLLOW_PATH = "/preguntas/seguir"
RECEIPT = """Buen día:

Recibimos su pregunta.

Radicado: {radicado}
Recibida: {received}
Respuesta a más tardar: {due}

{follow}

No responda este correo: nadie lo lee.

{entity}
"""


def queue_receipt(receipt: Receipt, recipient: str) -> None:
    """Tell by mail that a question was received (CPACA art. 61)."""
    settings: Settings = current_app.extensions["settings"]
    body = RECEIPT.format(
        radicado=receipt.radicado,
        received=moment(receipt.received_at),
        due=long_day(receipt.due_on),
        follow=how_to_follow(settings),
        entity=settings.entity.name,
    )
    mail.queue(f"receipt/{receipt.question_id}", recipient, f"Recibimos su pregunta {receipt.radicado}", body)


def how_to_follow(settings: Settings) -> str:
    """The sentence that leads to the follow page."""
    if not settings.public_url:
        return "Para ver cómo va, use «Seguir mi pregunta» en nuestra página. Tenga a mano su código de seguimiento."
    return f"Para ver cómo va, entre a {settings.public_url}{FOLLOW_PATH} con su código de seguimiento."
