"""What the team writes beside a question, private calendars, and the interruptions of the service."""

import secrets
from datetime import date, datetime

from participa.accounts.models import Role, User
from participa.deadlines import rules
from participa.deadlines.models import CalendarAddress, LiveAnswer, Outage, PqrsdHandover
from participa.deadlines.queries import marks as queries
from participa.extensions import db
from participa.questions.models import Question
from participa.questions.services import steps
from participa.shared import audit
from participa.shared.business_days import bogota_day
from participa.shared.clock import now, today
from participa.shared.errors import Forbidden, Invalid
from participa.shared.recording import clock_of
from participa.shared.templating import moment, plain_day

NOT_LIVE = "Solo Moderación o Comunicaciones marca una pregunta de un espacio como respondida en vivo."
NOT_YOURS = "Solo Moderación o Aprobación escribe el número de PQRSD de una queja o denuncia."
ONLY_ADMIN = "Solo Administración anota las interrupciones."
OVERLAPS = "Ya hay una interrupción anotada en esas horas (empezó el {began}). Corrija su final."
TAKEN_BACK = "Ya no figura en vivo"


def mark_live(question: Question, actor: User, second: int, url: str = "") -> None:
    """Say that a question was answered aloud, at that second of the recording. The written answer is still due."""
    if not rules.may_mark_live(actor, question):
        raise Forbidden(NOT_LIVE)
    standing = queries.find_live(question.id)
    if standing is not None and (standing.second, standing.url) == (second, url):
        return
    if standing is not None:
        _end(standing, actor)
    db.session.add(LiveAnswer(question_id=question.id, second=second, url=url, at=now(), author_id=actor.id))
    steps.mark(question, f"Respondida en vivo: {clock_of(second)}", actor)


def unmark_live(question: Question, actor: User) -> None:
    """Take the mark back; both stay in the history."""
    if not rules.may_mark_live(actor, question):
        raise Forbidden(NOT_LIVE)
    standing = queries.find_live(question.id)
    if standing is None:
        return
    _end(standing, actor)
    steps.mark(question, TAKEN_BACK, actor)


def _end(standing: LiveAnswer, actor: User) -> None:
    standing.ended_at, standing.ended_by_id = now(), actor.id
    db.session.flush()  # one mark stands at a time


def hand_over(question: Question, actor: User, number: str, handed_on: date) -> None:
    """Write under which number a complaint was also entered in the PQRSD system, or mend it."""
    if not rules.may_hand_over(actor, question):
        raise Forbidden(NOT_YOURS)
    if not bogota_day(question.received_at) <= handed_on <= today():
        raise Invalid("El día va entre el día en que se recibió y hoy.")
    found = queries.find_handover(question.id)
    if found is not None and (found.number, found.handed_on) == (number, handed_on):
        return
    given = PqrsdHandover(question_id=question.id, number=number, handed_on=handed_on, at=now(), author_id=actor.id)
    db.session.merge(given)
    what = f"Pasó también a PQRSD con el número {number}, el {plain_day(handed_on)}."
    steps.mark(question, "Pasó al sistema de PQRSD", actor, what, tells_asker=True)


def new_calendar(actor: User) -> str:
    """A private address for the calendar of this person; the one before stops working. Only shown now."""
    token = secrets.token_urlsafe(24)
    address = CalendarAddress(user_id=actor.id, token_digest=queries.token_digest(token), made_at=now())
    db.session.merge(address)
    audit.record("calendar_address.made", actor, actor)
    return token


def drop_calendar(actor: User) -> None:
    """Let the private address work no more."""
    address = queries.find_calendar(actor)
    if address is not None:
        db.session.delete(address)
        audit.record("calendar_address.dropped", actor, actor)


def note_outage(actor: User, began_at: datetime, ended_at: datetime | None, what: str) -> Outage:
    """Write down a time when the platform did not work. It is public. The same again is a second click."""
    _check_outage(actor, began_at, ended_at)
    standing = queries.find_outage(began_at, ended_at)
    if standing is not None and (standing.began_at, standing.ended_at, standing.what) == (began_at, ended_at, what):
        return standing
    if standing is not None:
        raise Invalid(OVERLAPS.format(began=moment(standing.began_at)))
    outage = Outage(began_at=began_at, ended_at=ended_at, what=what, noted_at=now(), author_id=actor.id)
    db.session.add(outage)
    db.session.flush()
    audit.record("outage.noted", outage, actor)
    return outage


def close_outage(outage: Outage, actor: User, ended_at: datetime | None) -> None:
    """Write down when it was over, or mend that instant; the history keeps the one before."""
    if ended_at is None:
        raise Invalid("Escriba cuándo terminó.")
    _check_outage(actor, outage.began_at, ended_at)
    if outage.ended_at == ended_at:
        return
    other = queries.find_outage(outage.began_at, ended_at, but=outage.id)
    if other is not None:
        raise Invalid(OVERLAPS.format(began=moment(other.began_at)))
    before = outage.ended_at.isoformat() if outage.ended_at else ""
    audit.record("outage.closed", outage, actor, before=before, after=ended_at.isoformat())
    outage.ended_at = ended_at


def _check_outage(actor: User, began_at: datetime, ended_at: datetime | None) -> None:
    if actor.role is not Role.ADMIN:
        raise Forbidden(ONLY_ADMIN)
    if began_at > now():
        raise Invalid("El comienzo no puede ser después de ahora.")
    if ended_at is not None and not began_at < ended_at <= now():
        raise Invalid("El final va después del comienzo y antes de ahora.")
