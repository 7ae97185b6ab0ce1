"""What happens to some questions besides an answer: more days, words aloud, appeals; and the words of here."""

from collections.abc import Callable
from dataclasses import dataclass

from participa.deadlines import services as deadlines
from participa.portal.demo.people import Staff
from participa.questions import services
from participa.questions.models import PlaceKind, Question
from participa.restrictions import queries as appeals
from participa.restrictions import services as restrictions
from participa.restrictions.models import Outcome

PLACES = {
    PlaceKind.VEREDA: ("La Esperanza", "El Prado", "San Isidro Alto", "Agua Clara"),
    PlaceKind.BARRIO: ("El Mirador", "Los Almendros", "La Estación", "Centro"),
    PlaceKind.SCHOOL: ("Colegio de la Plaza", "Escuela La Esperanza"),
    PlaceKind.WORK: ("Puente de la Estación", "Cancha sintética"),
}
SYNONYMS = (
    "hueco, bache, cráter",
    "vía, carretera, camino, trocha",
    "cita, turno, ficha",
    "luz, alumbrado, lámpara, bombillo",
    "plata, recursos, presupuesto",
)
TEMPLATE = (
    "Obra con fecha",
    "La obra está contratada. Empieza el [día] y termina el [día]. Si la fecha cambia, lo diremos en esta página.",
)


@dataclass(frozen=True)
class Beside:
    """One more act with the question of this key, so many days after its reception."""

    key: str
    days: int
    act: Callable[[Question, Staff], object]


def _extend(question: Question, staff: Staff) -> None:
    services.extend(question, staff.approver, 10, "Falta el concepto de la entidad que guarda los planos del predio.")


def _answer_aloud(question: Question, staff: Staff) -> None:
    deadlines.mark_live(question, staff.moderator, 2535, "https://demostracion.example/grabacion")


def _appeal(question: Question, staff: Staff) -> None:
    restrictions.appeal(question, "Pregunté por la atención de la ventanilla. Se puede publicar sin nombrar a nadie.")


def _appeal_again(question: Question, staff: Staff) -> None:
    restrictions.appeal(question, "El local está a la vista de todos. No veo por qué se tacha.")


def _appeal_of_critic(question: Question, staff: Staff) -> None:
    restrictions.appeal(question, "Es una crítica dura. No hay ningún insulto que discrimine.", by_author=True)


def _decide(outcome: Outcome, reasons: str) -> Callable[[Question, Staff], object]:
    """The approver, who did not hide the text, decides the appeal that waits."""

    def act(question: Question, staff: Staff) -> None:
        waiting = next(one for one in appeals.appeals_of(question.id) if one.decided_at is None)
        restrictions.decide(waiting, staff.approver, outcome, reasons, reviewed=True)

    return act


KEEP = "El texto habla de la salud de una persona que se reconoce sin decir su nombre. La respuesta es pública."
SHOW = "Criticar al alcalde, aunque sea con palabras duras, no discrimina a nadie. La pregunta se publica completa."
BESIDES = (
    Beside("planos", 4, _extend),
    Beside("pediatra", 1, _answer_aloud),
    Beside("ventanilla", 20, _appeal),
    Beside("ventanilla", 24, _decide(Outcome.KEPT, KEEP)),
    Beside("anden", 5, _appeal_again),
    Beside("promesa", 3, _appeal_of_critic),
    Beside("promesa", 6, _decide(Outcome.UPHELD, SHOW)),
)


def know_the_town(staff: Staff) -> None:
    """The places and the synonyms with which like questions are found, and a template for the answers."""
    for kind, names in PLACES.items():
        services.add_places(staff.moderator, kind, names)
    services.add_synonyms(staff.moderator, SYNONYMS)
    services.add_template(staff.approver, *TEMPLATE, is_for_all=True)
