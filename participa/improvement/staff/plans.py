"""Plans: the list, one of them, its name, its publication and its end."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.commitments.standing import STANDING_LABELS, Standing
from participa.events import queries as events
from participa.events.models import Event
from participa.improvement import queries, rules, services, showing
from participa.improvement.blueprint import staff_bp as bp
from participa.improvement.forms import CloseForm, PlanForm, PublishForm
from participa.improvement.models import ImprovementPlan
from participa.shared.clock import now, today
from participa.shared.edge import keeps_text
from participa.shared.errors import Conflict, Invalid
from participa.shared.html import to_line
from participa.shared.paging import asked_page

LATEST = 60


@bp.get("/")
@access.staff(*rules.READERS)
def index() -> ResponseReturnValue:
    """Every plan, latest year first, with how its actions go."""
    page = queries.for_team(asked_page())
    return render_template(
        "improvement/staff/index.html",
        page=page,
        shown=[showing.for_team(plan, queries.Origins(), today()) for plan in page.items],
        may_write=access.signed_in().role in rules.EDITORS,
    )


@bp.get("/avance")
@access.staff(*rules.READERS)
def progress() -> ResponseReturnValue:
    """How the actions of all plans go; a liaison sees those of the own office."""
    person, day = access.signed_in(), today()
    office = person.department_id if person.role is Role.LIAISON else None
    wanted = request.args.get("situacion", "")
    standing = Standing(wanted) if wanted in set(Standing) else None
    page = queries.actions(standing, office, day, asked_page())
    return render_template(
        "improvement/staff/progress.html",
        page=page,
        actions=showing.of_actions(page.items, day),
        counts=queries.standing_counts(office, day),
        standing=standing,
        labels=STANDING_LABELS,
        is_own=office is not None,
    )


@bp.get("/<int:number>")
@access.staff(*rules.READERS)
def detail(number: int) -> ResponseReturnValue:
    """A plan with all its findings, also those that are not public."""
    plan, person = queries.by_id(number), access.signed_in()
    return render_template(
        "improvement/staff/detail.html",
        plan=plan,
        shown=showing.for_team(plan, queries.origins(plan), today()),
        lacks=services.lacks_of(plan),
        is_waiting=rules.is_waiting(plan),
        may_write=rules.may_write(person, plan),
        may_rename=rules.may_rename(person, plan),
        may_publish=rules.may_publish(person),
        wrote=queries.wrote(person, plan),
        labels=STANDING_LABELS,
    )


@bp.route("/nuevo", methods=["GET", "POST"])
@access.staff(*rules.EDITORS)
@keeps_text(PlanForm)
def create() -> ResponseReturnValue:
    """Begin a plan; the address may say of which space."""
    form = PlanForm()
    offered = _offer(form)
    if not form.validate_on_submit():
        if not form.is_submitted():
            _prefill(form, *offered)
        return _form_page(form, None)
    plan = services.create(form.written(), access.signed_in(), form.form_key.data or "")
    flash("Creamos el plan. Ahora agregue los hallazgos.", "success")
    return redirect(url_for(".detail", number=plan.id), 303)


def _offer(form: PlanForm, of: ImprovementPlan | None = None) -> tuple[dict[int, str], list[Event]]:
    """The activities of the published strategies and the spaces that were held, and what the plan has already."""
    activities = {one.id: f"{one.strategy.year}. {one.name}" for one in events.activities_to_fulfil()}
    spaces = events.latest_held(LATEST)
    if of is not None:
        activities.setdefault(of.activity_id, f"{of.activity.strategy.year}. {of.activity.name}")
        spaces += [of.event] if of.event and of.event not in spaces else []
    form.offer(list(activities.items()), [(one.id, one.title) for one in spaces])
    return activities, spaces


def _prefill(form: PlanForm, activities: dict[int, str], spaces: list[Event]) -> None:
    form.year.data, slug = today().year, to_line(request.args.get("espacio", ""))
    form.event.data = next((one.id for one in spaces if one.slug == slug), 0)
    form.activity.data = next((one for one, label in activities.items() if "mejora" in label.lower()), None)


def _form_page(form: PlanForm, plan: ImprovementPlan | None) -> ResponseReturnValue:
    page = render_template("improvement/staff/plan_form.html", form=form, plan=plan)
    return page, 422 if form.errors else 200


@bp.route("/<int:number>/datos", methods=["GET", "POST"])
@access.staff(*rules.EDITORS)
@keeps_text(PlanForm)
def edit(number: int) -> ResponseReturnValue:
    """Change the name, year, activity or space of a draft."""
    plan = queries.by_id(number)
    form = PlanForm.of(plan)
    _offer(form, plan)
    if not form.validate_on_submit():
        return _form_page(form, plan)
    services.change(plan, form.written(), access.signed_in())
    flash("Guardamos los datos del plan.", "success")
    return redirect(url_for(".detail", number=number), 303)


@bp.route("/<int:number>/descartar", methods=["GET", "POST"])
@access.staff(*rules.EDITORS)
def discard(number: int) -> ResponseReturnValue:
    """Take away a draft without findings."""
    plan, form = queries.by_id(number), PublishForm()
    if form.validate_on_submit():
        services.discard(plan, access.signed_in())
        flash("Descartamos el plan.", "success")
        return redirect(url_for(".index"), 303)
    return render_template("improvement/staff/discard.html", plan=plan, form=form)


@bp.route("/<int:number>/publicar", methods=["GET", "POST"])
@access.staff(Role.APPROVER)
def publish(number: int) -> ResponseReturnValue:
    """Read what will be public, and publish it."""
    plan, form = queries.by_id(number), PublishForm()
    if form.validate_on_submit():
        try:
            services.publish(plan, access.signed_in(), form.seen.data or "")
        except Invalid as refusal:
            form.form_errors.append(refusal.message)
        else:
            flash("Publicamos el plan con sus acciones.", "success")
            return redirect(url_for(".detail", number=number), 303)
    return _publishing(plan, form)


def _publishing(plan: ImprovementPlan, form: PublishForm) -> ResponseReturnValue:
    form.seen.raw_data, form.seen.data = None, rules.fingerprint(plan)
    page = render_template(
        "improvement/staff/publish.html",
        plan=plan,
        shown=showing.for_team(plan, queries.origins(plan), today()),
        lacks=services.lacks_of(plan),
        wrote=queries.wrote(access.signed_in(), plan),
        form=form,
        at=now(),
    )
    return page, 422 if form.errors else 200


@bp.route("/<int:number>/cerrar", methods=["GET", "POST"])
@access.staff(Role.APPROVER)
@keeps_text(CloseForm)
def close(number: int) -> ResponseReturnValue:
    """End a plan, with a reason while actions are owed."""
    plan, form = queries.by_id(number), CloseForm()
    if form.validate_on_submit():
        try:
            services.close(plan, form.reason.data or "", access.signed_in())
        except Invalid as refusal:
            form.refuse("reason", refusal.message)
        except Conflict as refusal:
            form.form_errors.append(refusal.message)
        else:
            flash("Cerramos el plan.", "success")
            return redirect(url_for(".detail", number=number), 303)
    page = render_template("improvement/staff/close.html", plan=plan, form=form, owed=rules.owed(plan))
    return page, 422 if form.errors else 200
