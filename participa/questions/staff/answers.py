"""Pages of the written answer: draft it, look at it, review it, publish it, correct it."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role, User
from participa.questions import rules, services
from participa.questions.forms.staff import AnswerForm, CorrectionForm, ReturnForm, StepForm
from participa.questions.models import Question
from participa.questions.moves import Correction
from participa.questions.staff import desk, place
from participa.questions.staff.blueprint import bp
from participa.shared.errors import Forbidden, NotFound

SEND, PREVIEW, PUBLISH = "enviar", "ver", "publicar"


@bp.post("/<radicado>/respuesta")
@access.staff(Role.LIAISON)
def save_answer(radicado: str) -> ResponseReturnValue:
    """Keep the draft; the button that was used says what comes next."""
    question, actor, form = desk.taken(radicado), access.signed_in(), AnswerForm.sent()
    then = request.form.get("then", "")

    def act() -> None:
        if then == SEND:
            services.save_and_send(question, actor, form.typed, form.seen)
        else:
            services.save_draft(question, actor, form.typed, form.seen)

    if not desk.attempt(form, question, act):
        return desk.show(question, form)
    if then == SEND:
        return place.back_to_queue(question, "enviada a revisión")
    if then == PREVIEW:
        return redirect(place.of("questions.staff.preview", question), 303)
    return place.back_to_question(question, "borrador guardado")


@bp.get("/<radicado>/respuesta")
@access.staff()
def preview(radicado: str) -> ResponseReturnValue:
    """The last version as everybody will read it."""
    question = desk.opened(radicado)
    version = rules.last_version(question)
    if version is None:
        raise NotFound("Esta pregunta todavía no tiene respuesta escrita.")
    return render_template("questions/staff/preview.html", question=question, version=version, address=place.address())


@bp.post("/<radicado>/respuesta/aprobar")
@access.staff(Role.APPROVER)
def approve(radicado: str) -> ResponseReturnValue:
    """Approve and, with the other button, publish at once."""
    question, actor, form = desk.taken(radicado), access.signed_in(), StepForm.sent()
    publishes = request.form.get("then") == PUBLISH
    verb = services.approve_and_publish if publishes else services.approve
    if not desk.attempt(form, question, lambda: verb(question, actor, form.seen)):
        return desk.show(question, form)
    return place.back_to_queue(question, "respondida y publicada" if publishes else "aprobada")


@bp.post("/<radicado>/respuesta/devolver")
@access.staff(Role.APPROVER)
def give_back(radicado: str) -> ResponseReturnValue:
    """Return the answer to the office, with what to mend."""
    question, actor, form = desk.taken(radicado), access.signed_in(), ReturnForm.sent()
    if not desk.attempt(form, question, lambda: services.return_with_note(question, actor, form.typed, form.seen)):
        return desk.show(question, form)
    return place.back_to_queue(question, "devuelta a la dependencia")


@bp.post("/<radicado>/respuesta/publicar")
@access.staff(Role.APPROVER)
def publish_answer(radicado: str) -> ResponseReturnValue:
    """Let everybody read the approved answer."""
    question, actor, form = desk.taken(radicado), access.signed_in(), StepForm.sent()
    if not desk.attempt(form, question, lambda: services.publish_answer(question, actor, form.seen)):
        return desk.show(question, form)
    return place.back_to_queue(question, "respondida y publicada")


@bp.get("/<radicado>/correccion")
@access.staff(Role.LIAISON)
def correct(radicado: str) -> ResponseReturnValue:
    """Write a new version of a published answer."""
    question, actor = desk.opened(radicado), access.signed_in()
    _check_correction(actor, question)
    return _correction_page(question, CorrectionForm.fresh(question, body=question.answers[-1].body))


@bp.post("/<radicado>/correccion")
@access.staff(Role.LIAISON)
def correct_now(radicado: str) -> ResponseReturnValue:
    question, actor, form = desk.taken(radicado), access.signed_in(), CorrectionForm.sent()

    def act() -> None:
        services.correct(question, actor, form.typed, form.note.data or "", form.seen)

    if not desk.attempt(form, question, act):
        return _correction_page(question, form)
    return place.back_to_queue(question, "con una corrección en revisión")


def _check_correction(actor: User, question: Question) -> None:
    if not rules.may_correct(actor, question, Correction.PROPOSED):
        raise Forbidden("Esta respuesta no se puede corregir ahora.")


def _correction_page(question: Question, form: CorrectionForm) -> ResponseReturnValue:
    page = render_template(
        "questions/staff/correct.html",
        question=question,
        form=form,
        returned_note=desk.returned_note(question),
        address=place.address(),
    )
    return page, 422 if form.errors else 200


@bp.post("/<radicado>/correccion/publicar")
@access.staff(Role.APPROVER)
def publish_correction(radicado: str) -> ResponseReturnValue:
    """Approve and publish a proposed correction."""
    question, actor, form = desk.taken(radicado), access.signed_in(), StepForm.sent()
    if not desk.attempt(form, question, lambda: services.publish_correction(question, actor, form.seen)):
        return desk.show(question, form)
    return place.back_to_queue(question, "con la respuesta corregida")


@bp.post("/<radicado>/correccion/devolver")
@access.staff(Role.APPROVER)
def return_correction(radicado: str) -> ResponseReturnValue:
    """Return a proposed correction to the office, with what to mend."""
    question, actor, form = desk.taken(radicado), access.signed_in(), ReturnForm.sent()
    if not desk.attempt(form, question, lambda: services.return_correction(question, actor, form.typed, form.seen)):
        return desk.show(question, form)
    return place.back_to_queue(question, "con la corrección devuelta")
