"""Who may do what with a question, and when. The steps themselves are the tables of `moves`."""

from collections.abc import Sequence
from datetime import date

from participa.accounts.models import Role, User
from participa.questions.models import (
    AnswerReview,
    AnswerTemplate,
    AnswerVersion,
    Question,
    ReviewStep,
    Status,
    Visibility,
    WithholdReason,
)
from participa.questions.models.redaction import PERSONAL, Part, hides_most
from participa.questions.moves import (
    APPROVAL,
    CORRECTION_MOVES,
    MODERATION,
    MOVES,
    OFFICE,
    SHARED,
    STEPS,
    VISIBILITY_MOVES,
    Axis,
    Correction,
    Move,
    is_not_author,
    is_own_office,
    last_move,
    last_version,
    next_review,
)
from participa.shared.business_days import BaseReading, WorkCalendar, bogota_day, due_from

__all__ = [
    "CORRECTION_MOVES",
    "MOVES",
    "SHARED",
    "STEPS",
    "VISIBILITY_MOVES",
    "Axis",
    "Correction",
    "Move",
    "last_move",
    "last_version",
    "next_review",
]

CLARIFICATION_DAYS = 10  # business days to make a question clear (Ley 1755 de 2015, art. 19)
TRANSFER_DAYS = 5  # business days to hand over what another entity must answer (Ley 1755 de 2015, art. 21)
SHORT_ANSWER = 40  # letters under which an answer looks like none
MANY_COPIES = 3  # other questions with one same text from which it looks like no answer
OPEN = (
    Status.RECEIVED,
    Status.CLASSIFIED,
    Status.ASSIGNED,
    Status.DRAFTING,
    Status.IN_REVIEW,
    Status.ANSWERED,
    Status.CLARIFYING,
    Status.GROUPED,
)


def may_move(user: User, question: Question, to: Status) -> bool:
    """Whether this person may take the trámite of the question to that status now."""
    return _allows(MOVES.get((question.status, to)), user, question)


def may_show(user: User, question: Question, to: Visibility) -> bool:
    """Whether this person may give the text of the question that visibility now."""
    return _allows(VISIBILITY_MOVES.get((question.visibility, to)), user, question)


def may_correct(user: User, question: Question, to: Correction) -> bool:
    """Whether this person may take the correction of a published answer one step further."""
    if question.status is not Status.PUBLISHED:
        return False
    return _allows(CORRECTION_MOVES.get((correction_of(question), to)), user, question)


def _allows(move: Move | None, user: User, question: Question) -> bool:
    return move is not None and user.role in move.roles and move.guard(user, question)


def may_see(user: User, question: Question) -> bool:
    """Whether this person may open the question: a liaison, only what is with the own office; the others, all."""
    return user.role is not Role.LIAISON or is_own_office(user, question)


def may_read_asker(user: User, question: Question) -> bool:
    """Whether this person needs to know who asked: moderation, approval and the liaison who answers."""
    if user.role is Role.LIAISON:
        return is_own_office(user, question)
    return user.role in MODERATION | APPROVAL


def may_answer(user: User, question: Question) -> bool:
    """Whether this person may write the answer now."""
    is_time = question.status in (Status.ASSIGNED, Status.DRAFTING)
    return is_time and user.role in OFFICE and is_own_office(user, question)


def is_under_review(question: Question) -> bool:
    """Whether the last version of the answer is with those who review it."""
    return question.status is Status.IN_REVIEW or correction_of(question) is Correction.PROPOSED


def may_review(user: User, question: Question) -> bool:
    """Whether the next step of the chain of review is this person's, who did not write the version."""
    step = next_review(question)
    return step is not None and is_under_review(question) and is_reviewer(user, step) and is_not_author(user, question)


def is_reviewer(user: User, review: AnswerReview) -> bool:
    """Whether a step of the chain is for this person: by office, and for communications by role."""
    if review.step is ReviewStep.COMMUNICATIONS:
        return user.role is Role.COMMUNICATIONS
    is_there = review.department_id is not None and user.department_id == review.department_id
    if review.step is ReviewStep.HEAD:
        return is_there and user.leads_office and user.role in OFFICE | APPROVAL
    return is_there and user.role in APPROVAL


def may_skip(user: User, question: Question) -> bool:
    """Whether this person may go on without the next step of the chain, saying why."""
    has_step = next_review(question) is not None and is_under_review(question)
    return has_step and user.role in APPROVAL and is_not_author(user, question)


def may_keep_review(user: User) -> bool:
    """Whether this person may say who reviews answers and what is looked at."""
    return user.role is Role.ADMIN


def may_write_templates(user: User) -> bool:
    return user.role in OFFICE | APPROVAL and (user.role in APPROVAL or user.department_id is not None)


def may_keep_template(user: User, template: AnswerTemplate) -> bool:
    """Whether this person may change a template: a liaison, those of the own office; the approvers, all."""
    if user.role in APPROVAL:
        return True
    is_own = template.department_id is not None and template.department_id == user.department_id
    return user.role in OFFICE and is_own


def may_reclassify(user: User, question: Question) -> bool:
    """Whether this person may still change the type and the topic."""
    return question.status in (Status.RECEIVED, Status.CLASSIFIED) and user.role in MODERATION


def may_object(question: Question, has_objected: bool) -> bool:
    """Whether who asked may still say that the question does not belong in its group."""
    return question.status is Status.GROUPED and not has_objected


def may_extend(user: User, question: Question) -> bool:
    """Whether this person may add days to the term; when and how many, the verb says."""
    return question.status in OPEN and question.status is not Status.ANSWERED and user.role in APPROVAL


def is_in_term(question: Question, today: date) -> bool:
    return today <= question.due_on


def may_recount(user: User) -> bool:
    """Whether this person may move the terms that a change of the calendar counts otherwise."""
    return user.role in (Role.APPROVER, Role.ADMIN)


def may_release(user: User) -> bool:
    """Whether this person may let a question in quarantine join the queue."""
    return user.role in MODERATION


def may_switch_audience_mode(user: User) -> bool:
    """Whether this person may say that many people share one network now."""
    return user.role in (Role.MODERATOR, Role.ADMIN)


def may_keep_topics(user: User) -> bool:
    return user.role is Role.ADMIN


def may_keep_words(user: User) -> bool:
    """Whether this person may change the places, the synonyms and the helps of the moderation."""
    return user.role in (Role.MODERATOR, Role.ADMIN)


def needs_second(question: Question, reason: WithholdReason) -> bool:
    """Whether a second person must confirm before the text is hidden: everybody reads it, and the reason is opinable.

    That a question repeats another one or was handed over can be checked by everybody (R6, R7).
    """
    is_readable = question.visibility in (Visibility.PUBLIC, Visibility.GROUPED)
    return is_readable and reason not in (WithholdReason.R6, WithholdReason.R7)


def parts_need_second(question: Question, parts: Sequence[Part]) -> bool:
    """Whether a second person must confirm before parts are hidden: personal data are hidden at once, the rest not."""
    is_readable = question.visibility in (Visibility.PUBLIC, Visibility.GROUPED)
    is_more = hides_most(question.body, parts) or any(part.reason not in PERSONAL for part in parts)
    return is_readable and is_more


def may_redact(user: User, question: Question) -> bool:
    """Whether this person may hide parts of the text."""
    return user.role in MODERATION | APPROVAL


def may_withhold_answer(user: User, version: AnswerVersion) -> bool:
    """Whether this person may hide an earlier version of an answer: it was published, and a later one holds."""
    later = [one for one in version.question.answers if one.number > version.number and one.published_at is not None]
    return user.role in APPROVAL and version.published_at is not None and bool(later)


def may_redact_answer(user: User, version: AnswerVersion) -> bool:
    """Whether this person may hide personal data of an answer: the version that everybody reads now."""
    public = [one for one in version.question.answers if one.published_at is not None]
    is_read = version.question.status is Status.PUBLISHED and bool(public) and public[-1] == version
    return user.role in MODERATION | APPROVAL and is_read


def may_lift(user: User, author_id: int) -> bool:
    """Whether this person may show again what that author hid: nobody reviews their own decision."""
    return user.role in MODERATION | APPROVAL and user.id != author_id


def may_confirm(user: User, proposer_id: int) -> bool:
    """Whether this person may be the second one."""
    return user.role in MODERATION | APPROVAL and user.id != proposer_id


def correction_of(question: Question) -> Correction:
    last = last_move(question, Axis.CORRECTION)
    return Correction(last.to_value) if last else Correction.NONE


def open_draft(question: Question, user: User) -> AnswerVersion | None:
    """The last version, while this person may still rewrite it: own, not approved and not yet sent to review."""
    version = last_version(question)
    if version is None or version.author_id != user.id or version.approved_at is not None:
        return None
    sent = [move.at for move in question.moves if move.to_value in (Status.IN_REVIEW, Correction.PROPOSED)]
    return None if sent and version.written_at <= sent[-1] else version


def clarification_ends_on(question: Question, calendar: WorkCalendar) -> date | None:
    """The last day of the person to make the question clear, in Colombia; None when nothing was asked."""
    asked = next((move for move in reversed(question.moves) if move.to_value == Status.CLARIFYING), None)
    if asked is None:
        return None
    return due_from(bogota_day(asked.at), CLARIFICATION_DAYS, calendar, BaseReading.RECEIPT).due_on


def transfer_ends_on(question: Question, calendar: WorkCalendar) -> date:
    """The last day to hand the question over to who must answer it, in Colombia (CPACA art. 21)."""
    return due_from(question.base_on, TRANSFER_DAYS, calendar, BaseReading(question.base_reading)).due_on


def may_archive(question: Question, today: date, calendar: WorkCalendar) -> bool:
    """Whether the time to make the question clear is over (Ley 1755 de 2015, art. 19)."""
    last_day = clarification_ends_on(question, calendar)
    return last_day is not None and today > last_day


def is_short(body: str) -> bool:
    return len(body) < SHORT_ANSWER


def is_copied(copies: int) -> bool:
    """Whether one same text answers too many other questions."""
    return copies >= MANY_COPIES
