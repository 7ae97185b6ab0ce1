"""Nothing that may be personal data becomes public before a person says that it was looked at (Ley 1581 de 2012)."""

from participa.accounts.models import User
from participa.questions.models import Question
from participa.questions.queries import checking as queries
from participa.shared import audit
from participa.shared.errors import Invalid
from participa.shared.personal_data import counts, described, findings


class Unreviewed(Invalid):
    """The text may hold personal data and nobody has said that it was looked at."""


def check_question(question: Question, actor: User, reviewed: bool) -> None:
    """Raise Unreviewed when the text may hold personal data; when it was looked at, leave it in the history."""
    check_text(question, actor, queries.readable(question), "question", reviewed)


def check_answer(question: Question, actor: User, body: str, reviewed: bool) -> None:
    """The same for an answer that is about to be public."""
    check_text(question, actor, body, "answer", reviewed)


def check_text(question: Question, actor: User, text: str, part: str, reviewed: bool) -> None:
    """`part` is what of the question it is, for the history, which keeps kinds and amounts and never the text."""
    found = findings(text)
    if not found:
        return
    if not reviewed:
        raise Unreviewed(f"El texto tiene {described(found)}. Revíselo y marque «Lo revisé: puede publicarse».")
    audit.record("question.personal_data_reviewed", question, actor, part=part, found=counts(found))
