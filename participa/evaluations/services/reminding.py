"""One mail to who came, gave a mail and allowed it. It holds no code, so nothing joins a person to one.

The mail server learns that an address was in the space and was reminded; never whether it answered, nor what.
"""

from flask import current_app

from participa.config import Settings
from participa.evaluations import queries
from participa.evaluations.models import Evaluation
from participa.extensions import db
from participa.shared import mail
from participa.shared.clock import now
from participa.shared.templating import plain_day
from participa.shared.unit_of_work import unit_of_work

SUBJECT = "Cuéntenos cómo le pareció"
PAGE = "/evaluaciones/{slug}"
WORDS = """Buen día:

Gracias por participar en este espacio:

{title}

Cuéntenos cómo le pareció. Son pocos minutos. Tiene hasta el {closes}.
{page}

{how}

Recibe este correo porque al inscribirse autorizó que le escribiéramos. Nadie sabrá si respondió ni qué dijo.

{entity}
"""
WITH_CODE = "Use el código que le dieron en el espacio. Sirve una sola vez."
WITHOUT_CODE = "Si le dieron un código en el espacio, úselo. Si no, use el enlace abierto de esa página."


def remind_due() -> None:
    """Queue the reminders of each evaluation that opened, once. A chore of each minute."""
    due = queries.to_remind(now())
    db.session.rollback()  # no reader stays open while the writer waits
    for number in due:
        with unit_of_work():
            _remind(queries.evaluation_to_change(number))


def _remind(evaluation: Evaluation) -> None:
    if evaluation.reminded_at is not None:
        return
    body = _body(evaluation)
    for registration_id, address in queries.to_write_to(evaluation.event):
        mail.queue(f"evaluation-reminder/{evaluation.id}/{registration_id}", address, SUBJECT, body)
    evaluation.reminded_at = now()


def _body(evaluation: Evaluation) -> str:
    settings: Settings = current_app.extensions["settings"]
    path = PAGE.format(slug=evaluation.event.slug)
    return WORDS.format(
        title=evaluation.event.title,
        closes=plain_day(evaluation.survey.closes_at),
        page=f"{settings.public_url}{path}" if settings.public_url else f"la página de la entidad, {path}",
        how=WITHOUT_CODE if evaluation.open_survey else WITH_CODE,
        entity=settings.entity.name,
    )
