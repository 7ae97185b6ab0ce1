"""Hearings under way with questions on their cards, in the database of the running installation; told as JSON."""

import json
import sys
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from participa import create_app
from participa.accounts.models import Role
from participa.events.models import EventState
from participa.extensions import db
from participa.hearings.models import HearingState, Stage, StagedQuestion
from participa.hearings.publisher import KEPT_AFTER_CLOSING
from participa.hearings.queries.rooms import by_code
from participa.hearings.services import rehearsing
from participa.questions.models import LinkKind, Question, QuestionLink, Status, Visibility, WithholdReason
from participa.questions.models.redaction import Part
from participa.questions.services import restricting
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
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


def hide(number: str, words: str) -> None:
    """Redact these words of a question of a hearing; without words, withhold it."""
    actor = make.user(Role.MODERATOR, email=f"reserva-{number}@entidad.example")
    with unit_of_work():
        question = db.session.get_one(StagedQuestion, int(number)).question
        if words:
            part = Part(question.body.index(words), len(words), WithholdReason.R1)
            restricting.redact(question, actor, [part], "Ubica a una persona.")
        else:
            restricting.withhold_now(question, actor, WithholdReason.R1, "Ubica a una persona.")


def change(code: str, values: str) -> None:
    """Give a hearing these values, told as JSON."""
    with unit_of_work():
        hearing = by_code(code)
        for name, value in json.loads(values).items():
            setattr(hearing, name, HearingState(value) if name == "state" else value)


def put_away(code: str) -> None:
    """Let a hearing have ended so long ago that its published files are taken away."""
    with unit_of_work():
        hearing, at = by_code(code), now() - KEPT_AFTER_CLOSING - timedelta(days=1)
        hearing.state, hearing.closed_at, hearing.salt = HearingState.CLOSED, at, None
        hearing.takes_questions = hearing.takes_supports = False


def rehearse(code: str, rehearsal: str) -> None:
    """A rehearsal of a hearing, with a room code of its own."""
    hearing = make.hearing(event=by_code(code).event, is_rehearsal=True, room_code=rehearsal)
    make.staged(hearing, rehearsal_text=ASKED[0])


def erase(rehearsal: str) -> None:
    actor = make.user(Role.MODERATOR, email="ensayo@entidad.example")
    with unit_of_work():
        rehearsing.erase(by_code(rehearsal), actor)


def admit(code: str, radicado: str) -> dict[str, int]:
    """Publish what a phone asked; the number of its card."""
    question = db.session.scalars(select(Question).where(Question.radicado == radicado)).one()
    staged = make.staged(by_code(code), question=question)
    with unit_of_work():
        question.visibility = Visibility.PUBLIC
    return {"card": staged.id}


def restage(number: str, stage: str) -> None:
    with unit_of_work():
        db.session.get_one(StagedQuestion, int(number)).stage = Stage(stage)


def group(number: str, leader: str) -> None:
    """Join a question of a hearing to another one of it."""
    author = make.user(email=f"grupo-{number}@entidad.example")
    with unit_of_work():
        member, first = (db.session.get_one(StagedQuestion, int(one)).question for one in (number, leader))
        member.status, member.visibility = Status.GROUPED, Visibility.GROUPED
        values = {"kind": LinkKind.GROUPED, "at": now(), "author_id": author.id}
        db.session.add(QuestionLink(question_id=member.id, leader_id=first.id, **values))


ACTS: dict[str, Callable[..., object]] = {
    act.__name__: act for act in (hide, change, put_away, rehearse, erase, admit, restage, group)
}


def do(name: str, *words: str) -> object:
    with create_app().app_context():
        told = ACTS[name](*words)
        db.session.remove()
    return told


def told_to(first: str, *others: str) -> object:
    if first in ACTS:
        return do(first, *others)
    return one_more(first, *others) if others else furnish(int(first))


if __name__ == "__main__":
    json.dump(told_to(*sys.argv[1:]), sys.stdout)
