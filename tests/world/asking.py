"""How a question of the seeded world comes to be, to move and to be answered."""

from datetime import datetime
from typing import Any

from participa.accounts.models import Department, Role
from participa.events.models import Event
from participa.extensions import db
from participa.questions.models import (
    Question,
    QuestionMove,
)
from participa.questions.moves import Axis
from participa.shared.clock import now
from tests.factories.keep import keep
from tests.factories.questions import answer, question
from tests.world.model import World


def row_of(world: World, name: str) -> Question:
    return db.session.get_one(Question, world.question_id[name])


def person(world: World) -> dict[str, Any]:
    words = world.words
    return {
        "first_names": words("Persona"),
        "last_names": words("Que Pregunta"),
        "email": "persona@ejemplo.example",
        "address": words("Calle 1"),
        "organization": words("Junta de acción comunal"),
        "neighbourhood": words("El Prado"),
    }


def ask(
    world: World, name: str, event: Event | None = None, moved_at: datetime | None = None, **values: Any
) -> Question:
    """A question in a state, which the moderation gave it, by default now."""
    row = question(event, body=world.words(f"¿Cuándo arreglan la vía? ({name})"), **values)
    world.question[name], world.question_id[name] = row.radicado, row.id
    step(world, row, Axis.STATUS, row.status, at=moved_at)
    return row


def step(
    world: World, of: Question, axis: Axis, to: str, by: Role = Role.MODERATOR, at: datetime | None = None
) -> None:
    """A line of the history; `by` took the step."""
    values = {"axis": axis, "from_value": "", "to_value": to, "at": at or now(), "author_id": world.user[by]}
    keep(QuestionMove(question_id=of.id, note=world.words("Se revisó con la oficina."), **values))


def written(world: World, of: Question, office: Department, is_approved: bool, is_public: bool = False) -> None:
    """A version of the answer that the liaison wrote."""
    values: dict[str, Any] = {"author_id": world.user[Role.LIAISON], "department_id": office.id}
    if not is_approved:
        values |= {"approved_by_id": None, "approved_at": None}
    answer(of, world.words("La obra empieza en marzo y termina en junio."), is_public, **values)
