"""The consultation of a draft: its window, receiving observations, replying to each, and its end."""

from datetime import date, datetime
from typing import Any

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from participa.accounts.models import User
from participa.config import Settings
from participa.documents import mails, privacy, queries, rules
from participa.documents.models import (
    DraftConsultation,
    DraftObservation,
    DraftObservationContact,
    DraftObservationCounter,
    DraftReceipt,
    DraftReply,
    PublicDocument,
)
from participa.documents.services import news
from participa.documents.services.writing import path_of
from participa.extensions import db
from participa.shared import audit, follow_codes, mail
from participa.shared.business_days import bogota_day
from participa.shared.clock import now, today
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid
from participa.shared.templating import plain_day
from participa.strategy.models import Decision

NOT_APPROVER = "Solo el equipo líder abre una consulta y publica respuestas."
NOT_TEAM = "Solo el equipo líder y Comunicaciones responden observaciones."
NOT_PUBLIC = "Publique primero el documento. Solo se consulta lo que todos pueden leer."
OTHERWISE = "Puede enviar su opinión como una pregunta y la entidad le responde."


def consult(
    document: PublicDocument, opens_on: date, closes_on: date, author: User, ask: str = "", thanks: str = ""
) -> DraftConsultation:
    """Let people observe a document from the first to the last day, or change those days.

    Raises Forbidden, Conflict for what is not public, or Invalid for a window that ends before it begins or is over.
    """
    if not rules.may_decide(author):
        raise Forbidden(NOT_APPROVER)
    held = queries.to_change(document.id)
    if not rules.may_be_consulted(held):
        raise Conflict(NOT_PUBLIC)
    row = queries.find_of(held.id) or DraftConsultation(document=held, created_at=now(), created_by_id=author.id)
    _check_days(row, opens_on, closes_on)
    row.opens_on, row.closes_on, row.ask, row.thanks = opens_on, closes_on, ask, thanks
    if closes_on >= today():
        row.closed_at = None
    if not rules.is_open(row, today()):
        news.take_back(f"{path_of(held)}/opinar")
    db.session.add(row)
    db.session.flush()
    audit.record("draft_consulted", row, author, opens_on=opens_on.isoformat(), closes_on=closes_on.isoformat())
    return row


def _check_days(row: DraftConsultation, opens_on: date, closes_on: date) -> None:
    """The words of one that is over may be mended; its days, only towards the future."""
    if closes_on < opens_on:
        raise Invalid("El último día es anterior al primero.")
    if closes_on < today() and (row.closes_on, row.opens_on) != (closes_on, opens_on):
        raise Invalid("El último día ya pasó.")


def observe(
    consultation: DraftConsultation,
    body: str,
    form_key: str,
    part: str = "",
    email: str = "",
    at: datetime | None = None,
) -> DraftReceipt:
    """Receive an observation. The same form key again gives the same receipt.

    `email`, when it was left and authorised, is told of the receipt now and of the reply when it is public.
    Raises Closed outside the window.
    """
    at, secret = at or now(), _settings().code_key
    digest, code = follow_codes.form_key_digest(form_key, secret), follow_codes.code_for(form_key, secret)
    _wait_for_the_same(digest)
    if earlier := queries.find_observation_by_form_key(digest):
        said = (earlier.body, earlier.part, earlier.contact.email if earlier.contact else "")
        return _receipt(earlier, code, differs=said != (body, part, email))
    _check_window(consultation, at)
    row = DraftObservation(consultation=consultation, body=body, part=part, received_at=at, form_key_digest=digest)
    row.radicado, row.code_digest = _next_radicado(at), follow_codes.code_digest(code, secret)
    db.session.add(row)
    db.session.flush()
    audit.record("draft_observed", row)
    if email:
        _keep_contact(row, email, at)
    return _receipt(row, code)


def _keep_contact(row: DraftObservation, email: str, at: datetime) -> None:
    """With the authorisation that was given for it (Ley 1581 de 2012, art. 9)."""
    row.contact = DraftObservationContact(email=email, text_version=privacy.OBSERVATION_VERSION, given_at=at)
    written = mails.receipt(row, _settings())
    mail.queue(f"draft-observation/{row.id}", email, written.subject, written.body)


def _check_window(consultation: DraftConsultation, at: datetime) -> None:
    held = queries.held(consultation.id)
    if rules.is_open(held, bogota_day(at)) and rules.may_be_consulted(held.document):
        return
    if not rules.has_begun(held, bogota_day(at)):
        raise Closed(f"La consulta empieza el {plain_day(held.opens_on)}. {OTHERWISE}")
    raise Closed(f"La consulta terminó el {plain_day(held.closes_on)}. {OTHERWISE}")


def _wait_for_the_same(digest: str) -> None:
    """On PostgreSQL, let a parallel request with the same key finish first; SQLite has one writer at a time anyway."""
    if not _settings().uses_sqlite:
        db.session.execute(select(func.pg_advisory_xact_lock(int(digest[:15], 16))))


def _next_radicado(at: datetime) -> str:
    """The next number of the year in Colombia. The row stays locked until the commit, so no number is skipped."""
    year = bogota_day(at).year
    kind: Any = sqlite if _settings().uses_sqlite else postgresql
    of = DraftObservationCounter
    first = kind.insert(of).values(year=year, last=1)
    counting = first.on_conflict_do_update(index_elements=["year"], set_={"last": of.last + 1})
    number = db.session.connection().execute(counting.returning(of.last)).scalar_one()
    return f"BOR-{year}-{number:06d}"


def _receipt(row: DraftObservation, code: str, differs: bool = False) -> DraftReceipt:
    grouped = follow_codes.in_groups(code)
    return DraftReceipt(row.radicado, grouped, row.received_at, row.about, differs, row.contact is not None)


def reply(row: DraftObservation, decision: Decision, reasons: str, withheld_because: str, author: User) -> DraftReply:
    """Write what the team says of an observation; until it is published, writing again replaces it.

    Raises Forbidden, and Invalid without reasons.
    """
    if not rules.may_write(author):
        raise Forbidden(NOT_TEAM)
    if not reasons:
        raise Invalid("Escriba por qué. Lo verá la ciudadanía.")
    held = queries.held_observation(row.id)
    if withheld_because or not held.published_reply or rules.may_decide(author):
        held.withheld_because = withheld_because  # to show again what everybody was spared, who decides must agree
    draft = held.reply
    if draft is None or draft.published_at:
        draft = DraftReply(number=len(held.replies) + 1)
        held.replies.append(draft)
    draft.decision, draft.reasons, draft.author_id, draft.written_at = decision, reasons, author.id, now()
    db.session.flush()
    audit.record("draft_replied", held, author, decision=decision.value, withheld=bool(withheld_because))
    return draft


def publish_reply(row: DraftObservation, author: User) -> None:
    """Make the written reply public. Somebody else than its author does it. Twice is once.

    Raises Forbidden, and Conflict when there is nothing to publish.
    """
    if not rules.may_decide(author):
        raise Forbidden(NOT_APPROVER)
    held = queries.held_observation(row.id)
    draft = held.reply
    if draft is None:
        raise Conflict("Todavía no hay respuesta para publicar.")
    if draft.published_at:
        return
    if draft.author_id == author.id:
        raise Forbidden("Usted escribió esta respuesta. La debe publicar otra persona del equipo.")
    draft.published_at, draft.published_by_id = now(), author.id
    db.session.flush()
    audit.record("draft_reply_published", held, author, number=draft.number)
    if held.contact is not None:
        written = mails.answered(held, draft, _settings())
        mail.queue(f"draft-reply/{draft.id}", held.contact.email, written.subject, written.body)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
