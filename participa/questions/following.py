"""What who asked reads and does with the follow code, which travels only in the body."""

from collections.abc import Callable

from flask import render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.calendar.queries import current_calendar
from participa.questions import codes, doors, rules, services
from participa.questions.blueprint import bp
from participa.questions.forms.citizens import AuthorForm, ClarifyForm, FileForm, FollowForm, ObjectForm
from participa.questions.models import Question, Status
from participa.questions.queries import answers, following, links, terms
from participa.questions.standing import standing_of
from participa.questions.story import tell
from participa.shared import files, guess_throttle
from participa.shared.clock import today
from participa.shared.edge import keeps_text
from participa.shared.errors import Forbidden, NotFound

WRONG_CODE = "No encontramos una pregunta con ese código. Compárelo con su comprobante e intente otra vez."


@bp.route("/seguir", methods=["GET", "POST"])
@access.public
@keeps_text(FollowForm)
def follow() -> ResponseReturnValue:
    """How a question goes, for who has its code."""
    form = FollowForm()
    if not form.validate_on_submit():
        return render_template("questions/follow.html", form=form), 422 if form.is_submitted() else 200
    question = _find(form.code.data or "")
    return _unknown(form) if question is None else _page(question, form.code.data or "")


@bp.post("/seguir/aclarar")
@access.public
@keeps_text(ClarifyForm)
def clarify() -> ResponseReturnValue:
    """Add what was asked to make a question clear; the question itself does not change."""
    return _act(ClarifyForm(), services.clarify, "Recibimos su aclaración")


@bp.post("/seguir/salir-del-grupo")
@access.public
@keeps_text(ObjectForm)
def leave_group() -> ResponseReturnValue:
    """Say once that a question does not belong in its group."""
    return _act(ObjectForm(), services.object_to_group, "Su pregunta salió del grupo")


@bp.post("/seguir/adjunto")
@access.public
def followed_file() -> ResponseReturnValue:
    """A file of the published answer, for who has the code: also when the question is not public."""
    form = FileForm()
    code = form.code.data or ""
    question = _find(code) if form.validate_on_submit() else None
    if question is None:
        return _unknown(FollowForm(formdata=None, data={"code": code}))
    found = answers.file_of(following.find_answer(question), form.name.data or "")
    if found is None:
        raise NotFound("Ese archivo no va con la respuesta a su pregunta.")
    return files.send(found.file, found.words)


def _act(form: AuthorForm, verb: Callable[[Question, str], None], done: str) -> ResponseReturnValue:
    code = form.code.data or ""
    question = _find(code)
    if question is None:
        return _unknown(FollowForm(formdata=None, data={"code": code}))
    if not form.validate():
        return _page(question, code, failed=form)
    following.lock(question)
    try:
        verb(question, form.words.data or "")
    except Forbidden as refusal:
        return _page(question, code, refused=(refusal.message, form.words.data or ""))
    return _page(question, code, done)


def _find(code: str) -> Question | None:
    """The question of a typed code; wrong ones are counted."""
    guess_throttle.check("follow")
    question = following.find_by_code(codes.normalise(code))
    if question is None:
        guess_throttle.note_wrong("follow")
    return question


def _unknown(form: FollowForm) -> ResponseReturnValue:
    form.refuse("code", WRONG_CODE)
    return render_template("questions/follow.html", form=form), 422


def _page(
    question: Question,
    code: str,
    done: str = "",
    failed: AuthorForm | None = None,
    refused: tuple[str, str] | None = None,
) -> ResponseReturnValue:
    """The page of who asked; `refused` is why something was not taken, with the words, which are given back."""
    calendar = current_calendar()
    page = render_template(
        "questions/followed.html",
        question=question,
        steps=tell(question),
        answer=following.find_answer(question),
        standing=standing_of(question.status, question.due_on, question.answered_at, today(), calendar),
        explained=terms.explain(question, calendar),
        link=links.find_link(question.id),
        transfer=links.find_transfer(question.id),
        clarifications=following.clarifications(question.id),
        unclear=rules.last_move(question, rules.Axis.STATUS) if question.status is Status.CLARIFYING else None,
        clarify_by=rules.clarification_ends_on(question, calendar),
        forms=_forms(question, code, failed),
        file_form=FileForm(formdata=None, data={"code": code}),
        panels=doors.author_panels(question, code),
        done=done,
        failed=failed,
        refused=refused,
    )
    return page, 403 if refused else 422 if failed is not None else 200


def _forms(question: Question, code: str, failed: AuthorForm | None) -> dict[str, AuthorForm]:
    """What who asked may write now."""
    allowed: list[tuple[str, bool, type[AuthorForm]]] = [
        ("clarify", question.status is Status.CLARIFYING, ClarifyForm),
        ("object", rules.may_object(question, links.has_objected(question.id)), ObjectForm),
    ]
    return {
        name: failed if type(failed) is kind and failed is not None else kind(formdata=None, data={"code": code})
        for name, is_open, kind in allowed
        if is_open
    }
