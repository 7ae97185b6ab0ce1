"""How long we can reach who asked a question."""

from participa.questions.services.forgetting import forget_contacts
from participa.shared.retention import Rule

CONTACTS = Rule(
    key="preguntas.contacto",
    form="Preguntas",
    data="Documento, correo, teléfono y dirección.",
    purpose="Enviarle la respuesta y sus correcciones.",
    days=365,
    since="el día de la respuesta",
    afterwards="Se deja vacío. La pregunta y su respuesta quedan.",
    erase=forget_contacts,
)
