"""The queue: one question whole before the eyes, what may be done with it, and what waits behind."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.questions import services as questions
from participa.questions.models import Question, Status
from participa.questions.queries import staff as catalogues
from participa.shared.clock import now
from participa.shared.edge import keeps_text
from participa.shared.errors import Conflict, Invalid
from participa.triage import queries, services
from participa.triage.blueprint import bp
from participa.triage.forms import AssignForm, BatchForm, GroupForm, KeysForm, PublishForm, WithholdForm
from participa.triage.models import Did
from participa.triage.staff import screen


@bp.get("/")
@access.staff(Role.MODERATOR)
def queue() -> ResponseReturnValue:
    """The question of the address, or the one that this person has, or the most urgent free one."""
    person = access.signed_in()
    wanted = request.args.get("pregunta") or queries.held_by(person, now()) or queries.first_free(person, now())
    return screen.show(screen.opened(wanted) if wanted else None)


@bp.post("/siguiente")
@access.staff(Role.MODERATOR)
def go_on() -> ResponseReturnValue:
    """Leave the question and take the next free one, or the one before."""
    person, left = access.signed_in(), screen.left_behind()
    found = services.take_next(person, left, request.form.get("hacia") == "anterior")
    if found is None:
        flash("No hay otra pregunta libre en este momento.", "info")
        return screen.at(left)
    if left is not None:
        services.let_go(left, person)
    return screen.at(found)


@bp.post("/<radicado>/tomar")
@access.staff(Role.MODERATOR)
def take(radicado: str) -> ResponseReturnValue:
    """Keep a question for three minutes more; from somebody else only on purpose. With `solo` no person pressed it."""
    question = screen.taken(radicado)
    if "solo" in request.form:
        return screen.kept(question)
    try:
        services.take(question, access.signed_in(), by_force="a-pesar" in request.form)
    except services.Taken as refusal:
        flash(refusal.message, "warn")
    return screen.at(question)


@bp.post("/<radicado>/publicar")
@access.staff(Role.MODERATOR)
def publish(radicado: str) -> ResponseReturnValue:
    """Let everybody read the text."""
    form, actor = PublishForm.sent(), access.signed_in()

    def verb(question: Question) -> None:
        questions.publish_question(question, actor, form.seen, reviewed=bool(form.reviewed.data))

    return screen.acted(radicado, form, lambda: Did.PUBLISHED, verb)


@bp.post("/<radicado>/asignar")
@access.staff(Role.MODERATOR)
@keeps_text(AssignForm)
def assign(radicado: str) -> ResponseReturnValue:
    """Type and topic and, with an office, hand over; with the box, publish the text too."""
    form, actor = AssignForm.sent(), access.signed_in()

    def verb(question: Question) -> None:
        topic = catalogues.topic(form.topic.data) if form.topic.data else None
        office = catalogues.department(form.department.data) if form.department.data else None
        questions.classify(question, actor, form.kind.data, topic, office, form.note.data or "", form.seen)
        if form.publish.data:
            questions.publish_question(question, actor)

    return screen.acted(radicado, form, lambda: Did.ASSIGNED if form.department.data else Did.CLASSIFIED, verb)


@bp.post("/<radicado>/reservar")
@access.staff(Role.MODERATOR)
@keeps_text(WithholdForm)
def withhold(radicado: str) -> ResponseReturnValue:
    """Keep the text from the public pages, for a reason of the closed list."""
    form, actor = WithholdForm.sent(), access.signed_in()

    def verb(question: Question) -> None:
        questions.withhold(question, actor, form.chosen, form.note.data or "", form.seen)

    return screen.acted(radicado, form, lambda: Did.WITHHELD, verb)


@bp.post("/<radicado>/agrupar")
@access.staff(Role.MODERATOR)
@keeps_text(GroupForm)
def group(radicado: str) -> ResponseReturnValue:
    """Let it wait for the answer of a similar question."""
    form, actor = GroupForm.sent(), access.signed_in()
    queries.lock([radicado, form.leader])

    def verb(question: Question) -> None:
        questions.move(question, actor, Status.GROUPED, form.note.data or "", form.leader, form.seen)

    return screen.acted(radicado, form, lambda: Did.GROUPED, verb)


@bp.post("/agrupar")
@access.staff(Role.MODERATOR)
@keeps_text(BatchForm)
def group_together() -> ResponseReturnValue:
    """Group the ticked questions under one, with one note."""
    form, person, ticked = BatchForm(), access.signed_in(), request.form.getlist("marcadas")
    if form.validate():
        try:
            services.group_together(ticked, form.leader.data or "", person, form.why.data or "")
        except (Conflict, Invalid) as refusal:
            form.form_errors = [*form.form_errors, refusal.message]
        else:
            return screen.at(screen.current())
    return screen.show(screen.current(), batch=form, ticked=ticked)


@bp.post("/deshacer")
@access.staff(Role.MODERATOR)
def undo() -> ResponseReturnValue:
    """Step back from the last act, in its first ten seconds."""
    try:
        steps = services.undo(request.form.get("acto", ""), access.signed_in())
    except (Conflict, Invalid) as refusal:
        flash(refusal.message, "warn")
        return screen.at(screen.left_behind())
    flash(screen.words_undone(steps), "success")
    return screen.at(steps[0].question)


@bp.post("/teclas")
@access.staff(Role.MODERATOR)
def keys() -> ResponseReturnValue:
    """Let single keys act for this person, or not."""
    are_on = bool(KeysForm().are_on.data)
    services.switch_keys(access.signed_in(), are_on)
    flash(
        "Las teclas de una letra están encendidas." if are_on else "Las teclas de una letra están apagadas.", "success"
    )
    return screen.at(screen.left_behind())
