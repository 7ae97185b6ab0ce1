"""Pages of the written answer: draft it, look at it, review it, publish it, correct it."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role, User
from participa.extensions import db
from participa.questions import rules, services
from participa.questions.forms.answers import AnswerForm, ApproveForm, CorrectionForm
from participa.questions.forms.staff import NOTHING, ReturnForm
from participa.questions.models import Question, redaction
from participa.questions.moves import Correction
from participa.questions.queries import answers as queries
from participa.questions.queries import restrictions
from participa.questions.staff import answer_room, desk, place
from participa.questions.staff.blueprint import bp
from participa.shared import files
from participa.shared.errors import Forbidden, NotFound

SEND, PREVIEW, PUBLISH, INSERT = "enviar", "ver", "publicar", "plantilla"


@bp.post("/<radicado>/respuesta")
@files.takes_uploads
@access.staff(Role.LIAISON)
def save_answer(radicado: str) -> ResponseReturnValue:
    """Keep the draft; the button that was used says what comes next."""
    question, actor = desk.taken(radicado), access.signed_in()
    form, then = answer_room.sent(question), request.form.get("then", "")
    if then == INSERT:
        _insert(form, question)
    enclosed = form.enclosed(queries.checklist())

    def act() -> None:
        if then == SEND:
            services.save_and_send(question, actor, form.typed, form.seen, enclosed, bool(form.reviewed.data))
        else:
            services.save_draft(question, actor, form.typed, form.seen, enclosed)

    if not desk.attempt(form, question, act):
        return desk.show(question, form)
    if then == SEND:
        return place.back_to_queue(question, "enviada a revisión")
    if then == PREVIEW:
        return redirect(place.of("questions.staff.preview", question), 303)
    done = "borrador guardado, con la plantilla al final" if then == INSERT else "borrador guardado"
    return place.back_to_question(question, done)


def _insert(form: AnswerForm, question: Question) -> None:
    """Put the chosen template after what was typed, to be edited."""
    offered = {one.id: one for one in queries.templates_for(question.department_id)}
    chosen = offered.get(form.template.data or NOTHING)
    if chosen is not None:
        form.body.data = "\n\n".join(filter(None, (form.typed, services.filled(chosen, question))))


@bp.post("/<radicado>/respuesta/guardado")
@access.staff(Role.LIAISON)
def autosave(radicado: str) -> ResponseReturnValue:
    """Keep what is being typed; the page asks by itself. Answers the new revision, or why it was not kept."""
    question, form = desk.taken(radicado), AnswerForm.sent()
    if not form.validate():
        return {"words": "La respuesta es muy larga o la página venció. Use «Guardar borrador»."}, 422
    try:
        services.save_draft(question, access.signed_in(), form.typed, form.seen, is_pause=True)
    except services.Changed as refusal:
        return {"words": refusal.message}, 409
    db.session.flush()  # the revision is counted when it is written
    return {"revision": question.revision}


@bp.get("/<radicado>/adjuntos/<string(length=32):name>")
@access.staff()
def attachment(radicado: str, name: str) -> ResponseReturnValue:
    """A file of any version of the answer, for who may see the question."""
    found = queries.team_file(desk.opened(radicado), name)
    return files.send(found.file, found.words, inline=True)


@bp.get("/<radicado>/respuesta")
@access.staff()
def preview(radicado: str) -> ResponseReturnValue:
    """The last version as everybody will read it."""
    question = desk.opened(radicado)
    version = rules.last_version(question)
    if version is None:
        raise NotFound("Esta pregunta todavía no tiene respuesta escrita.")
    pieces = redaction.pieces(question.body, restrictions.standing_parts(question.id))
    return render_template(
        "questions/staff/preview.html", question=question, version=version, pieces=pieces, address=place.address()
    )


@bp.post("/<radicado>/respuesta/aprobar")
@access.staff(Role.APPROVER)
def approve(radicado: str) -> ResponseReturnValue:
    """Approve and, with the other button, publish at once."""
    question, actor, form = desk.taken(radicado), access.signed_in(), ApproveForm.sent()
    publishes = request.form.get("then") == PUBLISH
    verb = services.approve_and_publish if publishes else services.approve
    if not desk.attempt(form, question, lambda: verb(question, actor, form.seen, bool(form.reviewed.data))):
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
    question, actor, form = desk.taken(radicado), access.signed_in(), ApproveForm.sent()
    if not desk.attempt(form, question, lambda: services.publish_answer(question, actor, form.seen)):
        return desk.show(question, form)
    return place.back_to_queue(question, "respondida y publicada")


@bp.get("/<radicado>/correccion")
@access.staff(Role.LIAISON)
def correct(radicado: str) -> ResponseReturnValue:
    """Write a new version of a published answer."""
    question, actor = desk.opened(radicado), access.signed_in()
    _check_correction(actor, question)
    return _correction_page(question, answer_room.correction(question))


@bp.post("/<radicado>/correccion")
@files.takes_uploads
@access.staff(Role.LIAISON)
def correct_now(radicado: str) -> ResponseReturnValue:
    question, actor = desk.taken(radicado), access.signed_in()
    form = answer_room.sent_correction(question)
    enclosed = form.enclosed(queries.checklist())

    def act() -> None:
        services.correct(
            question, actor, form.typed, form.note.data or "", form.seen, enclosed, bool(form.reviewed.data)
        )

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
    question, actor, form = desk.taken(radicado), access.signed_in(), ApproveForm.sent()
    reviewed = bool(form.reviewed.data)
    if not desk.attempt(form, question, lambda: services.publish_correction(question, actor, form.seen, reviewed)):
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
