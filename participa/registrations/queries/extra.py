"""Reads of the extra questions of a space."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from participa.events.models import Event
from participa.extensions import db
from participa.questionnaires import queries as questionnaires
from participa.questionnaires.engine.definition import ItemType
from participa.questionnaires.models import Purpose, QuestionnaireVersion
from participa.registrations.models import ExtraQuestions


def chosen(event: Event) -> ExtraQuestions | None:
    """The questionnaire that a space asks, if it asks one."""
    found = select(ExtraQuestions).where(ExtraQuestions.event_id == event.id)
    return db.session.scalars(found.options(joinedload(ExtraQuestions.questionnaire))).first()


def version_of(event: Event) -> QuestionnaireVersion | None:
    """The words with which a space asks now: those of the last version."""
    row = chosen(event)
    return questionnaires.latest_version(row.questionnaire_id) if row else None


def choices() -> list[QuestionnaireVersion]:
    """What a space may ask: ready questionnaires made for registrations, without files."""
    return [version for version in questionnaires.published_choices(Purpose.REGISTRATION) if takes_no_files(version)]


def takes_no_files(version: QuestionnaireVersion) -> bool:
    return all(item.type is not ItemType.FILE for item in version.definition.items)
