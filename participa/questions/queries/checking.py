"""What may be personal data in the part of a question that everybody would read."""

from participa.questions.models import Question, redaction
from participa.questions.queries import restrictions
from participa.shared.personal_data import Finding, findings, parts


def readable(question: Question) -> str:
    """The text as it would be public: what is hidden of it stays hidden."""
    return redaction.public_text(question.body, restrictions.standing_parts(question.id))


def findings_of(question: Question) -> list[Finding]:
    return findings(readable(question))


def parts_of(question: Question) -> list[tuple[str, str]]:
    """The same text cut into (part, what it may be)."""
    return parts(readable(question))
