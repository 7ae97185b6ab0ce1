"""The mail with which an oversight body gets its link. Its code travels after the #, which no server sees."""

import hashlib

from flask import current_app, has_request_context

from participa.commitments.models import OversightBody
from participa.config import Settings
from participa.shared import follow_codes, mail
from participa.shared.addresses import whole
from participa.shared.templating import plain_day

ENTER_PATH = "/compromisos/veeduria"
SUBJECT = "Invitación para verificar compromisos"
BODY = """Buenos días.

{entity} invita a «{name}» a verificar compromisos. No necesita cuenta.

{entrance}

El código sirve hasta el {until}. Quien lo tenga puede escribir en nombre de su organización: no lo comparta.

Lo que ustedes encuentren se publica con el nombre de la organización. Este correo no se publica.
"""
LINK = """Abra este enlace:
{page}#codigo={code}

También puede escribir el código {grouped} en esta página:
{page}"""
NO_LINK = "Entre a la página de la entidad, {path}, y escriba el código {grouped}."


def queue_invitation(body: OversightBody, code: str, form_key: str) -> None:
    """Write the mail of a link; the same form key again is the same mail."""
    settings: Settings = current_app.extensions["settings"]
    told = BODY.format(
        entity=settings.entity.name,
        name=body.name,
        entrance=_entrance(settings, code),
        until=plain_day(body.expires_on),
    )
    mail.queue(_key(body, form_key), body.contact_mail, SUBJECT, told)


def _entrance(settings: Settings, code: str) -> str:
    """How to come in: by a whole address, or with words where nobody knows under which name this site is reached."""
    grouped = follow_codes.in_groups(code)
    if settings.public_url or has_request_context():
        return LINK.format(page=whole(ENTER_PATH), code=code, grouped=grouped)
    return NO_LINK.format(path=ENTER_PATH, grouped=grouped)


def was_written(body: OversightBody, form_key: str) -> bool:
    """Whether this form made its mail before."""
    return mail.is_queued(_key(body, form_key))


def _key(body: OversightBody, form_key: str) -> str:
    return f"oversight/{body.id}/{_short(form_key)}"


def _short(form_key: str) -> str:
    return hashlib.sha256(form_key.encode()).hexdigest()[:32]
