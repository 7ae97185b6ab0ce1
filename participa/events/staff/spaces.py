"""The list of spaces, the page of one, its parts and its steps."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.events import doors, queries, rules, services
from participa.events.forms import EventForm, MoveForm, RescheduleForm
from participa.events.models import EVENT_STATE_LABELS, Event, EventState
from participa.events.page import page_of
from participa.events.staff.blueprint import EDITORS, MOST, MOVERS, READERS, bp
from participa.events.staff.parts import PARTS, chapters
from participa.events.staff.steps import STEPS, Step, offers
from participa.shared.clock import now
from participa.shared.errors import Forbidden, Invalid
from participa.shared.paging import asked_page
from participa.strategy import queries as strategies

STEP = "<any(" + ", ".join(STEPS) + "):name>"
PART = "<any(" + ", ".join(f'"{name}"' for name in PARTS) + "):part>"
KEEP_YOURS = "Si guarda otra vez, queda lo que usted ve aquí."


@bp.get("/")
@access.staff(*READERS)
def index() -> ResponseReturnValue:
    state = request.args.get("estado", None, EventState)
    events = queries.for_team(state, asked_page())
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
    activity, form = queries.public_activity(activity_id), EventForm()
    if form.validate_on_submit():
        event = services.create(activity, form.details(), access.signed_in())
        flash("Guardamos el borrador. Solo lo ve el equipo.", "success")
        return redirect(url_for(".detail", slug=event.slug), 303)
    page = render_template("events/staff/new.html", form=form, activity=activity)
    return page, 422 if form.is_submitted() else 200


@bp.get("/<slug>")
@access.staff(*READERS)
def detail(slug: str) -> ResponseReturnValue:
    event, person = queries.by_slug(slug), access.signed_in()
    return render_template(
        "events/staff/detail.html",
        event=event,
        offers=offers(person, event),
        chapters=chapters(event),
        doors=doors.staff_doors(event, person),
        may_edit=rules.may_edit(person),
        is_editable=rules.is_editable(event),
        convenes_next=rules.moves_to(event, EventState.CONVENED),
        requirements=list(rules.requirements(event, now())),
        moves=queries.moves(event),
        state_labels=EVENT_STATE_LABELS,
    )


@bp.get("/<slug>/vista-previa")
@access.staff(*READERS)
def preview(slug: str) -> ResponseReturnValue:
    """The public page as it will be."""
    return render_template("events/detail.html", **page_of(queries.by_slug(slug), is_preview=True))


@bp.route(f"/<slug>/editar/{PART}", methods=["GET", "POST"])
@access.staff(*EDITORS)
def edit(slug: str, part: str) -> ResponseReturnValue:
    event = queries.by_slug(slug)
    form = PARTS[part].form(obj=event)
    form.offer(strategies.value_groups())
    form.show()
    if not form.is_submitted():
        form.seen.data = event.mark_of(form.names())
    elif form.validate():
        try:
            services.edit(event, form.changes(), access.signed_in(), form.seen.data)
        except services.Changed as refusal:
            form.form_errors.append(f"{refusal.message} {KEEP_YOURS}")
            form.seen.data = event.mark_of(form.names())
        except Invalid as refusal:
            form.refuse(form.first_empty(), refusal.message)
        else:
            flash("Guardamos los cambios.", "success")
            return redirect(url_for(".detail", slug=slug), 303)
    page = render_template("events/staff/part.html", form=form, event=event, part=PARTS[part], name=part)
    return page, 422 if form.is_submitted() else 200


@bp.route(f"/<slug>/{STEP}", methods=["GET", "POST"])
@access.staff(*MOVERS)
def move(slug: str, name: str) -> ResponseReturnValue:
    event, step = queries.by_slug(slug), STEPS[name]
    form = RescheduleForm() if step.to is EventState.RESCHEDULED else MoveForm()
    if not rules.may_move(access.signed_in(), step.to):
        raise Forbidden("Su cuenta no tiene permiso para este paso.")
    if form.validate_on_submit():
        try:
            _take(event, step, form)
        except Invalid as refusal:
            form.refuse("note", refusal.message)
        else:
            flash(step.done, "success")
            return redirect(url_for(".detail", slug=slug), 303)
    needs_reason = rules.needs_reason(step.to)
    page = render_template(
        "events/staff/move.html", event=event, step=step, name=name, form=form, needs_reason=needs_reason
    )
    return page, 422 if form.is_submitted() else 200


def _take(event: Event, step: Step, form: MoveForm) -> None:
    person, note = access.signed_in(), form.note.data or ""
    if isinstance(form, RescheduleForm) and form.starts_at.data and form.ends_at.data:
        services.reschedule(event, form.starts_at.data, form.ends_at.data, person, note)
    else:
        services.move(event, step.to, person, note)
