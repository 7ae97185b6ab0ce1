"""Hearings under way with questions on their cards, in the database of the running installation; told as JSON."""

import json
import sys

from participa import create_app
from participa.accounts.models import Role
from participa.events.models import EventState
from participa.extensions import db
from participa.hearings.models import Stage, StagedQuestion
from participa.hearings.queries.rooms import by_code
from participa.questions.models import WithholdReason
from participa.questions.models.redaction import Part
from participa.questions.services import restricting
from tests import factories as make

ASKED = (
    "¿Cuándo termina la vía de la vereda La Esperanza y cuánto ha costado?",
    "¿Por qué el puesto de salud del corregimiento no tiene médico los fines de semana?",
    "¿Qué se hizo con la plata del parque que quedó a medio hacer?",
    "¿En qué fecha vuelve el transporte escolar a las veredas de la parte alta?",
    "¿Cuántas familias siguen sin agua potable y qué plan hay para ellas?",
    "¿Quién vigila la ruta de la basura, que ya no pasa los martes?",
)


def furnish(count: int) -> list[dict[str, object]]:
    with create_app().app_context():
        office = make.department(name="Secretaría de Obras Públicas")
        found = [a_hearing(f"SALA{number}", office.id) for number in range(1, count + 1)]
        db.session.remove()
    return found


def a_hearing(code: str, office: int) -> dict[str, object]:
    event = make.event(state=EventState.UNDER_WAY, title="Audiencia pública de rendición de cuentas")
    hearing = make.hearing(event=event, room_code=code)
    staged = []
    for place, text in enumerate(ASKED):
        figures = {"supports": 12 * place, "readers": 20 * place, "department_id": office if place % 2 else None}
        question = make.public_question(event, body=text)
        territory = "La Esperanza" if place == 1 else ""
        staged.append(make.staged(hearing, question=question, territory=territory, **figures))
    staged[0].stage = Stage.ON_SCREEN
    staged[1].stage = Stage.NEXT
    staged[2].is_silent = True
    db.session.commit()
    return {"code": code, "event": event.id, "cards": [one.id for one in staged]}


def one_more(code: str, text: str) -> dict[str, object]:
    """Another public question for a hearing, as when the team publishes it."""
    with create_app().app_context():
        hearing = by_code(code)
        found = {"card": make.staged(hearing, question=make.public_question(hearing.event, body=text)).id}
        db.session.remove()
    return found


def hide(number: int, words: str) -> None:
    """Redact these words of a question of a hearing; without words, withhold it."""
    with create_app().app_context():
        actor = make.user(Role.MODERATOR, email=f"reserva-{number}@entidad.example")
        question = db.session.get_one(StagedQuestion, number).question
        if words:
            part = Part(question.body.index(words), len(words), WithholdReason.R1)
            restricting.redact(question, actor, [part], "Ubica a una persona.")
        else:
            restricting.withhold_now(question, actor, WithholdReason.R1, "Ubica a una persona.")
        db.session.commit()
        db.session.remove()


if __name__ == "__main__":
    if sys.argv[1] == "hide":
        json.dump(hide(int(sys.argv[2]), sys.argv[3]), sys.stdout)
    else:
        json.dump(one_more(*sys.argv[1:]) if len(sys.argv) > 2 else furnish(int(sys.argv[1])), sys.stdout)
