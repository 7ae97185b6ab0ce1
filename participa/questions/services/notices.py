"""Mails to who asked and left an address for the answer. They carry no word of the question and no follow code."""

from flask import current_app

from participa.accounts.models import User
from participa.config import Settings
from participa.extensions import db
from participa.questions.mails import how_to_follow
from participa.questions.models import AnswerMedium, HandNotice, Question, QuestionMove, Status
from participa.questions.moves import Correction
from participa.shared import audit, mail
from participa.shared.clock import now

NEWS = """Buen día:

{what}

Radicado: {radicado}

{follow}

No responda este correo: nadie lo lee.

{entity}
"""
BY_HAND = (AnswerMedium.POST, AnswerMedium.PHONE)
READY = (
    "Su pregunta ya tiene respuesta",
    "La respuesta a su pregunta ya está lista. Después de leerla, díganos en la misma página si le respondieron.",
)
CORRECTED = ("Corregimos una respuesta", "Corregimos la respuesta a su pregunta. En su página está cómo quedó.")
UNCLEAR = ("Necesitamos una aclaración", "Necesitamos que usted aclare su pregunta para poder responderla.")
OTHER = ("Su pregunta tiene una novedad", "El trámite de su pregunta tiene una novedad.")
EXTENDED = (
    "Cambió la fecha de su respuesta",
    "Cambió la fecha de la respuesta a su pregunta. El motivo está en su página.",
)
TRANSFERRED = (
    "Trasladamos su pregunta",
    "Su pregunta le toca a otra entidad y se la trasladamos. En su página está la copia del documento.",
)
WORDS = {Status.PUBLISHED.value: READY, Status.CLARIFYING.value: UNCLEAR, Status.TRANSFERRED.value: TRANSFERRED}


def queue_news(question: Question, step: QuestionMove) -> None:
    """Tell who asked that something happened, by mail or by hand. `step` already has its number."""
    if question.answer_medium in BY_HAND and question.asker is not None:
        db.session.add(HandNotice(move_id=step.id, question_id=question.id, medium=question.answer_medium))
    if question.answer_medium is not AnswerMedium.EMAIL or question.asker is None or not question.asker.email:
        return
    settings: Settings = current_app.extensions["settings"]
    subject, what = _words(step)
    follow = how_to_follow(settings)
    body = NEWS.format(what=what, radicado=question.radicado, follow=follow, entity=settings.entity.name)
    mail.queue(f"question-move/{step.id}", question.asker.email, subject, body)


def _words(step: QuestionMove) -> tuple[str, str]:
    if step.axis == "term":
        return EXTENDED
    return CORRECTED if _is_correction(step) else WORDS.get(step.to_value, OTHER)


def _is_correction(step: QuestionMove) -> bool:
    return step.axis == "correction" and step.to_value == Correction.PUBLISHED


def give_by_hand(notice: HandNotice, actor: User) -> None:
    """Write down that somebody gave the news by letter or telephone; a second click changes nothing."""
    if notice.done_at is not None:
        return
    notice.done_at, notice.done_by_id = now(), actor.id
    audit.record("question.told_by_hand", notice.question, actor, medium=notice.medium.value)
