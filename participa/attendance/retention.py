"""How long stays what was written by hand about an arrival."""

from participa.attendance.services.forgetting import forget_reasons
from participa.shared.retention import Rule

REASONS = Rule(
    key="asistencia.motivos",
    form="Inscripción y llegada a un espacio",
    data="El motivo con que se deshizo una llegada.",
    purpose="Saber qué se corrigió en la puerta.",
    days=365,
    since="el día del espacio",
    afterwards="Se deja vacío. La cuenta de llegadas queda.",
    erase=forget_reasons,
)
