"""How long stays who spoke at the microphone of a hearing."""

from participa.hearings.services.forgetting import forget_speakers
from participa.shared.retention import Rule

SPEAKERS = Rule(
    key="audiencia.microfono",
    form="Micrófono de una audiencia",
    data="Nombre de quien pide la palabra.",
    purpose="Llamarle cuando llegue su turno. No sale en el acta.",
    days=30,
    since="el día del espacio",
    afterwards="Se deja vacío. El turno y la pregunta quedan.",
    erase=forget_speakers,
)
