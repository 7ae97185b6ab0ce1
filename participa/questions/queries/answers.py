"""Reads about the written answer: its earlier drafts, its files, what it promises, and how the entity reviews it."""

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from participa.accounts.models import Department, Role, User
from participa.extensions import db
from participa.questions.models import (
    AnswerAttachment,
    AnswerDraft,
    AnswerPromise,
    AnswerReview,
    AnswerSettings,
    AnswerTemplate,
    AnswerVersion,
    Question,
    ReviewStep,
    Status,
    Verdict,
    Visibility,
)
from participa.shared.files import StoredFile

THE_ROW = 1
PER_PAGE = 25
MOST_DRAFTS = 20
OFFICIAL_CHECKLIST = (
    "Responde todo lo que se preguntó",
    "Se entiende: está en palabras sencillas",
    "Dice qué sigue, cuándo y quién responde",
    "No tiene datos personales de nadie",
    "Los archivos adjuntos los puede leer cualquier persona",
)


def settings() -> AnswerSettings:
    """How answers are reviewed; a fresh row, not yet kept, when the administration has chosen nothing."""
    kept = db.session.get(AnswerSettings, THE_ROW)
    if kept is not None:
        return kept
    return AnswerSettings(id=THE_ROW, head_reviews=False, communications_review=False, checklist="")


def checklist() -> list[str]:
    """What an office looks at before it sends an answer to review."""
    own = [line.strip() for line in settings().checklist.splitlines() if line.strip()]
    return own or list(OFFICIAL_CHECKLIST)


def drafts(question_id: int) -> list[AnswerDraft]:
    """What earlier drafts said, the last one first."""
    found = select(AnswerDraft).where(AnswerDraft.question_id == question_id)
    found = found.options(joinedload(AnswerDraft.author)).order_by(AnswerDraft.at.desc(), AnswerDraft.id.desc())
    return list(db.session.scalars(found.limit(MOST_DRAFTS)))


def find_draft(question_id: int, draft_id: int) -> AnswerDraft | None:
    mine = (AnswerDraft.question_id == question_id, AnswerDraft.id == draft_id)
    return db.session.scalar(select(AnswerDraft).where(*mine))


def templates_for(department_id: int | None) -> list[AnswerTemplate]:
    """The templates that this office may use, by title: its own and those of the entity."""
    found = select(AnswerTemplate).where(AnswerTemplate.is_active, _is_offered(department_id))
    return list(db.session.scalars(found.order_by(AnswerTemplate.title, AnswerTemplate.id)))


def _is_offered(department_id: int | None) -> ColumnElement[bool]:
    return or_(AnswerTemplate.department_id.is_(None), AnswerTemplate.department_id == department_id)


def templates_seen_by(user: User) -> list[AnswerTemplate]:
    """All templates to the approvers; to an office its own and those of the entity."""
    found = select(AnswerTemplate).options(joinedload(AnswerTemplate.department))
    if user.role is Role.LIAISON:
        found = found.where(_is_offered(user.department_id))
    return list(db.session.scalars(found.order_by(AnswerTemplate.title, AnswerTemplate.id)))


def template(template_id: int) -> AnswerTemplate:
    """Raises NoResultFound."""
    return db.session.scalars(select(AnswerTemplate).where(AnswerTemplate.id == template_id)).one()


def promises(page: int = 1) -> Pagination:
    """The last published version of each answer that promises something, newest first."""
    newer = aliased(AnswerVersion)
    is_last = ~exists().where(
        newer.question_id == AnswerVersion.question_id,
        newer.published_at.is_not(None),
        newer.number > AnswerVersion.number,
    )
    found = (
        select(AnswerVersion)
        .join(AnswerPromise)
        .where(AnswerVersion.published_at.is_not(None), is_last)
        .options(
            joinedload(AnswerVersion.promise), joinedload(AnswerVersion.question), joinedload(AnswerVersion.department)
        )
        .order_by(AnswerVersion.published_at.desc(), AnswerVersion.id.desc())
    )
    return db.paginate(found, page=page, per_page=PER_PAGE, error_out=False)


def public_file(radicado: str, name: str) -> AnswerAttachment:
    """A file of a published version of an answer that everybody may read. Raises NoResultFound."""
    readable = Question.visibility.in_((Visibility.PUBLIC, Visibility.GROUPED))
    return db.session.scalars(_files(name).where(Question.radicado == radicado, readable)).one()


def file_of(version: AnswerVersion | None, name: str) -> AnswerAttachment | None:
    """A file of the published version that who asked reads; None for any other."""
    if version is None or version.published_at is None:
        return None
    return next((one for one in version.attachments if one.file.name == name), None)


def _files(name: str) -> Select[AnswerAttachment]:
    return (
        select(AnswerAttachment)
        .join(StoredFile)
        .join(AnswerVersion, AnswerVersion.id == AnswerAttachment.version_id)
        .join(Question, Question.id == AnswerVersion.question_id)
        .where(StoredFile.name == name, AnswerVersion.published_at.is_not(None), ~AnswerVersion.withheld.has())
        .options(joinedload(AnswerAttachment.file))
        .order_by(AnswerAttachment.id.desc())
        .limit(1)
    )


def team_file(question: Question, name: str) -> AnswerAttachment:
    """A file of any version of the answer to a question. Raises NoResultFound."""
    found = (
        select(AnswerAttachment)
        .join(StoredFile)
        .join(AnswerVersion, AnswerVersion.id == AnswerAttachment.version_id)
        .where(StoredFile.name == name, AnswerVersion.question_id == question.id)
        .order_by(AnswerAttachment.id.desc())
        .limit(1)
    )
    return db.session.scalars(found).one()


def is_used(file_id: int) -> bool:
    """Whether a version of an answer carries this file."""
    return bool(db.session.scalar(select(exists().where(AnswerAttachment.file_id == file_id))))


def waits_for_review(user: User) -> ColumnElement[bool]:
    """Whether the next step of the chain of review of a question is this person's, as in `rules.may_review`."""
    version, later, before = AnswerVersion, aliased(AnswerVersion), aliased(AnswerReview)
    is_last = ~exists().where(later.question_id == version.question_id, later.number > version.number)
    own = aliased(AnswerVersion)
    of_question = (own.question_id == version.question_id, own.body == version.body)
    wrote_it = exists().where(*of_question, own.author_id == user.id)
    is_next = ~exists().where(
        before.version_id == AnswerReview.version_id, before.verdict == Verdict.WAITING, before.id < AnswerReview.id
    )
    return exists().where(
        AnswerReview.version_id == version.id,
        version.question_id == Question.id,
        ~wrote_it,
        AnswerReview.verdict == Verdict.WAITING,
        is_last,
        is_next,
        _is_step_of(user),
    )


def _is_step_of(user: User) -> ColumnElement[bool]:
    here = AnswerReview.department_id == user.department_id
    steps: list[ColumnElement[bool]] = []
    if user.role is Role.COMMUNICATIONS:
        steps.append(AnswerReview.step == ReviewStep.COMMUNICATIONS)
    if user.leads_office and user.role in (Role.LIAISON, Role.APPROVER):
        steps.append(and_(AnswerReview.step == ReviewStep.HEAD, here))
    if user.role is Role.APPROVER:
        steps.append(and_(AnswerReview.step == ReviewStep.LEGAL, here))
    return or_(*steps) if steps else AnswerReview.id.is_(None)


def has_review_open() -> ColumnElement[bool]:
    """Whether the version under review of a question still waits for a step of the chain."""
    version, later = aliased(AnswerVersion), aliased(AnswerVersion)
    is_last = ~exists().where(later.question_id == version.question_id, later.number > version.number)
    return and_(
        Question.status.in_((Status.IN_REVIEW, Status.PUBLISHED)),
        exists().where(
            AnswerReview.version_id == version.id,
            version.question_id == Question.id,
            AnswerReview.verdict == Verdict.WAITING,
            is_last,
        ),
    )


def offices_without_head() -> list[str]:
    """The names of the active offices that nobody in the team heads."""
    headed = exists().where(User.department_id == Department.id, User.leads_office, User.is_active)
    found = select(Department.name).where(Department.is_active, ~headed).order_by(Department.name)
    return list(db.session.scalars(found))
