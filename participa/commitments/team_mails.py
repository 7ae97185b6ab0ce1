"""Mails to the team about what is owed. They hold what everybody may read, and pages that ask for an account."""

import hashlib
from collections.abc import Sequence
from datetime import date

from flask import current_app

from participa.accounts.models import Role, User
from participa.commitments.models import KIND_LABELS
from participa.commitments.queries.alerts import Dated
from participa.config import Settings
from participa.shared import mail
from participa.shared.templating import counted, long_day

MOST_NAMED = 40
LONGEST_TEXT = 160
PREFIX = "commitment-alert/"
MINE, ALL, ONE = "/compromisos/gestion/mios", "/compromisos/gestion/", "/compromisos/gestion/{code}"
ALERT = """Buen día:

{what}

{groups}

La lista completa está en {page}

{entity}
"""
REASONS = {
    "liaison": "Su dependencia responde por esto. Informe el avance, o explique por qué cambia la fecha.",
    "head": "Usted dirige la dependencia. Esto ya venció.",
    "control": "Esto venció y sigue pendiente.",
    "no-liaison": "La dependencia no tiene un enlace activo. Nadie más recibe este aviso.",
    "no-head": "La dependencia no tiene a nadie que la dirija. Por eso le avisamos a usted.",
}


def queue_alert(day: date, person: User, named: Sequence[tuple[str, Dated]]) -> None:
    """One mail with all that a person hears on a day; `named` are reasons and dates."""
    settings: Settings = current_app.extensions["settings"]
    amount = counted(len({one.commitment_id for _reason, one in named}), "compromiso", "compromisos")
    body = ALERT.format(
        what=f"Avisos del {long_day(day)}: {amount}.",
        groups="\n\n".join(_group(day, reason, named) for reason in REASONS if any(why == reason for why, _ in named)),
        page=_address(MINE if person.role is Role.LIAISON else ALL),
        entity=settings.entity.name,
    )
    mail.queue(_key(day, person, named), person.email, f"Fechas de compromisos: {amount}", body)


def _key(day: date, person: User, named: Sequence[tuple[str, Dated]]) -> str:
    """The same dates once a day; what was published or moved after the mail of the morning is another mail."""
    told = "|".join(f"{one.commitment_id}/{one.step_id}/{one.due_on}" for _reason, one in named)
    return f"{PREFIX}{day.isoformat()}/{person.id}/{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _group(day: date, reason: str, named: Sequence[tuple[str, Dated]]) -> str:
    found = [one for why, one in named if why == reason]
    lines = [_line(day, one) for one in found[:MOST_NAMED]]
    rest = len(found) - len(lines)
    more = [f"- Y {counted(rest, 'fecha más', 'fechas más')}."] if rest else []
    return "\n".join([REASONS[reason], *lines, *more])


def _line(day: date, one: Dated) -> str:
    when = f"{_verb(day, one)} el {long_day(one.due_on)}"
    step = f"\n  Paso: {one.step}" if one.step else ""
    return f"- {KIND_LABELS[one.kind]} {one.code}: {when}.\n  {_short(one.text)}{step}\n  {_address(_page(one))}"


def _verb(day: date, one: Dated) -> str:
    return "venció" if one.due_on < day else "vence"


def _page(one: Dated) -> str:
    return ONE.format(code=one.code)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TEXT else f"{line[: LONGEST_TEXT - 1].rstrip()}…"


def _address(path: str) -> str:
    settings: Settings = current_app.extensions["settings"]
    return f"{settings.public_url}{path}" if settings.public_url else f"la página de la entidad, {path}"
