"""What the page of a question shows the moderators of the queue."""

from participa.accounts.models import Role, User
from participa.questions.doors import Panel
from participa.questions.models import Question
from participa.triage import rules


def for_team(question: Question, person: User) -> list[Panel]:
    """The way to the queue, at this question, while it still waits for a decision."""
    waits = rules.lacks_office(question) or rules.lacks_publication(question)
    if person.role is not Role.MODERATOR or not waits:
        return []
    return [Panel("triage/_door.html", {"radicado": question.radicado})]
