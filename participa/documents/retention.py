"""How long stays what identifies who observes a draft."""

from participa.documents.services.contacts import forget_contacts
from participa.shared.retention import Rule

OBSERVERS = Rule(
    key="borradores.contacto",
    form="Observaciones a un documento",
    data="Correo.",
    purpose="Avisarle de la respuesta a su observación.",
    days=365,
    since="el día de la última respuesta publicada",
    afterwards="Se borra. La observación y su respuesta quedan.",
    erase=forget_contacts,
)
