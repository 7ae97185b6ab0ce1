"""What the page of a question lays beside it: like questions, what may be personal data, and what fits. Only hints."""

from collections.abc import Mapping
from typing import Any

from participa.accounts.models import Role, User
from participa.questions import rules
from participa.questions.models import Question, Status
from participa.questions.queries import checking
from participa.questions.queries.similar import similar
from participa.questions.queries.suggestions import NOTHING, suggest


def of(question: Question, user: User, forms: Mapping[str, object]) -> dict[str, Any]:
    """For the template: who decides nothing now is told nothing, and offices see only what everybody may read."""
    parts = checking.parts_of(question) if forms.get("publish_question") else []
    return {
        "suggestion": suggest(question) if forms.get("classify") else NOTHING,
        "alike": _alike(question, user),
        "parts": parts if any(label for _, label in parts) else [],
    }


def _alike(question: Question, user: User) -> list[Any]:
    """To moderation, all of them; to the office that answers, those that everybody may read."""
    if rules.may_move(user, question, Status.GROUPED):
        return similar(question)
    if user.role is Role.LIAISON and rules.may_answer(user, question):
        return similar(question, only_public=True)
    return []
