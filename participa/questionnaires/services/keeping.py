"""Questionnaires as a whole: new ones, copies, first use, corrections, archive."""

from collections.abc import Callable

from sqlalchemy.exc import IntegrityError

from participa.accounts.models import User
from participa.extensions import db
from participa.questionnaires import official, queries, rules
from participa.questionnaires.engine.definition import Definition, lacks, to_document
from participa.questionnaires.engine.structure import same_structure
from participa.questionnaires.models import Purpose, Questionnaire, QuestionnaireVersion, VersionState
from participa.questionnaires.services.permission import ARCHIVED, Changed, digest_of, lock, require
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Invalid
from participa.shared.slugs import to_slug

LACKS = "Este cuestionario todavía no se puede usar: le falta algo. Ábralo y vea «Lo que falta»."
IN_USE = "No se puede borrar: una encuesta, una evaluación o una inscripción ya lo usa. Archívelo."
USED = "Un cuestionario que ya se usó no se borra: archívelo."
NOT_FROZEN = "Este cuestionario todavía es un borrador: cámbielo directamente."
NO_REASON = "Escriba por qué se corrige."
SAME_WORDS = "No cambió ninguna palabra."
OTHER_STRUCTURE = "Solo se corrige la redacción. Para cambiar las preguntas, duplique el cuestionario."
_corrected: list[Callable[[QuestionnaireVersion], None]] = []
CORRECTED = "Otra persona corrigió este cuestionario mientras usted escribía. Revise su texto y guarde otra vez."


def create(
    title: str, purpose: Purpose, author: User | None, form_key: str, definition: Definition | None = None
) -> Questionnaire:
    """A new questionnaire with a draft; the same form key twice gives the first. Raises Forbidden."""
    require(author)
    digest = digest_of(form_key)
    if twin := queries.find_by_form_key(digest):
        return twin
    made = Questionnaire(title=title, purpose=purpose, form_key_digest=digest, created_at=now())
    made.slug = _free_slug(title, digest)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:  # the same form at the same moment
        raise Conflict("Este cuestionario ya se estaba guardando. Mire la lista.") from error
    _add_version(made, 1, definition or Definition())
    audit.record("create", made, author)
    return made


def _free_slug(title: str, digest: str) -> str:
    """Two people may give the same title at once: the second address ends in letters of its form key."""
    slug = to_slug(title, otherwise="cuestionario")
    return f"{slug}-{digest[:8]}" if queries.slugs_like(slug) else slug


def _add_version(questionnaire: Questionnaire, number: int, definition: Definition) -> QuestionnaireVersion:
    version = QuestionnaireVersion(questionnaire_id=questionnaire.id, number=number, created_at=now())
    version.state, version.document, version.removed = VersionState.DRAFT, to_document(definition), []
    db.session.add(version)
    db.session.flush()  # the history quotes its number
    return version


def from_template(template_code: str, title: str, author: User | None, form_key: str) -> Questionnaire:
    """A new questionnaire that begins as one of the templates. Raises Forbidden, and Invalid for an unknown one."""
    template = official.TEMPLATES.get(template_code)
    if template is None:
        raise Invalid("Elija un modelo de la lista.")
    return create(title or template.title, template.purpose, author, form_key, template.definition)


def duplicate(questionnaire: Questionnaire, title: str, author: User | None, form_key: str) -> Questionnaire:
    """A new draft made of the last version."""
    source = queries.latest_version(questionnaire.id)
    return create(title, questionnaire.purpose, author, form_key, source.definition)


def rename(questionnaire: Questionnaire, title: str, purpose: Purpose, actor: User | None) -> None:
    """Raises Forbidden, and Conflict when it is archived."""
    require(actor)
    if questionnaire.archived_at is not None:
        raise Conflict(ARCHIVED)
    questionnaire.title, questionnaire.purpose = title, purpose
    audit.record("questionnaire.rename", questionnaire, actor)


def freeze(version: QuestionnaireVersion, actor: User | None = None) -> None:
    """First use: from now on its structure stays. Again does nothing. Raises Conflict while something is lacking."""
    lock(version.questionnaire)
    if version.is_frozen:
        return
    if lacks(version.definition):
        raise Conflict(LACKS)
    version.state, version.frozen_at, version.removed = VersionState.FROZEN, now(), []
    audit.record("questionnaire.freeze", version, actor)


def listen_to_corrections(take_up: Callable[[QuestionnaireVersion], None]) -> None:
    """Let a room above ask with the new words from the moment in which they are kept."""
    if take_up not in _corrected:
        _corrected.append(take_up)


def correct(
    questionnaire: Questionnaire, definition: Definition, reason: str, actor: User | None, seen: int | None = None
) -> QuestionnaireVersion:
    """A new frozen version with other words and the same structure.

    `seen` is the number of the version that this person saw. Raises Forbidden; Conflict for a draft or an archived
    one, Changed when another version came meanwhile; Invalid without reason or with another structure.
    """
    require(actor)
    lock(questionnaire)
    last = queries.latest_version(questionnaire.id)
    _check_correction(last, definition, reason, seen)
    version = _add_version(questionnaire, last.number + 1, definition)
    version.state, version.frozen_at, version.reason = VersionState.FROZEN, now(), reason
    audit.record("questionnaire.correct", version, actor, number=version.number)
    db.session.flush()
    for take_up in _corrected:
        take_up(version)
    return version


def _check_correction(last: QuestionnaireVersion, definition: Definition, reason: str, seen: int | None) -> None:
    if not rules.is_correctable(last.questionnaire, last):
        raise Conflict(NOT_FROZEN if last.questionnaire.archived_at is None else ARCHIVED)
    if seen is not None and seen != last.number:
        raise Changed(CORRECTED)
    if not reason.strip():
        raise Invalid(NO_REASON)
    if not same_structure(last.definition, definition) or lacks(definition):
        raise Invalid(OTHER_STRUCTURE)
    if definition == last.definition:
        raise Invalid(SAME_WORDS)


def archive(questionnaire: Questionnaire, actor: User | None) -> None:
    """Out of the lists of what may be used; what uses it goes on. Raises Forbidden."""
    require(actor)
    if questionnaire.archived_at is None:
        questionnaire.archived_at = now()
        audit.record("questionnaire.archive", questionnaire, actor)


def take_back(questionnaire: Questionnaire, actor: User | None) -> None:
    """Out of the archive. Raises Forbidden."""
    require(actor)
    if questionnaire.archived_at is not None:
        questionnaire.archived_at = None
        audit.record("questionnaire.take_back", questionnaire, actor)


def delete(questionnaire: Questionnaire, actor: User | None) -> None:
    """Only a draft that nobody used. Raises Forbidden, and Conflict for any other."""
    require(actor)
    lock(questionnaire)
    version = queries.latest_version(questionnaire.id)
    if not rules.is_deletable(version):
        raise Conflict(USED)
    audit.record("questionnaire.delete", questionnaire, actor)
    try:
        with db.session.begin_nested():
            db.session.delete(version)
            db.session.flush()
            db.session.delete(questionnaire)
    except IntegrityError as error:
        raise Conflict(IN_USE) from error
