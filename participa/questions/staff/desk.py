"""The page of one question: what it is, what happened, and the forms that this person may use now."""

from collections.abc import Callable

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role, User
from participa.calendar.queries import current_calendar
from participa.questions import doors, rules, services
from participa.questions.forms.answers import ApproveForm
from participa.questions.forms.staff import (
    ClassifyForm,
    DeskForm,
    PublishQuestionForm,
    ReturnForm,
)
from participa.questions.models import Question, Status, Visibility
from participa.questions.moves import Axis, Correction, is_not_author
from participa.questions.queries import following as author
from participa.questions.queries import links, terms
from participa.questions.queries import staff as queries
from participa.questions.staff import answer_room, hints, place
from participa.questions.staff.words import STATUS_TONES, VISIBILITY_TONES, history, term_of
from participa.shared import clock
from participa.shared.business_days import BASE_READING_LABELS, BaseReading
from participa.shared.errors import Invalid

Forms = dict[str, DeskForm | None]


def opened(radicado: str) -> Question:
    """The question of the address, as this person may see it. Raises NoResultFound."""
    return queries.question(radicado, access.signed_in())


def taken(radicado: str) -> Question:
    """The same, locked for a change."""
    return queries.question_to_change(radicado, access.signed_in())


def attempt(form: DeskForm, question: Question, act: Callable[[], object]) -> bool:
    """Whether the verb was done. A refusal that the person can mend is shown on the form, with all that was typed."""
    if not form.validate():
        return False
    try:
        act()
    except (services.Changed, Invalid) as refusal:
        form.form_errors = [*form.form_errors, refusal.message]
        form.now_seen(question)
        return False
    return True


def show(question: Question, failed: DeskForm | None = None, with_asker: bool = False) -> ResponseReturnValue:
    """The page of the question; with a form that failed, as status 422."""
    user = access.signed_in()
    forms = _with(failed, _forms(user, question))
    page = render_template(
        "questions/staff/detail.html",
        question=question,
        asker=question.asker if with_asker else None,
        asker_shown=with_asker,
        room=answer_room.of(question, user, forms),
        panels=doors.staff_panels(question, user),
        tones=(STATUS_TONES, VISIBILITY_TONES),
        **_typed(forms, failed),
        **_standing(question),
        **_life(question),
        **_open_to(user, question),
        **hints.of(question, user, forms),
        **_surroundings(user, question),
    )
    return page, 200 if failed is None else 422


def _typed(forms: Forms, failed: DeskForm | None) -> dict[str, object]:
    """The forms, and the text of one that failed and is no longer offered."""
    is_lost = failed is not None and failed not in forms.values()
    lost_text = failed.typed if failed is not None and is_lost else ""
    return {"forms": forms, "failed": failed, "has_errors": failed is not None, "lost_text": lost_text}


def _standing(question: Question) -> dict[str, object]:
    """How it stands with its terms today."""
    today, calendar = clock.today(), current_calendar()
    return {
        "term": term_of(question, today, calendar),
        "handing_over": terms.transfer_warning(question, today, calendar),
        "reading": BASE_READING_LABELS[BaseReading(question.base_reading)],
        "changes": terms.changes(question.id),
    }


def _life(question: Question) -> dict[str, object]:
    """What has befallen it."""
    return {
        "version": rules.last_version(question),
        "doubts": _doubts(question),
        "history": history(question),
        "link": links.find_link(question.id),
        "transfer": links.find_transfer(question.id),
        "members": links.members(question.id),
        "clarifications": author.clarifications(question.id),
        "returned_note": returned_note(question),
    }


def _open_to(user: User, question: Question) -> dict[str, object]:
    """What this person may do with it."""
    return {
        "asides": _asides(user, question),
        "may": _may(user, question),
        "may_read_asker": rules.may_read_asker(user, question),
    }


def _surroundings(user: User, question: Question) -> dict[str, object]:
    """Where it stands in the list that the person came from."""
    previous, following = queries.neighbours(question, user, place.wanted(user), clock.today())
    return {"address": place.address(), "previous": previous, "following": following}


def _with(failed: DeskForm | None, forms: Forms) -> Forms:
    """The forms, with the one that failed in the place of its fresh twin."""
    return {name: failed if failed is not None and type(failed) is type(form) else form for name, form in forms.items()}


def _forms(user: User, question: Question) -> Forms:
    """The forms of the steps that this person may take now, by name."""
    makers: dict[str, tuple[bool, Callable[[], DeskForm]]] = {
        "classify": (rules.may_reclassify(user, question), lambda: classify_form(question)),
        "publish_question": (
            question.visibility is Visibility.WAITING and rules.may_show(user, question, Visibility.PUBLIC),
            lambda: PublishQuestionForm.fresh(question),
        ),
        "answer": (rules.may_answer(user, question), lambda: answer_room.fresh(question)),
        "step": (_has_button(user, question), lambda: ApproveForm.fresh(question)),
        "give_back": (_may_give_back(user, question), lambda: ReturnForm.fresh(question)),
    }
    made = {name: make() if allowed else None for name, (allowed, make) in makers.items()}
    return made | answer_room.chain_forms(question, user)


def classify_form(question: Question) -> ClassifyForm:
    """The form with what is known so far: the office that the person named is proposed."""
    department_id = question.department_id or question.asked_department_id or 0
    values = {
        "kind": question.kind,
        "term": terms.kind_of(question),
        "topic": question.topic_id or 0,
        "department": department_id,
    }
    return ClassifyForm.fresh(question, **values).offer(queries.topics_for(question), queries.active_departments())


def _has_button(user: User, question: Question) -> bool:
    return any(
        (
            rules.may_move(user, question, Status.ANSWERED),
            rules.may_move(user, question, Status.PUBLISHED),
            rules.may_correct(user, question, Correction.PUBLISHED),
        )
    )


def _may_give_back(user: User, question: Question) -> bool:
    is_review = question.status is Status.IN_REVIEW and rules.may_move(user, question, Status.DRAFTING)
    return is_review or rules.may_correct(user, question, Correction.RETURNED)


def _may(user: User, question: Question) -> dict[str, bool]:
    """What the page offers besides the forms."""
    is_withheld = question.visibility is Visibility.WITHHELD
    return {
        "withhold": rules.may_show(user, question, Visibility.WITHHELD),
        "restore": is_withheld and user.role is Role.APPROVER and rules.may_show(user, question, Visibility.PUBLIC),
        "approve": rules.may_move(user, question, Status.ANSWERED),
        "publish": rules.may_move(user, question, Status.PUBLISHED),
        "correct": rules.may_correct(user, question, Correction.PROPOSED),
        "review_own": _is_own_review(user, question),
        "publish_correction": rules.may_correct(user, question, Correction.PUBLISHED),
        "extend": rules.may_extend(user, question) and rules.is_in_term(question, clock.today()),
    }


def _is_own_review(user: User, question: Question) -> bool:
    """Whether this person would approve, had the version another author."""
    waits = question.status is Status.IN_REVIEW or rules.correction_of(question) is Correction.PROPOSED
    return waits and user.role is Role.APPROVER and not is_not_author(user, question)


def returned_note(question: Question) -> str:
    """What the approver asked to mend, until it is sent again."""
    if question.status is Status.PUBLISHED:
        last = rules.last_move(question, Axis.CORRECTION)
        return last.note if last is not None and last.to_value == Correction.RETURNED else ""
    last = rules.last_move(question, Axis.STATUS)
    return last.note if last is not None and last.from_value == Status.IN_REVIEW else ""


def _asides(user: User, question: Question) -> list[tuple[str, str]]:
    """(words, address) of each step that has a page of its own."""
    return [
        (move.label, url_for("questions.staff.step", radicado=question.radicado, step=move.slug, **place.address()))
        for (start, to), move in rules.MOVES.items()
        if move.slug and start is question.status and rules.may_move(user, question, to)
    ]


def _doubts(question: Question) -> dict[str, int]:
    """What makes the answer look like none: too short, or the same text in so many other questions."""
    version = rules.last_version(question)
    copies = queries.copies_of(question, version.body) if version else 0
    return {"short": version is not None and rules.is_short(version.body), "copies": copies * rules.is_copied(copies)}
