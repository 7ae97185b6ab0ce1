"""How long stays what identifies who looks at commitments from outside."""

from participa.commitments.services.oversight import forget_mails
from participa.shared.retention import Rule

OVERSIGHT_CONTACTS = Rule(
    key="veeduria.contacto",
    form="Invitación a una veeduría",
    data="El correo de contacto de la organización.",
    purpose="Enviar el enlace con el que verifica compromisos.",
    days=30,
    since="el día en que termina su acceso",
    afterwards="Se deja vacío. Quedan el nombre de la organización y lo que verificó.",
    erase=forget_mails,
)
