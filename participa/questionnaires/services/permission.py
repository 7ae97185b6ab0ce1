"""What all verbs of the room share: who may, and whose turn it is."""

from flask import current_app
from sqlalchemy import select

from participa.accounts.models import User
from participa.config import Settings
from participa.extensions import db
from participa.questionnaires import rules
from participa.questionnaires.engine.definition import Definition, to_document
from participa.questionnaires.models import Questionnaire, QuestionnaireVersion
from participa.shared import follow_codes
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden

MAY_NOT = "Su cuenta no tiene permiso para cambiar cuestionarios."
ARCHIVED = "Este cuestionario está archivado. Sáquelo del archivo para cambiarlo."
FROZEN = (
    "Este cuestionario ya se usó: sus preguntas quedan como están. "
    "Puede corregir la redacción, o duplicarlo y cambiar la copia."
)


class Changed(Conflict):
    """Somebody else wrote the same after this person opened it."""


def require(user: User | None) -> None:
    """Raise Forbidden unless this person may edit questionnaires."""
    if not rules.may_edit(user):
        raise Forbidden(MAY_NOT)


def digest_of(form_key: str) -> str:
    """What is kept of a form key, so that a retry is known."""
    settings: Settings = current_app.extensions["settings"]
    return follow_codes.form_key_digest(form_key, settings.code_key)


def lock(questionnaire: Questionnaire) -> None:
    """Wait for who is changing it, and see what they wrote: its versions are read anew."""
    db.session.flush()
    db.session.execute(select(Questionnaire.id).where(Questionnaire.id == questionnaire.id).with_for_update())
    db.session.expire_all()


def open_draft(version: QuestionnaireVersion, actor: User | None) -> Definition:
    """Lock a draft that this person changes and say what it is made of.

    Raises Forbidden, and Conflict when it was used or archived.
    """
    require(actor)
    lock(version.questionnaire)
    if version.questionnaire.archived_at is not None:
        raise Conflict(ARCHIVED)
    if version.is_frozen:
        raise Conflict(FROZEN)
    return version.definition


def write(version: QuestionnaireVersion, definition: Definition) -> None:
    """Keep what a draft is made of now."""
    version.document = to_document(definition)
    version.revision += 1
    version.changed_at = now()
