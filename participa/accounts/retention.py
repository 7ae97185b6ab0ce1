"""How long the traces of the sign-in stay."""

from datetime import datetime

from participa.accounts.services import cleaning
from participa.shared.retention import Rule


def _purge(_before: datetime, _most: int) -> int:
    """All at once: each kind of trace has its own short life (`flask accounts purge` does the same)."""
    return sum(cleaning.purge().values())


SIGN_IN_TRACES = Rule(
    key="equipo.ingresos",
    form="Ingreso del equipo",
    data="Intentos fallidos, sesiones cerradas y códigos de un solo uso.",
    purpose="Frenar a quien adivina claves.",
    days=1,
    since="cada intento",
    afterwards="Se borra la fila.",
    erase=_purge,
)
