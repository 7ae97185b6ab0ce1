"""How long guests and the lists of them stay."""

from participa.invitations.services import forgetting
from participa.shared.retention import Rule

RULES = (
    Rule(
        key="invitados",
        form="Lista de invitados",
        data="Nombre, organización, correo, teléfono y dirección.",
        purpose="Invitarle a los espacios, si lo autorizó.",
        days=730,
        since="la última invitación",
        afterwards="Se deja vacío. La cuenta de invitaciones queda.",
        erase=forgetting.forget_guests,
    ),
    Rule(
        key="invitados.listas",
        form="Lista de invitados",
        data="Listas subidas que no se llegaron a guardar.",
        purpose="Revisarlas antes de guardarlas.",
        days=1,
        since="el día en que se subió",
        afterwards="Se borra la lista.",
        erase=forgetting.forget_lists,
    ),
)
