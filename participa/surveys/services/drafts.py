"""A survey left half way: kept sealed with a code that only its owner has."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from participa.extensions import db
from participa.shared.clock import local, now, today
from participa.surveys import proofs, queries, rules, sealing
from participa.surveys.errors import SurveyClosed
from participa.surveys.models import ResponseDraft, Survey
from participa.surveys.services.submitting import OVER

DRAFT_DAYS = 15


def keep_draft(survey: Survey, content: Mapping[str, Any], form_key: str) -> tuple[str, date]:
    """Keep a survey half way; its code, the same for the same form, and the last day. Raises SurveyClosed."""
    survey = queries.locked_to_answer(survey.id)
    if not rules.receives(survey, now()):
        raise SurveyClosed(OVER)
    code = proofs.draft_code(survey.id, form_key)
    expires_on = min(today() + timedelta(days=DRAFT_DAYS), local(survey.closes_at).date())
    sealed = sealing.seal(content, survey.id, sealing.draft_key(proofs.code_key(), code))
    row = {"digest": proofs.draft_digest(code), "survey_id": survey.id, "sealed": sealed, "expires_on": expires_on}
    _write(row)
    return code, expires_on


def _write(row: Mapping[str, Any]) -> None:
    try:
        with db.session.begin_nested():
            db.session.merge(ResponseDraft(**row))
    except IntegrityError:  # the same form at the same instant wrote it first
        db.session.merge(ResponseDraft(**row))
        db.session.flush()


def find_draft(survey: Survey, typed: str) -> dict[str, Any] | None:
    """What was kept under a code as typed by a person; None when there is nothing, or no longer."""
    code = proofs.draft_typed(typed)
    draft = queries.find_draft(proofs.draft_digest(code))
    if draft is None or draft.survey_id != survey.id or draft.expires_on < today():
        return None
    try:
        return sealing.unseal(draft.sealed, survey.id, sealing.draft_key(proofs.code_key(), code))
    except InvalidTag:
        return None


def forget_drafts(before: datetime, most: int) -> int:
    """Erase those whose last day came before that instant; how many."""
    over = select(ResponseDraft.digest).where(ResponseDraft.expires_on < local(before).date())
    digests = list(db.session.scalars(over.order_by(ResponseDraft.digest).limit(most)))
    db.session.execute(delete(ResponseDraft).where(ResponseDraft.digest.in_(digests)))
    return len(digests)
