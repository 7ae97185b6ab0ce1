"""Verbs: say whether the answer answers, ask the office to correct it, keep the rates."""

from datetime import datetime

from flask import current_app
from sqlalchemy import select, update

from participa.accounts.models import User
from participa.config import Settings
from participa.extensions import db
from participa.questions.models import Question
from participa.questions.queries import following
from participa.questions.services import counting, steps
from participa.satisfaction import queries, rules
from participa.satisfaction.models import CorrectionRequest, Opinion, Verdict
from participa.shared import audit, mail
from participa.shared.clock import now
from participa.shared.errors import Forbidden, Invalid

NOT_NOW = "Todavía no hay una respuesta publicada para decir si le respondieron."
ENOUGH = "Ya cambió su opinión varias veces. La última que envió es la que cuenta."
STEP = "Pidieron corregir la respuesta"
SUBJECT = "Pidieron corregir una respuesta"
MAIL = """Buen día:

Quien preguntó dijo que la respuesta no responde del todo. El equipo líder pide corregirla.

Radicado: {radicado}

Entre con su cuenta y abra la pregunta para leer el motivo.

{entity}
"""


def say(question: Question, verdict: Verdict, comment: str) -> Opinion:
    """Keep what who asked says of the answer. Saying the same again adds nothing. Raises Forbidden or Invalid."""
    following.lock(question)
    answer, said = queries.find_answer(question), queries.opinions(question.id)
    last = said[0] if said else None
    if last is not None and answer is not None and _says(last) == (answer.id, verdict, comment):
        return last
    if not rules.may_say(question, answer, said) or answer is None:
        raise Invalid(ENOUGH) if said and answer is not None else Forbidden(NOT_NOW)
    opinion = Opinion(question_id=question.id, answer_id=answer.id, verdict=verdict, comment=comment, at=now())
    opinion.department_id = answer.department_id or question.department_id
    db.session.add(opinion)
    audit.record("answer.opinion", question, verdict=verdict.value)
    return opinion


def _says(opinion: Opinion) -> tuple[int, Verdict, str]:
    return opinion.answer_id, opinion.verdict, opinion.comment


def ask_correction(question: Question, opinion: Opinion, actor: User, note: str) -> None:
    """Ask the office to correct the answer because of an opinion; a second click changes nothing.

    Raises Forbidden, or Invalid without a reason. The office writes the correction and another person approves it.
    """
    last, asked = queries.opinions(question.id)[0], queries.find_request(question.id)
    if asked is not None and (asked.opinion_id, asked.author_id) == (opinion.id, actor.id):
        return
    standing = asked if asked is not None and asked.opinion_id == last.id else None
    if opinion.id != last.id or not rules.may_ask_correction(actor, question, last, standing):
        raise Forbidden("No se puede pedir esta corrección ahora. Revise qué dijo por último quien preguntó.")
    if not note.strip():
        raise Invalid("Escriba qué debe corregir la oficina.")
    request = CorrectionRequest(question_id=question.id, opinion_id=opinion.id, author_id=actor.id, at=now())
    request.note = note.strip()
    db.session.add(request)
    steps.mark(question, STEP, actor)
    _tell_office(question, request)


def _tell_office(question: Question, request: CorrectionRequest) -> None:
    settings: Settings = current_app.extensions["settings"]
    body = MAIL.format(radicado=question.radicado, entity=settings.entity.name)
    for person in queries.liaisons(question.department_id):
        mail.queue(f"correction-request/{request.id}/{person.id}", person.email, SUBJECT, body)


def forget_comments(before: datetime, most: int) -> int:
    """Blank the comments written before that instant; how many. What was said of the answer stays."""
    found = select(Opinion.id).where(Opinion.comment != "", Opinion.at < before).order_by(Opinion.id).limit(most)
    ids = list(db.session.scalars(found))
    forgotten = update(Opinion).where(Opinion.id.in_(ids)).values(comment="")
    db.session.execute(forgotten, execution_options={"synchronize_session": False})
    return len(ids)


def keep_rates() -> None:
    """Count the rates anew, and keep them when they changed."""
    counting.recount(queries.NAME, queries.count)
