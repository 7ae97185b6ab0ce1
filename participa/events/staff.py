"""Pages for the team."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role, User
from participa.events import queries, rules, services
from participa.events.forms import EventForm, MoveForm
from participa.events.models import EVENT_STATE_LABELS, Event, EventState
from participa.shared.clock import now
from participa.shared.errors import Forbidden, Invalid

bp = Blueprint("staff", __name__, url_prefix="/gestion")


@dataclass(frozen=True)
class Step:
    """A move as the team reads it: the button, the question of the confirmation and what follows from it."""

    to: EventState
    label: str
    question: str
    consequence: str
    done: str
    is_danger: bool = False


STEPS = {
    "convocar": Step(
        EventState.CONVENED,
        "Convocar",
        "¿Convocar este espacio?",
        "Su página será pública. Desde ese momento la ciudadanía puede preguntar.",
        "El espacio quedó convocado. Su página ya es pública.",
    ),
    "iniciar": Step(
        EventState.UNDER_WAY,
        "Iniciar",
        "¿Iniciar el espacio?",
        "La página dirá que está en curso. Las preguntas se siguen recibiendo.",
        "El espacio está en curso.",
    ),
    "terminar": Step(
        EventState.HELD,
        "Marcar como realizado",
        "¿El espacio ya terminó?",
        "La página dirá que se realizó. Lo que dice la página ya no se podrá cambiar.",
        "El espacio quedó como realizado.",
    ),
    "responder": Step(
        EventState.ANSWERING,
        "Pasar a respuestas",
        "¿Pasar el espacio a respuestas?",
        "Toda pregunta se responde por escrito y se publica. El plazo es de quince días hábiles.",
        "El espacio está en respuesta.",
    ),
    "cerrar": Step(
        EventState.CLOSED,
        "Cerrar",
        "¿Cerrar el espacio?",
        "Confirme que todas sus preguntas tienen respuesta publicada. Un espacio cerrado no se vuelve a abrir.",
        "El espacio quedó cerrado.",
    ),
    "reprogramar": Step(
        EventState.RESCHEDULED,
        "Reprogramar",
        "¿Reprogramar el espacio?",
        "La página dirá que la fecha cambia y por qué. Después escriba la nueva fecha y convoque otra vez.",
        "El espacio quedó reprogramado. Escriba la nueva fecha y convoque otra vez.",
        is_danger=True,
    ),
    "cancelar": Step(
        EventState.CANCELLED,
        "Cancelar el espacio",
        "¿Cancelar el espacio?",
        "La página seguirá visible y dirá por qué se canceló. Un espacio cancelado no se vuelve a abrir.",
        "El espacio quedó cancelado. Su página dice el motivo.",
        is_danger=True,
    ),
}
READERS = (Role.MODERATOR, Role.APPROVER, Role.COMMUNICATIONS, Role.CONTROL)
MOVERS = (Role.MODERATOR, Role.APPROVER, Role.COMMUNICATIONS)
EDITORS = (Role.APPROVER, Role.COMMUNICATIONS)
MOST = 2**31 - 1  # the largest number of a row
STEP = "<any(" + ", ".join(STEPS) + "):name>"


@bp.get("/")
@access.staff(*READERS)
def index() -> ResponseReturnValue:
    state = request.args.get("estado", None, EventState)
    events = queries.for_team(state, request.args.get("pagina", 1, int))
    return render_template(
        "events/staff/index.html",
        events=events,
        views=_views(state),
        url_for_page=lambda page: url_for(".index", estado=state, pagina=page),
    )


def _views(chosen: EventState | None) -> list[tuple[str, str, int, bool]]:
    counts = queries.counts_by_state()
    every = ("Todos", url_for(".index"), sum(counts.values()), chosen is None)
    used = [state for state in EventState if state in counts or state is chosen]
    labels = [
        (EVENT_STATE_LABELS[state], url_for(".index", estado=state), counts.get(state, 0), state is chosen)
        for state in used
    ]
    return [every, *labels]


@bp.route(f"/nuevo/<int(max={MOST}):activity_id>", methods=["GET", "POST"])
@access.staff(*EDITORS)
def new(activity_id: int) -> ResponseReturnValue:
    activity = queries.public_activity(activity_id)
    form = EventForm()
    if form.validate_on_submit():
        event = services.create(activity, form.details(), access.signed_in())
        flash("Guardamos el borrador. Solo lo ve el equipo.", "success")
        return redirect(url_for(".detail", slug=event.slug), 303)
    page = render_template("events/staff/form.html", form=form, activity=activity, event=None)
    return page, 422 if form.is_submitted() else 200


@bp.get("/<slug>")
@access.staff(*READERS)
def detail(slug: str) -> ResponseReturnValue:
    event, person = queries.by_slug(slug), access.signed_in()
    return render_template(
        "events/staff/detail.html",
        event=event,
        steps=_steps_for(person, event),
        may_edit=rules.may_edit(person) and rules.is_editable(event),
        convenes_next=rules.moves_to(event, EventState.CONVENED),
        requirements=list(rules.requirements(event, now())),
        moves=queries.moves(event),
        state_labels=EVENT_STATE_LABELS,
    )


def _steps_for(person: User, event: Event) -> list[tuple[str, Step, bool]]:
    """The steps that this person may take now, and whether each is ready to be taken."""
    possible = [
        (name, step)
        for name, step in STEPS.items()
        if rules.moves_to(event, step.to) and rules.may_move(person, step.to)
    ]
    return [(name, step, _is_ready(event, step)) for name, step in possible]


def _is_ready(event: Event, step: Step) -> bool:
    if step.to is EventState.CONVENED:
        return rules.can_be_convened(event, now())
    return step.to is not EventState.UNDER_WAY or rules.is_its_day(event, now())


@bp.route("/<slug>/editar", methods=["GET", "POST"])
@access.staff(*EDITORS)
def edit(slug: str) -> ResponseReturnValue:
    event = queries.by_slug(slug)
    form = EventForm(obj=event)
    if form.validate_on_submit():
        try:
            services.edit(event, form.details(), access.signed_in(), form.mark.data)
        except services.Changed as refusal:
            form.form_errors.append(f"{refusal.message} Si guarda otra vez, queda lo que usted ve aquí.")
            form.mark.data = event.mark
        except Invalid as refusal:
            form.form_errors.append(refusal.message)
        else:
            flash("Guardamos los cambios.", "success")
            return redirect(url_for(".detail", slug=slug), 303)
    page = render_template("events/staff/form.html", form=form, activity=event.activities[0], event=event)
    return page, 422 if form.is_submitted() else 200


@bp.route(f"/<slug>/{STEP}", methods=["GET", "POST"])
@access.staff(*MOVERS)
def move(slug: str, name: str) -> ResponseReturnValue:
    event, step, form = queries.by_slug(slug), STEPS[name], MoveForm()
    if not rules.may_move(access.signed_in(), step.to):
        raise Forbidden("Su cuenta no tiene permiso para este paso.")
    if form.validate_on_submit():
        try:
            services.move(event, step.to, access.signed_in(), form.note.data or "")
        except Invalid as refusal:
            form.refuse("note", refusal.message)
        else:
            flash(step.done, "success")
            return redirect(url_for(".detail", slug=slug), 303)
    page = render_template(
        "events/staff/move.html",
        event=event,
        step=step,
        name=name,
        form=form,
        needs_reason=rules.needs_reason(step.to),
    )
    return page, 422 if form.is_submitted() else 200
