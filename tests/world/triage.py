"""What the moderation of the seeded world knows, has before it, and set aside."""

from typing import Any

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions.models import (
    AnswerMedium,
    Clarification,
    HandNotice,
    KnownPlace,
    LinkKind,
    PlaceKind,
    Question,
    QuestionLink,
    QuestionMove,
    Status,
    SynonymGroup,
    TermCause,
    TermChange,
    TermKind,
    Visibility,
)
from participa.questions.moves import Axis
from participa.questions.services.remembering import remember_words
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests.factories.keep import keep
from tests.factories.questions import question, receipt
from tests.world.asking import ask, step
from tests.world.model import World


def known_words(world: World) -> None:
    """A place and a row of synonyms of the moderation."""
    kept = KnownPlace(kind=PlaceKind.VEREDA, name=world.words("La Esperanza"), key="vereda la esperansa")
    world.known_place = keep(kept).id
    world.synonyms = keep(SynonymGroup(words=world.words("hueco") + ", bache")).id


def to_sort(world: World, decided: dict[str, Any]) -> None:
    """A question of the queue that has a like one, an office and topic that fit, and what may be personal data.

    The words of all are read and counted.
    """
    body = world.words("¿Cuándo arreglan el polideportivo y la cancha del coliseo?")
    for _ in range(6):
        step(world, question(body=body, status=Status.ASSIGNED, **decided), Axis.STATUS, Status.ASSIGNED)
    received = receipt(body=world.words("¿El polideportivo y la cancha tendrán techo? Mi celular es 3104567890."))
    world.question["careful"], world.question_id["careful"] = received.radicado, received.question_id
    remember_words()


def set_aside(world: World) -> None:
    """A question that waits to be made clear and one of a group, with their codes, and news to give by letter."""
    leader = ask(world, "leader", visibility=Visibility.PUBLIC)
    unclear, grouped = (receipt(body=world.words(f"¿Y la vía? ({name})")) for name in ("aclarar", "grupo"))
    world.unclear_code, world.grouped_code = unclear.code, grouped.code
    world.question["grouped"], world.question_id["grouped"] = grouped.radicado, grouped.question_id
    moves = {"axis": Axis.STATUS, "from_value": "received", "at": now(), "author_id": world.user[Role.MODERATOR]}
    with unit_of_work():
        db.session.get_one(Question, unclear.question_id).status = Status.CLARIFYING
        member = db.session.get_one(Question, grouped.question_id)
        member.status, member.visibility = Status.GROUPED, Visibility.GROUPED
    link = {"question_id": member.id, "leader_id": leader.id, "kind": LinkKind.GROUPED}
    keep(QuestionLink(**link, at=now(), author_id=world.user[Role.MODERATOR]))
    move = keep(QuestionMove(question_id=member.id, to_value="grouped", note=world.words("Piden lo mismo."), **moves))
    world.hand_notice = move.id
    keep(HandNotice(move_id=move.id, question_id=member.id, medium=AnswerMedium.POST))
    change = {"cause": TermCause.EXTENSION, "kind": TermKind.GENERAL_15, "term_days": 20, "author_id": move.author_id}
    dates = {"from_due_on": member.due_on, "due_on": member.due_on, "calendar_version": "co-holidays", "at": now()}
    keep(TermChange(question_id=leader.id, reason="Falta un informe.", **change, **dates))
    keep(Clarification(question_id=leader.id, body=world.words("La del puente."), at=now()))
