"""Several spaces in one go."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.events import queries, rules, services
from participa.events.forms import SeriesForm
from participa.events.staff.blueprint import EDITORS, MOST, READERS, bp
from participa.shared.clock import now
from participa.shared.errors import Invalid


@bp.route(f"/series/nueva/<int(max={MOST}):activity_id>", methods=["GET", "POST"])
@access.staff(*EDITORS)
def new_series(activity_id: int) -> ResponseReturnValue:
    activity, form = queries.public_activity(activity_id), SeriesForm()
    if form.validate_on_submit():
        key, person = form.form_key.data or "", access.signed_in()
        try:
            series = services.create_series(activity, form.common(), form.chosen(), key, person)
        except Invalid as refusal:
            form.form_errors.append(refusal.message)
        else:
            flash("Creamos un borrador por cada fila. Solo los ve el equipo.", "success")
            return redirect(url_for(".series", slug=series.slug), 303)
    page = render_template("events/staff/new_series.html", form=form, activity=activity)
    return page, 422 if form.is_submitted() else 200


@bp.get("/series/<slug>")
@access.staff(*READERS)
def series(slug: str) -> ResponseReturnValue:
    found, at = queries.series(slug), now()
    events = queries.of_series(found.id, drafts=True)
    ready = {event.id: rules.can_be_convened(event, at) for event in events}
    return render_template("events/staff/series.html", series=found, events=events, ready=ready)
