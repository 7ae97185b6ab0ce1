"""Who may say whether the answer answers, who reads what was said, and who may ask for a correction. Pure."""

from collections.abc import Sequence

from participa.accounts.models import Role, User
from participa.questions.models import AnswerVersion, Question, Status
from participa.satisfaction.models import CorrectionRequest, Opinion, Verdict

MOST_OPINIONS = 10  # of one version of an answer: the last one counts, and changing one's mind needs no more
READERS = frozenset({Role.LIAISON, Role.APPROVER, Role.CONTROL})


def may_say(question: Question, answer: AnswerVersion | None, said: Sequence[Opinion]) -> bool:
    """Whether who asked may say it now: the answer is published, and of this version it was not said too often."""
    is_answered = question.status in (Status.PUBLISHED, Status.REFERRED)
    if not is_answered or answer is None or answer.published_at is None:
        return False
    return sum(one.answer_id == answer.id for one in said) < MOST_OPINIONS


def may_read(user: User, question: Question) -> bool:
    """Whether this person reads the comments: approval, internal control, and the office that answered."""
    if user.role is Role.LIAISON:
        return question.department_id is not None and question.department_id == user.department_id
    return user.role in READERS


def may_ask_correction(user: User, question: Question, last: Opinion | None, asked: CorrectionRequest | None) -> bool:
    """Whether this person may ask the office to correct the answer: once for each doubt of who asked."""
    is_doubted = last is not None and last.verdict is not Verdict.YES
    return user.role is Role.APPROVER and question.status is Status.PUBLISHED and is_doubted and asked is None
