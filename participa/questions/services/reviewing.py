"""The chain of review of an answer: who heads the office, legal, communications. The approver signs after them.

The chain of a version is laid down when it is sent: a change of the settings does not touch what is under review.
`seen` and the errors are as in `handling`.
"""

from participa.accounts.models import User
from participa.questions import rules
from participa.questions.models import AnswerReview, AnswerVersion, Question, ReviewStep, Verdict
from participa.questions.moves import Axis
from participa.questions.queries import answers as queries
from participa.questions.services import steps
from participa.shared.clock import now
from participa.shared.errors import Forbidden, Invalid

SAY_WHY = "Escriba por qué se sigue sin esta revisión."
SAY_WHAT = "Escriba qué se debe corregir."


def lay_chain(question: Question, version: AnswerVersion) -> None:
    """Write down who must look at a version before the approver."""
    chosen = queries.settings()
    wanted = (
        (chosen.head_reviews, ReviewStep.HEAD, question.department_id),
        (chosen.legal_department_id is not None, ReviewStep.LEGAL, chosen.legal_department_id),
        (chosen.communications_review, ReviewStep.COMMUNICATIONS, None),
    )
    for is_on, step, department_id in wanted:
        if is_on:
            version.reviews.append(AnswerReview(step=step, department_id=department_id, verdict=Verdict.WAITING))


def agree(question: Question, actor: User, note: str = "", seen: int | None = None) -> None:
    """Say that nothing keeps the version from the next step."""
    if _is_done(question, actor, Verdict.AGREED, note, seen):
        return
    _decide(question, _checked(question, actor, seen), actor, Verdict.AGREED, note)


def send_back(question: Question, actor: User, note: str, seen: int | None = None) -> None:
    """Give the answer back to the office and say what to mend; the mended one begins the chain anew."""
    if _is_done(question, actor, Verdict.RETURNED, note, seen):
        return
    review = _checked(question, actor, seen)
    if not note.strip():
        raise Invalid(SAY_WHAT)
    _decide(question, review, actor, Verdict.RETURNED, note)
    end_chain(question, actor)
    steps.give_back(question, actor, note)


def end_chain(question: Question, actor: User) -> None:
    """Close the steps that are left of a version that is returned: the mended one has a chain of its own."""
    while (review := rules.next_review(question)) is not None:
        review.verdict, review.done_by_id, review.done_at = Verdict.RETURNED, actor.id, now()


def skip(question: Question, actor: User, note: str, seen: int | None = None) -> None:
    """Go on without a step that nobody takes: the term of the person who asked runs."""
    if _is_done(question, actor, Verdict.SKIPPED, note, seen):
        return
    steps.check_seen(question, seen)
    review = rules.next_review(question)
    if review is None or not rules.may_skip(actor, question):
        raise Forbidden(steps.NOT_NOW)
    if not note.strip():
        raise Invalid(SAY_WHY)
    _decide(question, review, actor, Verdict.SKIPPED, note)


def _checked(question: Question, actor: User, seen: int | None) -> AnswerReview:
    steps.check_seen(question, seen)
    review = rules.next_review(question)
    if review is None or not rules.may_review(actor, question):
        raise Forbidden(steps.NOT_NOW)
    return review


def _is_done(question: Question, actor: User, verdict: Verdict, note: str, seen: int | None) -> bool:
    """Whether this person just took this very step: a second click. Who saw the page of now takes the next one."""
    version = rules.last_version(question)
    if version is None or seen == question.revision:
        return False
    decided = {(one.done_by_id, one.verdict, one.note) for one in version.reviews}
    return (actor.id, verdict, note.strip()) in decided


def _decide(question: Question, review: AnswerReview, actor: User, verdict: Verdict, note: str) -> None:
    review.verdict, review.note = verdict, note.strip()
    review.done_by_id, review.done_at = actor.id, now()
    steps.write_down(question, Axis.REVIEW, (review.step.value, verdict.value), actor, note)
