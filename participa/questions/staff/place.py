"""The place of a person in the queue: it lives in the address, and every act leads back to it."""

from enum import StrEnum
from typing import Any, TypeVar

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from participa.accounts import access
from participa.accounts.models import Role, User
from participa.extensions import db
from participa.questions.models import Question, Status
from participa.questions.queries import answers
from participa.questions.queries import staff as queries
from participa.questions.queries.staff import View, Wanted
from participa.shared import clock
from participa.shared.addresses import row_number
from participa.shared.html import to_line

WITH_QUEUE = frozenset({Role.MODERATOR, Role.LIAISON, Role.APPROVER})
WORDS = ("ver", "estado", "dependencia", "q", "pagina")
LONGEST = 40
Choice = TypeVar("Choice", bound=StrEnum)


def address() -> dict[str, Any]:
    """The filters of this request, to carry along in each link and form."""
    return {word: request.args[word][:LONGEST] for word in WORDS if request.args.get(word)}


def wanted(user: User) -> Wanted:
    """What the address asks for; without a group, what waits for this person."""
    status = _one_of(Status, request.args.get("estado"))
    department_id = request.args.get("dependencia", type=row_number)
    radicado = to_line(request.args.get("q", ""))[:LONGEST]
    narrowed = bool(status or department_id or radicado)
    view = _one_of(View, request.args.get("ver")) or _first_view(user, narrowed)
    return Wanted(view, status, department_id, radicado)


def _one_of(choices: type[Choice], word: str | None) -> Choice | None:
    return next((choice for choice in choices if choice.value == word), None)


def _first_view(user: User, narrowed: bool) -> View:
    if narrowed:
        return View.ALL
    return View.MINE if has_queue(user) else View.OPEN


def has_queue(user: User) -> bool:
    """Whether questions wait for this person: for communications, when the entity lets them review answers."""
    if user.role is Role.COMMUNICATIONS:
        return answers.settings().communications_review
    return user.role in WITH_QUEUE


def back_to_queue(question: Question, done: str) -> Response:
    """Say what was done and how much is left, and go on with the next one."""
    user = access.signed_in()
    db.session.flush()  # what is left is counted after the step
    flash(f"Pregunta {question.radicado} {done}; {_left(queries.waiting_for(user))}.", "success")
    _, following = queries.neighbours(question, user, wanted(user), clock.today())
    anchor: dict[str, Any] = {"_anchor": f"p-{following}"} if following else {}
    return redirect(url_for("questions.staff.inbox", **address(), **anchor), 303)


def _left(amount: int) -> str:
    if amount == 0:
        return "no queda ninguna por hacer"
    return "queda 1" if amount == 1 else f"quedan {amount}"


def back_to_question(question: Question, done: str) -> Response:
    """Say what was done and stay with the question."""
    flash(f"Pregunta {question.radicado}: {done}.", "success")
    return redirect(of("questions.staff.detail", question), 303)


def of(endpoint: str, question: Question) -> str:
    """The address of a page of this question, with the place in the queue."""
    return url_for(endpoint, radicado=question.radicado, **address())
