"""Readings of questionnaires and their versions."""

from collections.abc import Iterable

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from participa.extensions import db
from participa.questionnaires.engine.definition import lacks
from participa.questionnaires.models import Purpose, Questionnaire, QuestionnaireVersion
from participa.questionnaires.narrowing import Wanted
from participa.shared.errors import NotFound
from participa.shared.sql import fold, folded

PER_PAGE = 25
NOT_THERE = "Ese cuestionario no existe."


def _latest() -> Select[QuestionnaireVersion]:
    """The last version of each questionnaire, with it."""
    last = (
        select(QuestionnaireVersion.questionnaire_id, func.max(QuestionnaireVersion.number).label("number"))
        .group_by(QuestionnaireVersion.questionnaire_id)
        .subquery()
    )
    return (
        select(QuestionnaireVersion)
        .join(
            last,
            (last.c.questionnaire_id == QuestionnaireVersion.questionnaire_id)
            & (last.c.number == QuestionnaireVersion.number),
        )
        .join(QuestionnaireVersion.questionnaire)
        .options(joinedload(QuestionnaireVersion.questionnaire))
    )


def for_team(wanted: Wanted, page: int) -> Pagination:
    """The last version of each questionnaire, those changed last first. 404 beyond the last page."""
    found = _latest().where(Questionnaire.archived_at.is_not(None) if wanted.is_archived else _in_use())
    for word in wanted.words.split():
        found = found.where(folded(Questionnaire.title).contains(fold(word), autoescape=True))
    if wanted.purpose is not None:
        found = found.where(Questionnaire.purpose == wanted.purpose)
    if wanted.state is not None:
        found = found.where(QuestionnaireVersion.state == wanted.state)
    ordered = found.order_by(QuestionnaireVersion.changed_at.desc(), QuestionnaireVersion.id.desc())
    return db.paginate(ordered, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def _in_use() -> ColumnElement[bool]:
    return Questionnaire.archived_at.is_(None)


def has_any() -> bool:
    return db.session.scalar(select(Questionnaire.id).limit(1)) is not None


def by_id(questionnaire_id: int) -> Questionnaire:
    """Raises NotFound."""
    found = db.session.get(Questionnaire, questionnaire_id)
    if found is None:
        raise NotFound(NOT_THERE)
    return found


def find_by_form_key(digest: str) -> Questionnaire | None:
    return db.session.scalars(select(Questionnaire).where(Questionnaire.form_key_digest == digest)).first()


def slugs_like(slug: str) -> set[str]:
    """The taken addresses that begin with this one."""
    return set(db.session.scalars(select(Questionnaire.slug).where(Questionnaire.slug.startswith(slug))))


def version(version_id: int) -> QuestionnaireVersion:
    """A version with its questionnaire. Raises NotFound."""
    found = select(QuestionnaireVersion).where(QuestionnaireVersion.id == version_id)
    row = db.session.scalars(found.options(joinedload(QuestionnaireVersion.questionnaire))).first()
    if row is None:
        raise NotFound(NOT_THERE)
    return row


def latest_version(questionnaire_id: int) -> QuestionnaireVersion:
    """The version in use or being written, with its questionnaire. Raises NotFound."""
    row = db.session.scalars(_latest().where(Questionnaire.id == questionnaire_id)).first()
    if row is None:
        raise NotFound(NOT_THERE)
    return row


def versions(questionnaire_id: int) -> list[QuestionnaireVersion]:
    """All of a questionnaire, the newest first."""
    found = select(QuestionnaireVersion).where(QuestionnaireVersion.questionnaire_id == questionnaire_id)
    return list(db.session.scalars(found.order_by(QuestionnaireVersion.number.desc())))


def published_choices(*purposes: Purpose) -> list[QuestionnaireVersion]:
    """What may be used: the last version, with nothing lacking, of each questionnaire that is not archived.

    With purposes, only those; by title. Each has its questionnaire at hand.
    """
    found = _latest().where(_in_use())
    if purposes:
        found = found.where(Questionnaire.purpose.in_(purposes))
    return list(_ready(db.session.scalars(found.order_by(Questionnaire.title, Questionnaire.id))))


def _ready(found: Iterable[QuestionnaireVersion]) -> Iterable[QuestionnaireVersion]:
    return (one for one in found if one.is_frozen or not lacks(one.definition))
