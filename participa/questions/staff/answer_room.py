"""What the page of a question shows around its answer: the form, who reviews, earlier drafts and what to look at."""

from typing import Any, TypeVar

from flask import request

from participa.accounts.models import User
from participa.questions import rules
from participa.questions.forms.answers import AnswerForm, CorrectionForm, ReviewForm, SkipForm
from participa.questions.forms.staff import DeskForm
from participa.questions.models import AnswerVersion, Question
from participa.questions.queries import answers as queries
from participa.shared import personal_data
from participa.shared.addresses import row_number

Form = TypeVar("Form", bound=AnswerForm)


def sent(question: Question) -> AnswerForm:
    """The form of the answer as it was sent."""
    return _offered(AnswerForm.sent(), question)


def fresh(question: Question) -> AnswerForm:
    """The form with the last version; or with an earlier draft that the address asks to bring back."""
    version = rules.last_version(question)
    body = _brought_back(question) or (version.body if version else "")
    return _offered(AnswerForm.fresh(question, body=body, **_enclosed_of(version)), question)


def correction(question: Question) -> CorrectionForm:
    """The form of a correction, with the last version to begin with."""
    version = question.answers[-1]
    form = CorrectionForm.fresh(question, body=version.body, **_enclosed_of(version))
    return _offered(form, question)


def sent_correction(question: Question) -> CorrectionForm:
    return _offered(CorrectionForm.sent(), question)


def _offered(form: Form, question: Question) -> Form:
    templates = queries.templates_for(question.department_id)
    return form.offer(rules.last_version(question), queries.checklist(), templates)


def _enclosed_of(version: AnswerVersion | None) -> dict[str, Any]:
    if version is None:
        return {}
    return {
        "kept": [one.file_id for one in version.attachments],
        "ticks": [tick.words for tick in version.ticks if tick.is_ticked],
        "has_promise": version.promise is not None,
        "promise": version.promise.words if version.promise else "",
    }


def _brought_back(question: Question) -> str:
    """The text of the earlier draft that the address names; nothing is written by looking."""
    number = request.args.get("borrador", type=row_number)
    draft = queries.find_draft(question.id, number) if number else None
    return draft.body if draft else ""


def of(question: Question, user: User, forms: dict[str, DeskForm | None]) -> dict[str, Any]:
    """For the template of the answer."""
    version, may_answer = rules.last_version(question), forms.get("answer") is not None
    text = version.said if version else ""
    is_mine = version is not None and version.author_id == user.id
    return {
        "drafts": queries.drafts(question.id) if may_answer else [],
        "brought_back": bool(may_answer and _brought_back(question)),
        "others_draft": version if may_answer and version is not None and not is_mine else None,
        "may_review": rules.may_review(user, question),
        "may_skip": rules.may_skip(user, question),
        "step": rules.next_review(question) if rules.is_under_review(question) else None,
        "found": personal_data.described(personal_data.findings(text)) if text else "",
    }


def chain_forms(question: Question, user: User) -> dict[str, DeskForm | None]:
    """The forms of the steps of the chain that this person may take now."""
    return {
        "review": ReviewForm.fresh(question) if rules.may_review(user, question) else None,
        "skip": SkipForm.fresh(question) if rules.may_skip(user, question) else None,
    }
