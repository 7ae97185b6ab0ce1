"""What the pages of a question show of this room."""

from participa.accounts.models import Role, User
from participa.questions.doors import Panel
from participa.questions.models import Question, Status
from participa.questions.queries.public import PublicQuestion
from participa.satisfaction import queries, rules
from participa.satisfaction.forms import CorrectionRequestForm, OpinionForm

ANSWERED = (Status.PUBLISHED, Status.REFERRED)


def for_everybody(question: PublicQuestion) -> list[Panel]:
    """The mark alone, never the comment; nothing of a question whose text is withheld."""
    if question.is_withheld or question.status not in ANSWERED:
        return []
    last = queries.find_last(question.id)
    if last is None:
        return []
    was_corrected = question.answer_at is not None and last.at < question.answer_at
    data = {"label": last.label, "tone": last.tone, "was_corrected": was_corrected}
    return [Panel("satisfaction/_mark.html", data)]


def for_author(question: Question, code: str) -> list[Panel]:
    """The form of who asked, once the answer is published, and what was said last."""
    if question.status not in ANSWERED:
        return []
    said, answer = queries.opinions(question.id), queries.find_answer(question)
    may_say = rules.may_say(question, answer, said)
    if not may_say and not said:
        return []
    last = said[0] if said else None
    is_of_now = last is not None and answer is not None and last.answer_id == answer.id
    form = OpinionForm(formdata=None, data={"code": code}) if may_say else None
    return [Panel("satisfaction/_ask.html", {"form": form, "last": last, "is_of_now": is_of_now})]


def for_team(question: Question, user: User) -> list[Panel]:
    """What was said, with its words, and the request to correct the answer."""
    if question.status not in ANSWERED or not rules.may_read(user, question):
        return []
    said, request = queries.opinions(question.id), queries.find_request(question.id)
    if not said:
        return []
    standing = request if request is not None and request.opinion_id == said[0].id else None
    may_ask = rules.may_ask_correction(user, question, said[0], standing)
    form = CorrectionRequestForm(formdata=None) if may_ask else None
    may_correct = standing is not None and user.role is Role.LIAISON and question.status is Status.PUBLISHED
    data = {"said": said, "request": standing, "form": form, "may_correct": may_correct}
    return [Panel("satisfaction/staff/_panel.html", data)]
