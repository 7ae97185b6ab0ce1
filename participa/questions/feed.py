"""The questions as an Atom feed. Pure: what is public of each one comes in, what is told of it comes out."""

from datetime import datetime

from participa.questions.models import Status
from participa.questions.queries.public import PublicQuestion
from participa.shared import atom
from participa.shared.html import to_rich

ELSEWHERE = (Status.TRANSFERRED, Status.ARCHIVED, Status.REJECTED)


def entry(question: PublicQuestion, url: str, changed_at: datetime) -> atom.Entry:
    """A question; `url` is the address of its page, `changed_at` when it last changed for who reads."""
    return atom.Entry(
        name=f"pregunta/{question.radicado}",
        title=_title(question),
        url=url,
        published_at=question.received_at,
        changed_at=changed_at,
        html=_content(question),
        category=question.topic or "",
        author=question.office or "" if question.answer else "",
    )


def _title(question: PublicQuestion) -> str:
    return f"Pregunta reservada {question.radicado}" if question.is_withheld else atom.short(question.body)


def _content(question: PublicQuestion) -> str:
    if question.is_withheld:
        return str(to_rich(f"No se publica el texto de esta pregunta. {question.reason_label}"))
    return f"<blockquote>{to_rich(question.body)}</blockquote>{_answer(question)}"


def _answer(question: PublicQuestion) -> str:
    if question.answer:
        return str(to_rich(question.answer))
    if question.status in (Status.PUBLISHED, Status.REFERRED):
        return "<p>Tiene la misma respuesta que otra pregunta. Está en su página.</p>"
    if question.status in ELSEWHERE:
        return "<p>Esta entidad no la responde. En su página está por qué.</p>"
    return "<p>Todavía no hay una respuesta publicada.</p>"
