"""Mails to the team about terms. They name filing numbers and pages that ask for an account, never a citizen's word."""

from collections.abc import Sequence
from datetime import date

from flask import current_app

from participa.accounts.models import User
from participa.config import Settings
from participa.deadlines.queries.alerts import Due, Week
from participa.deadlines.rules import OVERDUE
from participa.restrictions.models import Appeal
from participa.shared import mail
from participa.shared.templating import counted, long_day

MOST_NAMED = 40
DESK = "/preguntas/gestion/{radicado}"
LIST = "/vencimientos/gestion/"
APPEALS = "/restricciones/gestion/"
ALERT = """Buen día:

{what}

{groups}

La lista completa está en {page}

{entity}
"""
DIGEST = """Buen día:

Así fueron las preguntas del {first} al {last}.

{offices}

La lista de plazos está en {page}

{entity}
"""
OFFICE = """{name}
  Recibidas: {received}
  Respondidas: {answered}
  De ellas, a tiempo: {in_time}
  Vencen esta semana: {due_soon}
  Vencidas sin responder: {overdue}"""
APPEAL = """Buen día:

La apelación {number}, sobre la pregunta {radicado}, {when} el {day}.

{why}

{page}

{entity}
"""
OF_APPEAL = {
    "decides": "Usted puede decidirla: no participó en lo que se apela.",
    "nobody": "Hoy nadie puede decidirla. Active una cuenta de Moderación o de Aprobación que no haya participado.",
    "control": "Nadie la ha decidido.",
}
REASONS = {
    "liaison": "Estas preguntas de su dependencia esperan respuesta.",
    "head": "Usted dirige la dependencia. Estas preguntas ya vencieron.",
    "control": "Estas preguntas vencieron sin respuesta.",
    "approval": "Estas respuestas esperan su revisión o su publicación.",
    "no-liaison": "Nadie más recibe este aviso. Asigne la pregunta, o un enlace activo a su dependencia.",
    "no-head": "La dependencia no tiene a nadie que la dirija. Por eso le avisamos a usted.",
}


def queue_alert(day: date, person: User, named: Sequence[tuple[str, Due]]) -> None:
    """One mail with all that a person hears on a day; `named` are reasons and questions."""
    settings: Settings = current_app.extensions["settings"]
    amount = counted(len({one.question_id for _reason, one in named}), "pregunta", "preguntas")
    body = ALERT.format(
        what=f"Avisos de plazo del {long_day(day)}: {amount}.",
        groups="\n\n".join(_group(reason, named) for reason in REASONS if any(why == reason for why, _ in named)),
        page=_address(LIST),
        entity=settings.entity.name,
    )
    mail.queue(f"term-alert/{day.isoformat()}/{person.id}", person.email, f"Plazos de respuesta: {amount}", body)


def queue_appeal(appeal: Appeal, stage: int, reason: str, person: User) -> None:
    """One mail for each stage of an appeal; `reason` is one of OF_APPEAL."""
    settings: Settings = current_app.extensions["settings"]
    is_overdue = stage == OVERDUE
    body = APPEAL.format(
        number=appeal.number,
        radicado=appeal.question.radicado,
        when="venció" if is_overdue else "se decide a más tardar",
        day=long_day(appeal.due_on),
        why=OF_APPEAL[reason],
        page=_address(f"{APPEALS}apelaciones/{appeal.id}" if reason == "decides" else APPEALS),
        entity=settings.entity.name,
    )
    subject = f"Apelación {'vencida' if is_overdue else 'por decidir'}: {appeal.number}"
    mail.queue(f"appeal-alert/{appeal.id}/{stage}/{person.id}", person.email, subject, body)


def _group(reason: str, named: Sequence[tuple[str, Due]]) -> str:
    found = [one for why, one in named if why == reason]
    lines = [_line(one) for one in found[:MOST_NAMED]]
    rest = len(found) - len(lines)
    more = [f"- Y {counted(rest, 'pregunta más', 'preguntas más')}."] if rest else []
    return "\n".join([REASONS[reason], *lines, *more])


def _line(one: Due) -> str:
    when = "venció" if one.stage == OVERDUE else "vence"
    office = f" {one.office}." if one.office else " Sin dependencia."
    page = _address(DESK.format(radicado=one.radicado))
    return f"- {one.radicado}: {when} el {long_day(one.due_on)}.{office}\n  {page}"


def queue_digest(monday: date, days: tuple[date, date], person: User, rows: Sequence[Week]) -> None:
    """The digest of a week; `days` are its first and its last."""
    settings: Settings = current_app.extensions["settings"]
    body = DIGEST.format(
        first=long_day(days[0]),
        last=long_day(days[1]),
        offices="\n\n".join(_office(row) for row in rows) or "No hubo movimiento ni hay preguntas pendientes.",
        page=_address(LIST),
        entity=settings.entity.name,
    )
    mail.queue(f"term-digest/{monday.isoformat()}/{person.id}", person.email, "Resumen semanal de preguntas", body)


def _office(row: Week) -> str:
    return OFFICE.format(
        name=row.office or "Sin dependencia",
        received=row.received,
        answered=row.answered,
        in_time=row.in_time,
        due_soon=row.due_soon,
        overdue=row.overdue,
    )


def _address(path: str) -> str:
    settings: Settings = current_app.extensions["settings"]
    return f"{settings.public_url}{path}" if settings.public_url else f"la página de la entidad, {path}"
