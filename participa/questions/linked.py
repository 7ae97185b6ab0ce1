"""What the page of a question tells machines: a QAPage of schema.org, with what everybody reads and no names."""

from datetime import datetime
from typing import Any

from markupsafe import Markup

from participa.questions.queries.public import PublicQuestion
from participa.shared.atom import short
from participa.shared.clock import local
from participa.shared.html import to_line
from participa.shared.linked_data import block


def data_of(question: PublicQuestion, shared: PublicQuestion | None, entity: str, address: str) -> Markup:
    """Nothing for a question whose text is withheld. `shared` is the one whose answer counts for this one too."""
    if question.is_withheld:
        return Markup()
    answered = shared if shared and shared.answer else question
    return block("QAPage", {"mainEntity": _question(question, answered, entity, address), "inLanguage": "es-CO"})


def _question(question: PublicQuestion, answered: PublicQuestion, entity: str, address: str) -> dict[str, Any]:
    told = {
        "@type": "Question",
        "name": short(question.body),
        "text": question.body,
        "dateCreated": _moment(question.received_at),
        "answerCount": 1 if answered.answer else 0,
        "url": address,
    }
    return told | ({"acceptedAnswer": _answer(answered, entity, address)} if answered.answer else {})


def _answer(answered: PublicQuestion, entity: str, address: str) -> dict[str, Any]:
    author = {"@type": "GovernmentOrganization", "name": answered.office or entity}
    text, at = to_line(answered.answer or ""), answered.answer_at or answered.answered_at
    return {
        "@type": "Answer",
        "text": text,
        "url": address,
        "author": author,
        **({"dateCreated": _moment(at)} if at else {}),
    }


def _moment(at: datetime) -> str:
    return local(at).isoformat()
