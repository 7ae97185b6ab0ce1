"""The agenda, the route and the activities of a space, line by line."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.events import queries, rules, services
from participa.events.forms import ActivityForm, ItemForm, NewStepForm, StepForm
from participa.events.models import ROUTE_MOMENT_LABELS, Event
from participa.events.staff.blueprint import EDITORS, NUMBER, bp
from participa.shared.errors import Invalid

WAYS = {"arriba": -1, "abajo": 1}


@bp.route("/<slug>/orden-del-dia", methods=["GET", "POST"])
@access.staff(*EDITORS)
def agenda(slug: str) -> ResponseReturnValue:
    event, form = queries.by_slug(slug), ItemForm()
    if form.validate_on_submit():
        services.add_item(event, *_item(form), access.signed_in())
        return _back("Agregamos el punto.", ".agenda", event)
    may_change, items = rules.is_editable(event), queries.agenda(event)
    page = render_template("events/staff/agenda.html", event=event, form=form, items=items, may_change=may_change)
    return page, 422 if form.is_submitted() else 200


@bp.route(f"/<slug>/orden-del-dia/{NUMBER}", methods=["GET", "POST"])
@access.staff(*EDITORS)
def agenda_item(slug: str, number: int) -> ResponseReturnValue:
    event = queries.by_slug(slug)
    item = queries.agenda_item(event, number)
    form = ItemForm(obj=item)
    if form.validate_on_submit():
        try:
            services.change_item(event, item, *_item(form), access.signed_in(), form.mark.data or "")
        except Invalid as refusal:
            form.form_errors.append(refusal.message)
            form.mark.data = item.mark
        else:
            return _back("Guardamos el punto.", ".agenda", event)
    page = render_template(
        "events/staff/line.html", event=event, form=form, title="Punto del orden del día", page="agenda"
    )
    return page, 422 if form.is_submitted() else 200


def _item(form: ItemForm) -> tuple[str, int, str]:
    return form.title.data or "", form.minutes.data or 0, form.responsible.data or ""


@bp.post(f"/<slug>/orden-del-dia/{NUMBER}/mover")
@access.staff(*EDITORS)
def shift_item(slug: str, number: int) -> ResponseReturnValue:
    event = queries.by_slug(slug)
    services.shift(event, queries.agenda_item(event, number), _way(), access.signed_in())
    return _back("Cambiamos el orden.", ".agenda", event)


@bp.post(f"/<slug>/orden-del-dia/{NUMBER}/quitar")
@access.staff(*EDITORS)
def remove_item(slug: str, number: int) -> ResponseReturnValue:
    event = queries.by_slug(slug)
    services.remove_line(event, queries.agenda_item(event, number), access.signed_in())
    return _back("Quitamos el punto.", ".agenda", event)


@bp.route("/<slug>/ruta", methods=["GET", "POST"])
@access.staff(*EDITORS)
def route(slug: str) -> ResponseReturnValue:
    event, form = queries.by_slug(slug), NewStepForm()
    if form.validate_on_submit():
        text, responsible = form.text.data or "", form.responsible.data or ""
        services.add_step(event, form.moment.data, text, responsible, access.signed_in())
        return _back("Agregamos la tarea.", ".route", event)
    page = render_template(
        "events/staff/route.html",
        event=event,
        form=form,
        steps=queries.route(event),
        moments=ROUTE_MOMENT_LABELS,
        may_change=rules.is_editable(event),
    )
    return page, 422 if form.is_submitted() else 200


@bp.route(f"/<slug>/ruta/{NUMBER}", methods=["GET", "POST"])
@access.staff(*EDITORS)
def route_step(slug: str, number: int) -> ResponseReturnValue:
    event = queries.by_slug(slug)
    step = queries.route_step(event, number)
    form = StepForm(obj=step)
    if form.validate_on_submit():
        text, responsible = form.text.data or "", form.responsible.data or ""
        try:
            services.change_step(event, step, text, responsible, access.signed_in(), form.mark.data or "")
        except Invalid as refusal:
            form.form_errors.append(refusal.message)
            form.mark.data = step.mark
        else:
            return _back("Guardamos la tarea.", ".route", event)
    page = render_template("events/staff/line.html", event=event, form=form, title="Tarea de la ruta", page="route")
    return page, 422 if form.is_submitted() else 200


@bp.post(f"/<slug>/ruta/{NUMBER}/mover")
@access.staff(*EDITORS)
def shift_step(slug: str, number: int) -> ResponseReturnValue:
    event = queries.by_slug(slug)
    services.shift(event, queries.route_step(event, number), _way(), access.signed_in())
    return _back("Cambiamos el orden.", ".route", event)


@bp.post(f"/<slug>/ruta/{NUMBER}/quitar")
@access.staff(*EDITORS)
def remove_step(slug: str, number: int) -> ResponseReturnValue:
    event = queries.by_slug(slug)
    services.remove_line(event, queries.route_step(event, number), access.signed_in())
    return _back("Quitamos la tarea.", ".route", event)


@bp.route("/<slug>/actividades", methods=["GET", "POST"])
@access.staff(*EDITORS)
def activities(slug: str) -> ResponseReturnValue:
    event, form = queries.by_slug(slug), ActivityForm()
    offered = [activity for activity in queries.activities_to_fulfil() if activity not in event.activities]
    form.offer(offered)
    if form.validate_on_submit():
        chosen = next(activity for activity in offered if activity.id == form.activity.data)
        services.add_activity(event, chosen, access.signed_in())
        return _back("Agregamos la actividad.", ".activities", event)
    page = render_template("events/staff/activities.html", event=event, form=form, offered=offered)
    return page, 422 if form.is_submitted() else 200


@bp.post(f"/<slug>/actividades/{NUMBER}/quitar")
@access.staff(*EDITORS)
def remove_activity(slug: str, number: int) -> ResponseReturnValue:
    event = queries.by_slug(slug)
    services.remove_activity(event, queries.public_activity(number), access.signed_in())
    return _back("Quitamos la actividad.", ".activities", event)


def _way() -> int:
    """One place up, one down, or none when the button says neither."""
    return WAYS.get(request.form.get("way", ""), 0)


def _back(words: str, endpoint: str, event: Event) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for(endpoint, slug=event.slug), 303)
