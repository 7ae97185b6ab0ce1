"""Making a question clear: who asked adds words, and the question goes on (CPACA art. 19)."""

from participa.extensions import db
from participa.questions.models import Clarification, Question, Status
from participa.questions.moves import Axis
from participa.questions.queries import following
from participa.questions.services import steps
from participa.shared.clock import now
from participa.shared.errors import Forbidden, Invalid


def clarify(question: Question, words: str) -> None:
    """Add what who asked writes; a second click adds nothing. Raises Forbidden when nothing was asked, or Invalid."""
    if question.status is not Status.CLARIFYING:
        if any(earlier.body == words.strip() for earlier in following.clarifications(question.id)):
            return
        raise Forbidden("Esta pregunta no espera una aclaración.")
    if not words.strip():
        raise Invalid("Escriba su aclaración.")
    db.session.add(Clarification(question_id=question.id, body=words.strip(), at=now()))
    steps.by_author(question, Axis.STATUS, Status.RECEIVED, words)
