"""Single-use codes: made, shown once, sent. The database keeps only their digests, in no order that tells."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from participa.accounts.models import User
from participa.config import Settings
from participa.extensions import db
from participa.shared import audit, mail
from participa.shared.errors import Forbidden, Invalid
from participa.shared.forms import new_form_key
from participa.shared.mail import OutgoingMail
from participa.surveys import proofs, queries, rules
from participa.surveys.models import CodeKind, Level, Survey, SurveyCode

SUBJECT = "Su código para una encuesta"
MAIL = """Buen día:

{entity} le invita a responder esta encuesta:

{title}

Ábrala aquí: {address}
Su código: {code}

El código sirve una sola vez. Nadie sabrá qué respondió usted.
La encuesta cierra el {closes}.
"""
KEY = "survey-code/"


@dataclass(frozen=True)
class Mailing:
    """To whom codes are sent, and what the mail says besides them."""

    addresses: Sequence[str]
    page: str
    closes: str


def issue_codes(
    survey: Survey, kind: CodeKind, number: int, batch: str, form_key: str = "", actor: User | None = None
) -> list[str]:
    """Make single-use codes, normalised; the same form makes the same ones again. Raises Forbidden or Invalid."""
    if not 1 <= number <= rules.MOST_CODES:
        raise Invalid(f"Escriba un número entre 1 y {rules.MOST_CODES}.")
    survey = queries.locked(survey.id)
    if survey.level is not Level.CODE or survey.is_over:
        raise Forbidden("Esta encuesta no usa códigos o ya cerró.")
    key = form_key or new_form_key()
    codes = [proofs.single_use_code(survey.id, key, place) for place in range(number)]
    digests = {proofs.code_digest(survey.id, code) for code in codes}
    fresh = sorted(digests - queries.known_codes(survey, digests))
    if fresh:
        rows = [{"survey_id": survey.id, "digest": one, "kind": kind, "batch": batch} for one in fresh]
        db.session.execute(insert(SurveyCode).values(is_used=False), rows)
        audit.record("survey.codes", survey, actor, kind=kind.value, number=len(fresh))
    return codes


def mail_codes(survey: Survey, mailing: Mailing, batch: str, form_key: str, actor: User) -> int:
    """Send one code to each address, by chance which; how many. Neither the address nor the pair is kept afterwards."""
    addresses = sorted(set(mailing.addresses))
    codes = issue_codes(survey, CodeKind.MAIL, len(addresses), batch, form_key, actor)
    random.SystemRandom().shuffle(codes)
    settings: Settings = current_app.extensions["settings"]
    for place, (address, code) in enumerate(zip(addresses, codes, strict=True)):
        body = MAIL.format(
            entity=settings.entity.name,
            title=survey.title,
            address=f"{mailing.page}#codigo={code}",
            code=proofs.in_halves(code),
            closes=mailing.closes,
        )
        mail.queue(f"{KEY}{survey.id}/{_mark(form_key)}/{place}", address, SUBJECT, body)
    return len(addresses)


def forget_mail(_session: Session, sent: OutgoingMail) -> None:
    """Once it left or was given up, nothing says to whom this code went."""
    sent.recipient = sent.subject = sent.body = ""


def forget_mails(survey: Survey) -> None:
    """Give up those that did not leave, and blank them: the survey is over."""
    prefix = f"{KEY}{survey.id}/"
    mail.withdraw(prefix)
    mails = update(OutgoingMail).where(OutgoingMail.key.startswith(prefix), OutgoingMail.failed_at.is_not(None))
    db.session.execute(mails.values(recipient="", subject="", body=""))


def _mark(form_key: str) -> str:
    return proofs.code_digest(0, form_key)[:16]
