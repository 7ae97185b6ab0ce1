"""Writing a draft by hand: sections, activities and their order."""

from collections.abc import Sequence
from typing import TypeVar

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.shared.clock import now
from participa.shared.errors import Conflict, Invalid
from participa.strategy import queries, services
from participa.strategy.forms import MoveForm
from participa.strategy.forms.editing import DescriptionForm, PlaceForm, SectionForm
from participa.strategy.models import Activity, Description, Section, Strategy
from participa.strategy.staff.blueprint import MOST, bp

Row = TypeVar("Row")
SECTION, ACTIVITY = f"/secciones/<int(max={MOST}):section_id>", f"/actividades/<int(max={MOST}):activity_id>"


@bp.get(f"/<int(max={MOST}):strategy_id>/editar")
@access.staff(Role.APPROVER, Role.COMMUNICATIONS)
def organize(strategy_id: int) -> ResponseReturnValue:
    """The draft as it is being written."""
    strategy = queries.by_id(strategy_id)
    sections = queries.sections(strategy)
    return render_template(
        "strategy/staff/organize.html",
        strategy=strategy,
        sections=sections,
        removed=queries.removed_parts(strategy, now() - services.UNDONE_WITHIN),
        form=PlaceForm(formdata=None),
    )


@bp.post(f"/quitadas/<int(max={MOST}):part_id>/deshacer")
@access.staff(Role.APPROVER, Role.COMMUNICATIONS)
def put_back(part_id: int) -> ResponseReturnValue:
    """What was taken out of a draft goes back to its place."""
    kept = queries.removed_part(part_id)
    strategy_id, is_section = kept.strategy_id, kept.kind == "section"
    row = services.put_back(kept, access.signed_in())
    said, place = ("La sección", "seccion") if is_section else ("La actividad", "actividad")
    return _back(strategy_id, f"{said} volvió a su lugar.", f"{place}-{row.id}")


@bp.route(f"/<int(max={MOST}):strategy_id>/secciones/nueva", methods=["GET", "POST"])
@access.staff(Role.APPROVER, Role.COMMUNICATIONS)
def new_section(strategy_id: int) -> ResponseReturnValue:
    strategy, form = queries.by_id(strategy_id), SectionForm()
    if form.validate_on_submit():
        section = services.add_section(strategy, form.words(), access.signed_in())
        return _back(strategy.id, "La sección quedó al final.", f"seccion-{section.id}")
    return _section_page(form, strategy, None)


@bp.route(SECTION, methods=["GET", "POST"])
@access.staff(Role.APPROVER, Role.COMMUNICATIONS)
def edit_section(section_id: int) -> ResponseReturnValue:
    section = queries.section(section_id)
    form = SectionForm(label=section.label, elemento=section.elemento or "", etapa=section.etapa or "")
    if form.validate_on_submit():
        services.describe_section(section, form.words(), access.signed_in())
        return _back(section.strategy_id, "La sección quedó guardada.", f"seccion-{section.id}")
    return _section_page(form, section.strategy, section)


def _section_page(form: SectionForm, strategy: Strategy, section: Section | None) -> ResponseReturnValue:
    page = render_template("strategy/staff/section.html", form=form, strategy=strategy, section=section)
    return page, 422 if form.errors else 200


@bp.route(f"{SECTION}/quitar", methods=["GET", "POST"])
@access.staff(Role.APPROVER, Role.COMMUNICATIONS)
def remove_section(section_id: int) -> ResponseReturnValue:
    section, form = queries.section(section_id), MoveForm()
    if form.validate_on_submit():
        services.remove_section(section, access.signed_in())
        return _back(section.strategy_id, "La sección se quitó del borrador. Arriba puede deshacerlo.")
    return render_template("strategy/staff/remove.html", form=form, strategy=section.strategy, name=section.label)


@bp.post(f"{SECTION}/mover")
@access.staff(Role.APPROVER, Role.COMMUNICATIONS)
def move_section(section_id: int) -> ResponseReturnValue:
    section = queries.section(section_id)
    services.move_section(section, _is_up(), access.signed_in())
    return _back(section.strategy_id, "El orden quedó guardado.", f"seccion-{section.id}")


@bp.route(f"/<int(max={MOST}):strategy_id>/actividades/nueva", methods=["GET", "POST"])
@access.staff(Role.APPROVER, Role.COMMUNICATIONS)
def new_activity(strategy_id: int) -> ResponseReturnValue:
    return _describe(queries.by_id(strategy_id), None)


@bp.route(f"{ACTIVITY}/describir", methods=["GET", "POST"])
@access.staff(Role.APPROVER, Role.COMMUNICATIONS)
def describe(activity_id: int) -> ResponseReturnValue:
    activity = queries.activity(activity_id)
    return _describe(activity.strategy, activity)


def _describe(strategy: Strategy, activity: Activity | None) -> ResponseReturnValue:
    """The form of a new activity or of one that is there."""
    offices = with_linked(queries.active_departments(), activity.departments if activity else [])
    groups = with_linked(queries.value_groups(only_active=True), activity.value_groups if activity else [])
    form = DescriptionForm.of(activity)
    topics = dict.fromkeys([*queries.topics(), *(activity.topics if activity else [])])
    form.offer(queries.section_labels(strategy), offices, groups, list(topics))
    status = 422
    if form.validate_on_submit():
        try:
            written = _save(strategy, activity, form.description(offices, groups), form.mark.data or "")
        except services.Changed as problem:
            form.form_errors.append(problem.message)
            form.mark.data = activity.mark if activity else ""
        except Conflict as problem:
            form.form_errors.append(problem.message)
            status = problem.status
        except Invalid as problem:
            form.refuse("name", problem.message)
        else:
            return _back(strategy.id, "La actividad quedó guardada.", f"actividad-{written.id}")
    page = render_template("strategy/staff/describe.html", form=form, strategy=strategy, activity=activity)
    return page, status if form.errors else 200


def _save(strategy: Strategy, activity: Activity | None, words: Description, seen: str) -> Activity:
    if activity is None:
        return services.add_activity(strategy, words, access.signed_in())
    services.describe(activity, words, access.signed_in(), seen)
    return activity


def with_linked(offered: list[Row], linked: Sequence[Row]) -> list[Row]:
    """What may be chosen, and what was chosen when it still could be."""
    return [*offered, *(row for row in linked if row not in offered)]


@bp.route(f"{ACTIVITY}/quitar", methods=["GET", "POST"])
@access.staff(Role.APPROVER, Role.COMMUNICATIONS)
def remove_activity(activity_id: int) -> ResponseReturnValue:
    activity, form = queries.activity(activity_id), MoveForm()
    strategy, name = activity.strategy, activity.name
    if form.validate_on_submit():
        services.remove_activity(activity, access.signed_in())
        return _back(strategy.id, "La actividad se quitó del borrador. Arriba puede deshacerlo.")
    return render_template("strategy/staff/remove.html", form=form, strategy=strategy, name=name)


@bp.post(f"{ACTIVITY}/mover")
@access.staff(Role.APPROVER, Role.COMMUNICATIONS)
def move_activity(activity_id: int) -> ResponseReturnValue:
    activity = queries.activity(activity_id)
    services.move_activity(activity, _is_up(), access.signed_in())
    return _back(activity.strategy_id, "El orden quedó guardado.", f"actividad-{activity.id}")


def _is_up() -> bool:
    form = PlaceForm()
    if not form.validate_on_submit():
        raise Invalid("Recargue la página: falta un dato del formulario.")
    return bool(form.way.data == "arriba")


def _back(strategy_id: int, said: str, place: str | None = None) -> ResponseReturnValue:
    flash(said, "good")
    return redirect(url_for(".organize", strategy_id=strategy_id, _anchor=place), 303)
