"""Puts a space whose registration asks every kind of question into a data folder; prints its address.

`python -m tests.questionnaires.furnish`, with the settings of a house in the environment.
"""

from participa import create_app
from participa.questionnaires.engine.definition import Condition, Item, ItemType, Look, Operator, Option
from tests import factories as make

TOPICS = ("Vía rural", "Agua", "Salud", "Empleo", "Escuelas", "Seguridad")
ROADS = tuple(Option(f"t{place}", label) for place, label in enumerate(TOPICS))
MANY = tuple(Option(f"n{number}", f"Vereda número {number}") for number in range(9))
LOOKS_BACK = Condition((Look("una", Operator.IS, "t0"),))
ITEMS = (
    Item("nota", ItemType.NOTE, "Antes de seguir", help="Son pocas preguntas."),
    Item("una", ItemType.SINGLE, "¿Qué tema sigue?", options=ROADS, may_decline=True),
    Item("varias", ItemType.MULTIPLE, "¿Cómo se enteró?", options=ROADS, maximum=2, may_decline=True),
    Item("orden", ItemType.RANKING, "¿Qué le importa más?", options=ROADS, shuffles=True, may_decline=True),
    Item("tres", ItemType.RANKING, "¿Qué veredas visitamos?", options=MANY),
    Item("puntos", ItemType.POINTS, "Reparta el presupuesto", options=ROADS[:3]),
    Item("escala", ItemType.SCALE, "Satisfacción", may_decline=True),
    Item("caras", ItemType.FACES, "¿Cómo le fue?", may_decline=True),
    Item("cuadro", ItemType.MATRIX, "Califique", options=ROADS[:3], rows=(Option("x", "Sonido"), Option("y", "Luz"))),
    Item("cuantos", ItemType.NUMBER, "¿Cuántas personas?", minimum=1, maximum=30),
    Item("dia", ItemType.DATE, "¿Qué día?"),
    Item("corto", ItemType.SHORT_TEXT, "¿De qué barrio?", condition=LOOKS_BACK),
    Item("largo", ItemType.LONG_TEXT, "¿Qué faltó?", may_decline=True),
    Item("lugar", ItemType.PLACE, "¿Dónde vive?"),
    Item("permiso", ItemType.CONSENT, "Autorizo a publicar mis sugerencias sin mi nombre."),
)


def main() -> None:
    with create_app().app_context():
        event = make.event()
        make.extra_questions(event, *ITEMS)
        print(event.slug)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main()
