"""The eight things that the entity owes under «Participa, rendición de cuentas», each with an address that lasts.

The municipal web links these addresses; a room may move, they stay. Resolución MinTIC 1519 de 2020, annex 2.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Destination:
    """`word` ends the short address; `endpoint` is the page that has it; `icon` is one of the component."""

    letter: str
    word: str
    title: str
    says: str
    endpoint: str
    icon: str


DESTINATIONS = (
    Destination("A", "temas", "Proponga un tema", "Diga de qué quiere que se hable.", "topics.index", "people"),
    Destination(
        *("B", "comunicaciones", "Cómo le contamos", "Qué publicamos, cuándo y cómo recibir avisos."),
        *("portal.communications", "info"),
    ),
    Destination(
        *("C", "calendario", "Calendario de espacios", "Cuándo y dónde puede hablar con la entidad."),
        *("events.by_month", "calendar"),
    ),
    Destination(
        "D", "informes", "Informes", "Qué se hizo en el año, para leer y descargar.", "reports.index", "document"
    ),
    Destination(
        *("E", "dialogo", "Canal de diálogo", "Entre, pregunte, inscríbase u opine. Lo que está abierto hoy."),
        *("portal.dialogue", "now"),
    ),
    Destination(
        *("F", "preguntas", "Preguntas y respuestas", "Lo que preguntó la gente y lo que se respondió."),
        *("questions.index", "question"),
    ),
    Destination(
        *("G", "memorias", "Memorias de cada espacio", "Actas, grabaciones y fotos de lo que ya pasó."),
        *("events.memorias", "copy"),
    ),
    Destination(
        *("H", "mejora", "Qué mejoramos", "Lo que no salió bien y cómo se corrige."),
        *("improvement.index", "tick"),
    ),
)
BY_WORD = {destination.word: destination for destination in DESTINATIONS}
OWN = ("portal.communications", "portal.dialogue")
ELSEWHERE = tuple(destination.word for destination in DESTINATIONS if destination.endpoint not in OWN)
