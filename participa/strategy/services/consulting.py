"""The consultation of a draft: opening it, receiving observations, replying to each, publishing the replies."""

from datetime import date, datetime
from typing import Any

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from participa.accounts.models import User
from participa.config import Settings
from participa.extensions import db
from participa.shared import audit, follow_codes
from participa.shared.business_days import bogota_day
from participa.shared.clock import now, today
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid
from participa.shared.templating import plain_day
from participa.strategy import mails, queries, rules
from participa.strategy.models import (
    Activity,
    Decision,
    Observation,
    ObservationCounter,
    ObservationReceipt,
    ObservationReply,
    Strategy,
    StrategyState,
)
from participa.strategy.services.contacts import keep_contact
from participa.strategy.services.permission import require


def set_consultation(strategy: Strategy, opens_on: date, closes_on: date, actor: User | None) -> None:
    """Put a draft in consultation from the first to the last day, or change those days.

    Raises Forbidden, Conflict when it is too late, and Invalid when the window ends before it begins or is over.
    """
    require(rules.may_decide(actor))
    if not rules.may_consult(strategy.state):
        raise Conflict("Solo un borrador se pone en consulta.")
    if closes_on < opens_on:
        raise Invalid("El último día es anterior al primero.")
    if closes_on < today():
        raise Invalid("El último día ya pasó.")
    strategy.state = StrategyState.IN_CONSULTATION
    strategy.consultation_opens_on, strategy.consultation_closes_on = opens_on, closes_on
    first, last = opens_on.isoformat(), closes_on.isoformat()
    audit.record("strategy.consult", strategy, actor, opens_on=first, closes_on=last)


def observe(
    strategy: Strategy,
    activity: Activity | None,
    body: str,
    form_key: str,
    at: datetime | None = None,
    email: str = "",
) -> ObservationReceipt:
    """Receive an observation of a draft or of one of its activities. The same form key again gives the same receipt.

    `email`, when it was left and authorised, is told of the receipt now and of the reply when it is public.

    Raises Closed outside the window, and Conflict for an activity of another version.
    """
    at, secret = at or now(), _settings().code_key
    digest, code = follow_codes.form_key_digest(form_key, secret), follow_codes.code_for(form_key, secret)
    _wait_for_the_same(digest)
    earlier = queries.find_observation_by_form_key(digest)
    if earlier is not None:
        return _receipt(earlier, code, differs=(earlier.body, _email_of(earlier)) != (body, email))
    _check_window(strategy, at)
    if activity is not None and activity.strategy_id != strategy.id:
        raise Conflict("Esa actividad es de otra versión.")
    row = Observation(strategy=strategy, activity=activity, body=body, received_at=at, form_key_digest=digest)
    row.radicado, row.code_digest = _next_radicado(at), follow_codes.code_digest(code, secret)
    db.session.add(row)
    if email:
        keep_contact(row, email, at)
    db.session.flush()  # the history quotes its number
    audit.record("observation.received", row)
    if email:
        mails.queue_receipt(row, email)
    return _receipt(row, code)


def _email_of(row: Observation) -> str:
    return row.contact.email if row.contact else ""


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _check_window(strategy: Strategy, at: datetime) -> None:
    if rules.has_open_consultation(strategy, bogota_day(at)):
        return
    last = strategy.consultation_closes_on
    until = f"La consulta terminó el {plain_day(last)}." if last else "Este borrador no está en consulta."
    raise Closed(f"{until} Puede enviar su opinión como una pregunta y la entidad le responde.")


def _wait_for_the_same(digest: str) -> None:
    """On PostgreSQL, let a parallel request with the same key finish first; SQLite has one writer at a time anyway."""
    if not _settings().uses_sqlite:
        db.session.execute(select(func.pg_advisory_xact_lock(int(digest[:15], 16))))


def _next_radicado(at: datetime) -> str:
    """The next number of the year in Colombia. The row stays locked until the commit, so no number is skipped."""
    year = bogota_day(at).year
    kind: Any = sqlite if _settings().uses_sqlite else postgresql
    first = kind.insert(ObservationCounter).values(year=year, last=1)
    counting = first.on_conflict_do_update(index_elements=["year"], set_={"last": ObservationCounter.last + 1})
    number = db.session.connection().execute(counting.returning(ObservationCounter.last)).scalar_one()
    return f"OBS-{year}-{number:06d}"


def _receipt(row: Observation, code: str, differs: bool = False) -> ObservationReceipt:
    grouped = follow_codes.in_groups(code)
    return ObservationReceipt(row.radicado, grouped, row.received_at, row.about, differs, row.contact is not None)


def reply(row: Observation, decision: Decision, reasons: str, withheld_because: str, actor: User) -> ObservationReply:
    """Write what the team says of an observation; until it is published, writing again replaces it.

    Raises Forbidden, and Invalid without reasons.
    """
    require(rules.may_edit(actor))
    if not reasons:
        raise Invalid("Escriba por qué. Lo verá la ciudadanía.")
    row.withheld_because = withheld_because
    draft = row.reply
    if draft is None or draft.published_at:
        draft = ObservationReply(number=len(row.replies) + 1)
        row.replies.append(draft)
    draft.decision, draft.reasons, draft.author, draft.written_at = decision, reasons, actor, now()
    audit.record("observation.reply", row, actor, decision=decision, withheld=bool(withheld_because))
    return draft


def publish_reply(row: Observation, actor: User) -> None:
    """Make the written reply public. Somebody else than its author does it. Twice is once.

    Raises Forbidden, and Conflict when there is nothing to publish.
    """
    require(rules.may_decide(actor))
    draft = row.reply
    if draft is None:
        raise Conflict("Todavía no hay respuesta para publicar.")
    if draft.published_at:
        return
    if draft.author_id == actor.id:
        raise Forbidden("Usted escribió esta respuesta. La debe publicar otra persona del equipo.")
    draft.published_at, draft.published_by = now(), actor
    audit.record("observation.publish", row, actor, number=draft.number)
    mails.queue_answered(row, draft)
