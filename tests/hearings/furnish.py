"""A hearing under way with questions on its cards, in the database of the running installation; its numbers as JSON."""

import json
import sys

from participa import create_app
from participa.events.models import EventState
from participa.extensions import db
from participa.hearings.models import Hearing, Stage
from tests import factories as make

ASKED = (
    "¿Cuándo termina la vía de la vereda La Esperanza y cuánto ha costado?",
    "¿Por qué el puesto de salud del corregimiento no tiene médico los fines de semana?",
    "¿Qué se hizo con la plata del parque que quedó a medio hacer?",
    "¿En qué fecha vuelve el transporte escolar a las veredas de la parte alta?",
    "¿Cuántas familias siguen sin agua potable y qué plan hay para ellas?",
    "¿Quién vigila la ruta de la basura, que ya no pasa los martes?",
)


def furnish() -> dict[str, object]:
    with create_app().app_context():
        event = make.event(state=EventState.UNDER_WAY, title="Audiencia pública de rendición de cuentas")
        hearing = make.hearing(event=event)
        office = make.department(name="Secretaría de Obras Públicas")
        staged = []
        for place, text in enumerate(ASKED):
            figures = {"supports": 12 * place, "readers": 20 * place, "department_id": office.id if place % 2 else None}
            question = make.public_question(event, body=text)
            staged.append(
                make.staged(hearing, question=question, territory="La Esperanza" if place == 1 else "", **figures)
            )
        staged[0].stage = Stage.ON_SCREEN
        staged[1].stage = Stage.NEXT
        staged[2].is_silent = True
        db.session.commit()
        found = {"code": hearing.room_code, "cards": [one.id for one in staged], "office": office.id}
        db.session.remove()
    return found


def one_more(text: str) -> dict[str, object]:
    """Another public question for the hearing, as when the team publishes it."""
    with create_app().app_context():
        hearing = db.session.query(Hearing).one()
        staged = make.staged(hearing, question=make.public_question(hearing.event, body=text))
        found = {"card": staged.id}
        db.session.remove()
    return found


if __name__ == "__main__":
    json.dump(one_more(sys.argv[1]) if len(sys.argv) > 1 else furnish(), sys.stdout)
