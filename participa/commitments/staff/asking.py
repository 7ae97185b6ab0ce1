"""What the forms of the team that move a commitment share: try the verb, and say beside the field what it refuses."""

from collections.abc import Callable
from http import HTTPStatus

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from participa.commitments.models import Commitment, CommitmentStep
from participa.commitments.services import history
from participa.shared.errors import Conflict, Invalid
from participa.shared.forms import BaseForm, new_form_key

DONE = HTTPStatus.SEE_OTHER


def tried(form: BaseForm, act: Callable[[], object]) -> int:
    """DONE when the form was sent and its verb done; else the status of the page, with what is wrong in the form."""
    if not form.validate_on_submit():
        return 422 if form.is_submitted() else 200
    try:
        act()
    except (Invalid, Conflict) as problem:
        _say(form, problem)
        return problem.status
    return DONE


def _say(form: BaseForm, problem: Invalid | Conflict) -> None:
    """Beside the field that can mend it. After a form that made something else, the next try is one of its own."""
    if isinstance(problem, history.Repeated):
        form["form_key"].data, form["form_key"].raw_data = new_form_key(), None
    part = problem.part if isinstance(problem, history.Unfit) else "file"
    if isinstance(problem, Invalid) and part in form:
        form.refuse(part, problem.message)
    else:
        form.form_errors.append(problem.message)


def pending(commitment: Commitment) -> list[CommitmentStep]:
    """The steps that are not done, and the one that the form names: its second try finds it done."""
    return [step for step in commitment.steps if step.done_on is None or _is_named(step)]


def done(commitment: Commitment) -> list[CommitmentStep]:
    """The steps that are done, and the one that the form names."""
    return [step for step in commitment.steps if step.done_on is not None or _is_named(step)]


def _is_named(step: CommitmentStep) -> bool:
    return request.form.get("step") == str(step.id)


def step_of(commitment: Commitment, typed: str | None) -> CommitmentStep | None:
    return history.step_of(commitment, int(typed)) if typed else None


def require_on_opening(commitment: Commitment) -> None:
    """Raise Closed before anybody types into a form of what is not owed; what is sent is judged by its verb."""
    if request.method == "GET":
        history.require_open(commitment)


def to_detail(commitment: Commitment) -> ResponseReturnValue:
    return redirect(url_for("commitments.staff.detail", code=commitment.code), 303)
