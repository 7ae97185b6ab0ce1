"""How the entity works on its answers: who reviews, what is looked at, and the texts from which they are begun."""

from participa.accounts.models import Department, User
from participa.extensions import db
from participa.questions import rules
from participa.questions.models import AnswerTemplate, Question
from participa.questions.queries import answers as queries
from participa.questions.services import steps
from participa.shared import audit
from participa.shared.clock import today
from participa.shared.errors import Forbidden
from participa.shared.templating import long_day


def set_review(actor: User, head: bool, legal: Department | None, communications: bool, checklist: str) -> None:
    """Choose the steps of the chain and the checklist. What is under review keeps the chain it has."""
    if not rules.may_keep_review(actor):
        raise Forbidden(steps.NOT_NOW)
    row = queries.settings()
    row.head_reviews, row.communications_review = head, communications
    row.legal_department_id, row.checklist = legal.id if legal else None, checklist.strip()
    db.session.add(row)
    db.session.flush()
    audit.record(
        "answers.review_set", row, actor, head=head, legal=legal.id if legal else None, communications=communications
    )


def add_template(actor: User, title: str, body: str, is_for_all: bool) -> AnswerTemplate:
    """A new template of the own office; an approver may write one for all offices."""
    if not rules.may_write_templates(actor):
        raise Forbidden(steps.NOT_NOW)
    is_shared = is_for_all or actor.department_id is None
    template = AnswerTemplate(title=title, body=body, department_id=None if is_shared else actor.department_id)
    if not rules.may_keep_template(actor, template):
        raise Forbidden(steps.NOT_NOW)
    db.session.add(template)
    db.session.flush()  # the history names its number
    audit.record("template.added", template, actor)
    return template


def change_template(template: AnswerTemplate, actor: User, title: str, body: str, is_active: bool) -> None:
    """Change a template, or stop offering it. The answers that were begun with it stay as they are."""
    if not rules.may_keep_template(actor, template):
        raise Forbidden(steps.NOT_NOW)
    if (template.title, template.body, template.is_active) == (title, body, is_active):
        return
    template.title, template.body, template.is_active = title, body, is_active
    audit.record("template.changed", template, actor, is_active=is_active)


def filled(template: AnswerTemplate, question: Question) -> str:
    """The text of a template with what is known of the question in the place of its marks."""
    known = {
        "{radicado}": question.radicado,
        "{fecha}": long_day(today()),
        "{dependencia}": question.department.name if question.department else "",
        "{tema}": question.topic.name if question.topic else "",
    }
    text = template.body
    for mark, words in known.items():
        text = text.replace(mark, words)
    return text
