"""Pages for the team."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.calendar import queries, rules, services
from participa.calendar.forms import DayForm, RemoveForm
from participa.shared.errors import Conflict, Invalid

bp = Blueprint("staff", __name__, url_prefix="/gestion")
MOST = 2_147_483_647


@bp.get("/")
@access.staff()
def index() -> ResponseReturnValue:
    return render_template(
        "calendar/staff/index.html",
        days=queries.days(),
        versions=queries.versions(),
        calendar=queries.current_calendar(),
        may_change=rules.may_change(access.signed_in()),
    )


@bp.route("/nuevo", methods=["GET", "POST"])
@access.staff(Role.ADMIN)
def new() -> ResponseReturnValue:
    """Write down a day of the entity's own."""
    form = DayForm()
    if form.validate_on_submit():
        try:
            services.add_day(form.own_day(), form.reason.data or "", access.signed_in())
        except (Conflict, Invalid) as problem:
            form.refuse("day", problem.message)
        else:
            flash("El día quedó en el calendario. Los plazos ya guardados no cambiaron.", "good")
            return redirect(url_for(".index"), 303)
    return render_template("calendar/staff/new.html", form=form), 422 if form.errors else 200


@bp.route(f"/<int(max={MOST}):day_id>/quitar", methods=["GET", "POST"])
@access.staff(Role.ADMIN)
def remove(day_id: int) -> ResponseReturnValue:
    """Take a day out of the calendar, with a reason."""
    day, form = queries.day(day_id), RemoveForm()
    if form.validate_on_submit():
        services.remove_day(day, form.reason.data or "", access.signed_in())
        flash("El día salió del calendario. Los plazos ya guardados no cambiaron.", "good")
        return redirect(url_for(".index"), 303)
    return render_template("calendar/staff/remove.html", form=form, day=day), 422 if form.errors else 200
