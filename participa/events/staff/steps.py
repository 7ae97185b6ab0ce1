"""The steps of a space as the team reads them."""

from dataclasses import dataclass

from participa.accounts.models import User
from participa.events import doors, queries, rules
from participa.events.models import Event, EventState
from participa.shared.clock import now
from participa.shared.templating import long_day


@dataclass(frozen=True)
class Step:
    """A move as the team reads it: the button, the question of the confirmation and what follows from it."""

    to: EventState
    label: str
    question: str
    consequence: str
    done: str
    is_danger: bool = False


STEPS = {
    "convocar": Step(
        EventState.CONVENED,
        "Convocar",
        "¿Convocar este espacio?",
        "Su página será pública. Desde ese momento la ciudadanía puede preguntar.",
        "El espacio quedó convocado. Su página ya es pública.",
    ),
    "iniciar": Step(
        EventState.UNDER_WAY,
        "Iniciar",
        "¿Iniciar el espacio?",
        "La página dirá que está en curso. Las preguntas se siguen recibiendo.",
        "El espacio está en curso.",
    ),
    "terminar": Step(
        EventState.HELD,
        "Marcar como realizado",
        "¿El espacio ya terminó?",
        "La página dirá que se realizó. Lo que dice la página ya no se podrá cambiar.",
        "El espacio quedó como realizado.",
    ),
    "responder": Step(
        EventState.ANSWERING,
        "Pasar a respuestas",
        "¿Pasar el espacio a respuestas?",
        "Toda pregunta se responde por escrito y se publica. El plazo es de quince días hábiles.",
        "El espacio está en respuesta.",
    ),
    "cerrar": Step(
        EventState.CLOSED,
        "Cerrar",
        "¿Cerrar el espacio?",
        "Todas sus preguntas tienen respuesta publicada. Un espacio cerrado no se vuelve a abrir.",
        "El espacio quedó cerrado.",
    ),
    "reprogramar": Step(
        EventState.RESCHEDULED,
        "Reprogramar",
        "¿Reprogramar el espacio?",
        "La página dirá que la fecha cambia y por qué. Avisaremos a las personas inscritas.",
        "El espacio quedó reprogramado. Su página dice el motivo.",
        is_danger=True,
    ),
    "cancelar": Step(
        EventState.CANCELLED,
        "Cancelar el espacio",
        "¿Cancelar el espacio?",
        "Su página dirá por qué se canceló. Avisaremos a las personas inscritas. No se vuelve a abrir.",
        "El espacio quedó cancelado. Su página dice el motivo.",
        is_danger=True,
    ),
}


@dataclass(frozen=True)
class Offer:
    """A step that a person may take now, and what it still lacks, in whole sentences."""

    name: str
    step: Step
    lacks: tuple[str, ...] = ()

    @property
    def is_ready(self) -> bool:
        return not self.lacks


def offers(person: User, event: Event) -> list[Offer]:
    possible = [
        (name, step)
        for name, step in STEPS.items()
        if rules.moves_to(event, step.to) and rules.may_move(person, step.to)
    ]
    return [Offer(name, step, tuple(_lacks(event, step))) for name, step in possible]


def _lacks(event: Event, step: Step) -> list[str]:
    if step.to is EventState.CONVENED and not rules.can_be_convened(event, now()):
        return ["Complete lo que falta. Después podrá convocar."]
    if step.to is EventState.UNDER_WAY and not rules.is_its_day(event, now()):
        return [f"El {long_day(event.starts_at)} podrá iniciar el espacio."]
    if step.to is EventState.HELD and rules.needs_report(event) and not queries.has_report(event):
        return ["En una audiencia se presenta el informe. Agréguelo en «Documentos»."]
    return doors.lacks_to_close(event) if step.to is EventState.CLOSED else []
