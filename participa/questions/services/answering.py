"""The written answer: an office drafts it, another person approves it, and it is published and kept in versions.

A version is rewritten only until it is sent to review; afterwards each change is a new version. `seen` and the errors
are as in `handling`.
"""

from participa.accounts.models import User
from participa.questions import rules
from participa.questions.enclosed import NOTHING, Enclosed
from participa.questions.models import AnswerVersion, Question, Status
from participa.questions.moves import Axis, Correction
from participa.questions.queries import staff as queries
from participa.questions.services import checking, enclosing, finding, grouping, reviewing, steps
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Forbidden, Invalid
from participa.shared.templating import moment


def save_draft(
    question: Question,
    actor: User,
    body: str,
    seen: int | None = None,
    enclosed: Enclosed = NOTHING,
    is_pause: bool = False,
) -> AnswerVersion:
    """Keep what the office has written so far; the first draft starts the answer. `is_pause`: while somebody types.

    What another person wrote meanwhile is never written over: Changed says who, and the text becomes a version.
    """
    last = rules.last_version(question)
    is_same = last is not None and last.body == body and last == rules.open_draft(question, actor)
    if last is not None and is_same and enclosing.is_enclosed(last, enclosed):
        return last
    _check_seen(question, actor, seen)
    if not rules.may_answer(actor, question):
        raise Forbidden(steps.NOT_NOW)
    if question.status is Status.ASSIGNED:
        steps.take(question, Status.DRAFTING, actor)
    version = last if last is not None and is_same else _write(question, actor, body, is_pause=is_pause)
    enclosing.enclose(version, enclosed)
    steps.touch(question)
    return version


def _check_seen(question: Question, actor: User, seen: int | None) -> None:
    """Raise Changed when the question changed since this person opened it; of a draft, say whose it is."""
    last = rules.last_version(question)
    is_stale = seen is not None and seen != question.revision
    if not is_stale or last is None or (question.moves and last.written_at < question.moves[-1].at):
        return steps.check_seen(question, seen)
    if last.author_id == actor.id:
        raise steps.Changed(f"Usted guardó otro borrador en otra pestaña ({moment(last.written_at)}). Compárelos.")
    raise steps.Changed(f"{last.author.name} guardó otro borrador ({moment(last.written_at)}). El suyo no se guardó.")


def _write(question: Question, actor: User, body: str, note: str = "", is_pause: bool = False) -> AnswerVersion:
    version = rules.open_draft(question, actor)
    if version is None:
        last = rules.last_version(question)
        version = AnswerVersion(number=last.number + 1 if last else 1, author=actor, department=question.department)
        version.author_id = actor.id  # known before the flush: the rules compare numbers
        enclosing.carry_over(last, version)
        question.answers.append(version)
    elif version.body != body:
        enclosing.keep_earlier(question, version, body, is_pause)
    version.body, version.note, version.written_at = body, note, now()
    return version


def send_to_review(question: Question, actor: User, seen: int | None = None, reviewed: bool = False) -> None:
    """Hand the last version over to another person, who approves or returns it."""
    if steps.is_done(question, Axis.STATUS, Status.IN_REVIEW, actor):
        return
    steps.check_seen(question, seen)
    version = rules.last_version(question)
    if version is None or not version.body.strip():
        raise Invalid("Escriba la respuesta antes de enviarla a revisión.")
    if question.status is Status.DRAFTING and rules.open_draft(question, version.author) is None:
        raise Invalid("Corrija la respuesta antes de enviarla otra vez a revisión.")
    checking.check_answer(question, actor, version.said, reviewed)
    steps.take(question, Status.IN_REVIEW, actor)
    reviewing.lay_chain(question, version)


def save_and_send(
    question: Question,
    actor: User,
    body: str,
    seen: int | None = None,
    enclosed: Enclosed = NOTHING,
    reviewed: bool = False,
) -> None:
    """Keep the text and hand it over in one act. `reviewed` says that its possible personal data were looked at."""
    if _is_sent(question, actor, body):
        return
    save_draft(question, actor, body, seen, enclosed)
    send_to_review(question, actor, reviewed=reviewed)


def _is_sent(question: Question, actor: User, body: str) -> bool:
    last = rules.last_version(question)
    return last is not None and last.body == body and steps.is_done(question, Axis.STATUS, Status.IN_REVIEW, actor)


def return_with_note(question: Question, actor: User, note: str, seen: int | None = None) -> None:
    """Give the answer back to the office and say what to mend."""
    if steps.is_done(question, Axis.STATUS, Status.DRAFTING, actor, note):
        return
    steps.check_seen(question, seen)
    steps.take(question, Status.DRAFTING, actor, note)
    reviewing.end_chain(question, actor)


def approve(question: Question, actor: User, seen: int | None = None, reviewed: bool = False) -> None:
    """Approve the version under review, once who had to look at it has. The author of it cannot."""
    if steps.is_done(question, Axis.STATUS, Status.ANSWERED, actor):
        return
    steps.check_seen(question, seen)
    if rules.may_move(actor, question, Status.ANSWERED):
        checking.check_answer(question, actor, question.answers[-1].said, reviewed)
    steps.take(question, Status.ANSWERED, actor)
    _approve(question, question.answers[-1], actor)
    question.answered_at = question.answers[-1].approved_at


def _approve(question: Question, version: AnswerVersion, actor: User) -> None:
    """Sign a version; what looks like no answer is left in the history for the auditors."""
    version.approved_by, version.approved_at = actor, now()
    copies = queries.copies_of(question, version.body)
    audit.record(
        "answer.approved",
        question,
        actor,
        number=version.number,
        is_short=rules.is_short(version.body),
        copies=copies,
    )


def publish_answer(question: Question, actor: User, seen: int | None = None) -> None:
    """Let everybody read the approved answer, and tell who asked."""
    if steps.is_done(question, Axis.STATUS, Status.PUBLISHED, actor):
        return
    steps.check_seen(question, seen)
    steps.take(question, Status.PUBLISHED, actor)
    version = next(version for version in reversed(question.answers) if version.approved_at is not None)
    version.published_at = question.published_at = now()
    grouping.share_answer(question, version, actor)
    enclosing.forget_drafts(question)
    finding.keep_findable(question)


def approve_and_publish(question: Question, actor: User, seen: int | None = None, reviewed: bool = False) -> None:
    """Both steps at once; each is written in the history."""
    if steps.is_done(question, Axis.STATUS, Status.PUBLISHED, actor):
        return
    approve(question, actor, seen, reviewed)
    publish_answer(question, actor)


def correct(
    question: Question,
    actor: User,
    body: str,
    note: str,
    seen: int | None = None,
    enclosed: Enclosed = NOTHING,
    reviewed: bool = False,
) -> AnswerVersion:
    """Propose a new version of a published answer. The published one stays in sight until another person approves."""
    last = rules.last_version(question)
    is_same = last is not None and (last.body, last.note) == (body, note)
    if last is not None and is_same and steps.is_done(question, Axis.CORRECTION, Correction.PROPOSED, actor, note):
        return last
    steps.check_seen(question, seen)
    if not rules.may_correct(actor, question, Correction.PROPOSED):
        raise Forbidden(steps.NOT_NOW)
    if not body.strip():
        raise Invalid("Escriba la respuesta corregida.")
    version = _write(question, actor, body, note)
    enclosing.enclose(version, enclosed)
    checking.check_answer(question, actor, version.said, reviewed)
    steps.correct(question, Correction.PROPOSED, actor, note)
    reviewing.lay_chain(question, version)
    return version


def return_correction(question: Question, actor: User, note: str, seen: int | None = None) -> None:
    """Give a proposed correction back to the office and say what to mend."""
    if steps.is_done(question, Axis.CORRECTION, Correction.RETURNED, actor, note):
        return
    steps.check_seen(question, seen)
    steps.correct(question, Correction.RETURNED, actor, note)
    reviewing.end_chain(question, actor)


def publish_correction(question: Question, actor: User, seen: int | None = None, reviewed: bool = False) -> None:
    """Approve and publish a proposed correction. The earlier version stays in sight, with what changed."""
    if steps.is_done(question, Axis.CORRECTION, Correction.PUBLISHED, actor):
        return
    steps.check_seen(question, seen)
    if rules.may_correct(actor, question, Correction.PUBLISHED):
        checking.check_answer(question, actor, question.answers[-1].said, reviewed)
    steps.correct(question, Correction.PUBLISHED, actor)
    version = question.answers[-1]
    _approve(question, version, actor)
    version.published_at = version.approved_at
    grouping.share_correction(question, version, actor)
    finding.keep_findable(question)
