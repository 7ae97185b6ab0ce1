"""The address that somebody leaves with an observation: kept apart from its text, erased when it is over."""

from datetime import datetime

from sqlalchemy import delete, func, select

from participa.extensions import db
from participa.shared import retention
from participa.strategy import privacy
from participa.strategy.models import Observation, ObservationContact, ObservationReply


def keep_contact(row: Observation, email: str, at: datetime) -> None:
    """Keep the address with the authorisation that was given for it (Ley 1581 de 2012, art. 9)."""
    row.contact = ObservationContact(email=email, text_version=privacy.TEXT_VERSION, given_at=at)


def forget_contacts(before: datetime, most: int) -> int:
    """Erase at most `most` addresses of observations whose last public reply came before that instant; how many."""
    last = func.max(ObservationReply.published_at)
    answered = select(ObservationReply.observation_id).group_by(ObservationReply.observation_id).having(last < before)
    due = select(ObservationContact.observation_id).where(ObservationContact.observation_id.in_(answered))
    numbers = list(db.session.scalars(due.order_by(ObservationContact.observation_id).limit(most)))
    db.session.execute(delete(ObservationContact).where(ObservationContact.observation_id.in_(numbers)))
    return len(numbers)


CONTACTS = retention.Rule(
    key="observaciones.contacto",
    form="Observaciones al borrador",
    data="Correo.",
    purpose="Avisarle de la respuesta a su observación.",
    days=365,
    since="el día de la última respuesta publicada",
    afterwards="Se borra. La observación y su respuesta quedan.",
    erase=forget_contacts,
)
retention.register(CONTACTS)
