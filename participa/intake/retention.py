"""How long the photo of a slip is kept."""

from participa.intake.services import forget_scans
from participa.shared.retention import Rule

SCANS = Rule(
    key="ventanilla.copias",
    form="Preguntas en papel",
    data="Foto o copia de la hoja.",
    purpose="Comparar la hoja con lo que se escribió.",
    days=365,
    since="el día de la respuesta",
    afterwards="Se borra. La pregunta y su respuesta quedan.",
    erase=forget_scans,
)
