"""Questions that share an answer: those of a group wait for it, a repeated one already has it (CPACA arts. 19, 22).

The link can be undone. Each question keeps its own filing number, its own term and its own notices.
"""

from sqlalchemy import update

from participa.accounts.models import User
from participa.extensions import db
from participa.questions import doors, rules
from participa.questions.models import AnswerVersion, LinkKind, Question, QuestionLink, Status, Visibility
from participa.questions.moves import Axis, Correction
from participa.questions.queries import links as queries
from participa.questions.services import steps
from participa.shared.clock import now
from participa.shared.errors import Forbidden, Invalid

KINDS = {Status.GROUPED: LinkKind.GROUPED, Status.REFERRED: LinkKind.REFERRED}
HAS_MEMBERS = "Otras preguntas esperan la respuesta de esta. Sáquelas primero del grupo."
ONCE = "Esta pregunta ya no se puede sacar del grupo desde aquí."


def join(question: Question, leader: Question, actor: User) -> None:
    """Link a question, already grouped or referred, to the one whose answer also counts for it."""
    kind = KINDS[question.status]
    link = QuestionLink(question_id=question.id, leader_id=leader.id, kind=kind, at=now(), author_id=actor.id)
    db.session.add(link)
    doors.tell_link(question.id)


def check_alone(question: Question) -> None:
    """Raise Invalid while other questions wait for the answer of this one."""
    if queries.has_members(question.id):
        raise Invalid(HAS_MEMBERS)


def leave(question: Question, actor: User, note: str) -> None:
    """End the link of a question that the team takes out of its group; its text stays public."""
    end_link(question, actor)
    if question.visibility is Visibility.GROUPED:
        steps.show(question, Visibility.PUBLIC, actor, note)


def object_to_group(question: Question, words: str) -> None:
    """Take a question out of its group because who asked says so, once; a second click changes nothing.

    Raises Forbidden, or Invalid without words.
    """
    if _has_left(question, words):
        return
    if not rules.may_object(question, queries.has_objected(question.id)):
        raise Forbidden(ONCE)
    if not words.strip():
        raise Invalid("Díganos por qué su pregunta es distinta.")
    end_link(question, None)
    steps.by_author(question, Axis.STATUS, Status.CLASSIFIED, words)
    if question.visibility is Visibility.GROUPED:
        steps.by_author(question, Axis.VISIBILITY, Visibility.PUBLIC)


def _has_left(question: Question, words: str) -> bool:
    """Whether the last step of the question is that who asked took it out of its group with these very words."""
    last = rules.last_move(question, Axis.STATUS)
    if last is None or last.author_id is not None or last.from_value != Status.GROUPED:
        return False
    return last.to_value == Status.CLASSIFIED and last.note == words.strip()


def end_link(question: Question, actor: User | None) -> None:
    """End the standing link of a question; without an actor it was who asked."""
    standing = update(QuestionLink).where(QuestionLink.question_id == question.id, QuestionLink.ended_at.is_(None))
    ended_by = actor.id if actor else None
    db.session.execute(standing.values(ended_at=now(), ended_by_id=ended_by, by_author=actor is None))
    doors.tell_link(question.id)


def share_answer(leader: Question, version: AnswerVersion, actor: User) -> None:
    """Answer with it each question that waits in the group, and tell each person (CPACA art. 22)."""
    for member in queries.members_to_change(leader.id, Status.GROUPED):
        steps.follow(member, Axis.STATUS, Status.PUBLISHED, actor, version.body)
        member.answered_at = member.published_at = version.published_at


def share_correction(leader: Question, version: AnswerVersion, actor: User) -> None:
    """Tell each person of the group that the shared answer was corrected."""
    for member in queries.members_to_change(leader.id, Status.PUBLISHED):
        steps.follow(member, Axis.CORRECTION, Correction.PUBLISHED, actor, version.body)
