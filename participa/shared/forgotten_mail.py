"""Mails that left or were given up lose their address and their words once nobody needs to look at them."""

from datetime import datetime

from sqlalchemy import or_, select, update

from participa.extensions import db
from participa.shared.mail import OutgoingMail
from participa.shared.retention import Rule


def forget_mails(before: datetime, most: int) -> int:
    """Blank what was queued before; how many. The key stays, so that no mail leaves twice."""
    is_over = or_(OutgoingMail.sent_at.is_not(None), OutgoingMail.failed_at.is_not(None))
    is_written = or_(OutgoingMail.recipient != "", OutgoingMail.body != "")
    found = select(OutgoingMail.id).where(is_over, is_written, OutgoingMail.queued_at < before)
    ids = list(db.session.scalars(found.order_by(OutgoingMail.id).limit(most)))
    blank = {"recipient": "", "subject": "", "body": "", "unsubscribe": ""}
    db.session.execute(update(OutgoingMail).where(OutgoingMail.id.in_(ids)).values(**blank))
    return len(ids)


MAILS = Rule(
    key="correos",
    form="Correos que enviamos",
    data="La dirección, el asunto y el texto.",
    purpose="Saber si el correo salió y volver a enviarlo si falló.",
    days=30,
    since="el día del correo",
    afterwards="Se deja vacío. Queda la cuenta de correos.",
    erase=forget_mails,
)
