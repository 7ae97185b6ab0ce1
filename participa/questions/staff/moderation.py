"""Pages of one question: read it, sort it, show or withhold it, set it aside."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.calendar.queries import current_calendar
from participa.questions import rules, services
from participa.questions.forms.staff import (
    ClassifyForm,
    NoteForm,
    PublishQuestionForm,
    RadicadoForm,
    RestoreForm,
    TransferForm,
    WithholdForm,
)
from participa.questions.models import Question, Status, Visibility
from participa.questions.moves import Move
from participa.questions.queries import checking
from participa.questions.queries import staff as queries
from participa.questions.staff import desk, place
from participa.questions.staff.blueprint import bp
from participa.shared import files
from participa.shared.clock import today
from participa.shared.errors import Forbidden
from participa.shared.html import to_line

WITHHOLD = rules.VISIBILITY_MOVES[Visibility.WAITING, Visibility.WITHHELD]
PROPOSED = "sigue pública hasta que otra persona confirme"
RESTORE = rules.VISIBILITY_MOVES[Visibility.WITHHELD, Visibility.PUBLIC]


@bp.get("/<radicado>")
@access.staff()
def detail(radicado: str) -> ResponseReturnValue:
    """One question with its history and what this person may do now."""
    return desk.show(desk.opened(radicado))


@bp.post("/<radicado>/contacto")
@access.staff(Role.MODERATOR, Role.LIAISON, Role.APPROVER)
def asker(radicado: str) -> ResponseReturnValue:
    """Who asked, this once. The reading is written down together with the answer of this page."""
    question = desk.taken(radicado)
    services.note_asker_read(question, access.signed_in())
    return desk.show(question, with_asker=True)


@bp.post("/<radicado>/clasificar")
@access.staff(Role.MODERATOR)
def classify(radicado: str) -> ResponseReturnValue:
    """Type and topic and, with an office, hand over."""
    question, actor = desk.taken(radicado), access.signed_in()
    form = ClassifyForm.sent().offer(queries.topics_for(question), queries.active_departments())

    def act() -> None:
        topic = queries.topic(form.topic.data) if form.topic.data else None
        office = queries.department(form.department.data) if form.department.data else None
        services.classify(question, actor, form.kind.data, topic, office, form.typed, form.seen, form.term.data)
        if form.publish.data:
            services.publish_question(question, actor)

    if not desk.attempt(form, question, act):
        return desk.show(question, form)
    return place.back_to_queue(question, "asignada" if form.department.data else "clasificada")


@bp.post("/<radicado>/publicar")
@access.staff(Role.MODERATOR, Role.APPROVER)
def publish(radicado: str) -> ResponseReturnValue:
    """Let everybody read the text of the question."""
    question, actor = desk.taken(radicado), access.signed_in()
    form = PublishQuestionForm.sent()

    def act() -> None:
        services.publish_question(question, actor, form.seen, reviewed=form.reviewed.data)

    if not desk.attempt(form, question, act):
        return desk.show(question, form)
    return place.back_to_queue(question, "publicada")


@bp.get("/<radicado>/reservar")
@access.staff(Role.MODERATOR, Role.APPROVER)
def withhold(radicado: str) -> ResponseReturnValue:
    """Explain what withholding is and ask for the reason."""
    question = desk.opened(radicado)
    _check(rules.may_show(access.signed_in(), question, Visibility.WITHHELD))
    return _confirm(question, _withholding(question), WithholdForm.fresh(question))


@bp.post("/<radicado>/reservar")
@access.staff(Role.MODERATOR, Role.APPROVER)
def withhold_now(radicado: str) -> ResponseReturnValue:
    question, actor, form = desk.taken(radicado), access.signed_in(), WithholdForm.sent()

    def act() -> None:
        services.withhold(question, actor, form.chosen, form.typed, form.seen)

    if not desk.attempt(form, question, act):
        return _confirm(question, _withholding(question), form)
    is_done = question.visibility is Visibility.WITHHELD
    return place.back_to_queue(question, WITHHOLD.done if is_done else PROPOSED)


def _withholding(question: Question) -> Move:
    """How the step is explained: what everybody reads already needs a second person."""
    return rules.VISIBILITY_MOVES.get((question.visibility, Visibility.WITHHELD), WITHHOLD)


@bp.get("/<radicado>/restaurar")
@access.staff(Role.APPROVER)
def restore(radicado: str) -> ResponseReturnValue:
    """Explain what it means to make a withheld text public again and ask why."""
    question = desk.opened(radicado)
    _check(question.visibility is Visibility.WITHHELD)
    _check(rules.may_show(access.signed_in(), question, Visibility.PUBLIC))
    return _confirm(question, RESTORE, RestoreForm.fresh(question))


@bp.post("/<radicado>/restaurar")
@access.staff(Role.APPROVER)
def restore_now(radicado: str) -> ResponseReturnValue:
    question, actor, form = desk.taken(radicado), access.signed_in(), RestoreForm.sent()

    def act() -> None:
        services.restore(question, actor, form.typed, form.seen, reviewed=form.reviewed.data)

    if not desk.attempt(form, question, act):
        return _confirm(question, RESTORE, form)
    return place.back_to_queue(question, RESTORE.done)


@bp.get("/<radicado>/paso/<step>")
@access.staff(Role.MODERATOR, Role.LIAISON, Role.APPROVER)
def step(radicado: str, step: str) -> ResponseReturnValue:
    """Explain one of the steps that set a question aside or bring it back, and ask for its note."""
    question, (to, move) = desk.opened(radicado), _step_named(step)
    _check(rules.may_move(access.signed_in(), question, to))
    named = {"radicado": to_line(request.args.get("con", ""))[:16]} if move.needs_radicado else {}
    return _confirm(question, move, _step_form(move).fresh(question, **named))


@bp.post("/<radicado>/paso/<step>")
@access.staff(Role.MODERATOR, Role.LIAISON, Role.APPROVER)
@files.takes_uploads
def step_now(radicado: str, step: str) -> ResponseReturnValue:
    question, actor, (to, move) = desk.taken(radicado), access.signed_in(), _step_named(step)
    form = _step_form(move).sent()

    def act() -> None:
        if isinstance(form, TransferForm):
            services.transfer(question, actor, _handed(form), form.typed, form.seen)
        else:
            services.move(question, actor, to, form.typed, form.other, form.seen)

    if not desk.attempt(form, question, act):
        return _confirm(question, move, form)
    return place.back_to_queue(question, move.done)


def _step_named(word: str) -> tuple[Status, Move]:
    """The step of an address, or 404."""
    return next(((to, move) for (_, to), move in rules.MOVES.items() if move.slug == word), None) or abort(404)


def _handed(form: TransferForm) -> services.Handed:
    data = form.data
    return services.Handed(data["entity"], data["sent_on"], data["document_number"], files.keep(data["document"]))


def _step_form(move: Move) -> type[NoteForm]:
    if move is rules.MOVES[Status.RECEIVED, Status.TRANSFERRED]:
        return TransferForm
    return RadicadoForm if move.needs_radicado else NoteForm


def _check(allowed: bool) -> None:
    if not allowed:
        raise Forbidden("Ese paso no está disponible ahora para esta pregunta.")


def _confirm(question: Question, move: Move, form: NoteForm) -> ResponseReturnValue:
    """The page that explains a grave step before it is taken; it is sent to its own address."""
    page = render_template(
        "questions/staff/confirm.html",
        question=question,
        move=move,
        form=form.ask(move),
        parts=checking.parts_of(question) if isinstance(form, RestoreForm) else [],
        action=url_for(request.endpoint or "", **(request.view_args or {}), **place.address()),
        address=place.address(),
        last_day=rules.transfer_ends_on(question, current_calendar()),
        today=today(),
    )
    return page, 422 if form.errors else 200
