"""The queue of new questions."""

from typing import Any

from sqlalchemy import select

from participa.accounts.models import Role
from participa.questions.models import Kind, Question
from participa.shared.clock import now
from participa.triage.models import Did, TriageStep
from tests.access.bodies.questions import NOTE, of_question
from tests.access.bodies.request import Call, Make, fixed
from tests.world.house import House

UNDO_KEY = "acto-de-prueba-0001"


def queueing(form: dict[str, Any] | None = None, prefix: str = "") -> Make:
    """A form of the queue about a question that waits."""
    return of_question("waiting", form=form, prefix=prefix)


def assigning(house: House, state: str, actor: str) -> Call:
    office = {"kind": "pregunta", "topic": house.world.topic, "department": house.world.department["own"], "note": NOTE}
    return queueing(office, "asignar-")(house, state, actor)


def joining(house: House, state: str, actor: str) -> Call:
    return queueing({"radicado": house.world.question["leader"], "note": NOTE}, "agrupar-")(house, state, actor)


def joining_several(house: House, _state: str, _actor: str) -> Call:
    asked = house.world.question
    return Call(form={"marcadas": [asked["waiting"]], "leader": asked["leader"], "why": NOTE})


def have_acted(house: House, actor: str) -> None:
    """This person has just done something in the queue."""
    number = house.world.question_id["waiting"]
    seen = house.connection.execute(select(Question.revision).where(Question.id == number)).scalar_one()
    was = {"last_move_id": 10**9, "kind": Kind.QUESTION, "mail_keys": [], "revision": seen}
    values = {"act_key": UNDO_KEY, "question_id": number, "actor_id": house.world.user[actor], "did": Did.CLASSIFIED}
    house.connection.execute(TriageStep.__table__.insert().values({**values, **was, "at": now()}))


def undoing(_house: House, _state: str, actor: str) -> Call:
    prepare = have_acted if actor == Role.MODERATOR else None
    return Call(form={"acto": UNDO_KEY}, prepare=prepare)


def looking_at(house: House, state: str, _actor: str) -> Call:
    return Call({"pregunta": house.world.question[state]} if state else {})


CALLS: dict[str, Make] = {
    "triage.queue": looking_at,
    "triage.go_on": fixed({"hacia": "siguiente"}),
    "triage.take": queueing(),
    "triage.publish": queueing(prefix="publicar-"),
    "triage.assign": assigning,
    "triage.withhold": queueing({"reason": "R1", "note": NOTE}, "reservar-"),
    "triage.group": joining,
    "triage.group_together": joining_several,
    "triage.undo": undoing,
    "triage.keys": fixed({"are_on": "y"}),
}
