"""A new version of a strategy, its approval and what it changes."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.strategy import queries, services
from participa.strategy.comparison import compared
from participa.strategy.forms.versions import NewVersionForm, RecordForm
from participa.strategy.staff.blueprint import MOST, bp


@bp.route(f"/<int(max={MOST}):strategy_id>/version-nueva", methods=["GET", "POST"])
@access.staff(Role.APPROVER, Role.COMMUNICATIONS)
def new_version(strategy_id: int) -> ResponseReturnValue:
    """Say why, and get the draft of the next version."""
    strategy, form = queries.by_id(strategy_id), NewVersionForm()
    if form.validate_on_submit():
        successor = services.new_version(strategy, form.reason.data or "", access.signed_in())
        flash(f"La versión {successor.version} quedó como borrador. Cambie lo que haga falta.", "good")
        return redirect(url_for(".detail", strategy_id=successor.id), 303)
    page = render_template("strategy/staff/new_version.html", form=form, strategy=strategy)
    return page, 422 if form.errors else 200


@bp.route(f"/<int(max={MOST}):strategy_id>/aprobacion", methods=["GET", "POST"])
@access.staff(Role.APPROVER, Role.COMMUNICATIONS)
def record(strategy_id: int) -> ResponseReturnValue:
    """Why a version changes the one before, and its approval."""
    strategy = queries.by_id(strategy_id)
    form = RecordForm(obj=strategy)
    if form.validate_on_submit():
        services.write_record(strategy, form.record(), access.signed_in())
        flash("Los datos de la aprobación quedaron guardados.", "good")
        return redirect(url_for(".detail", strategy_id=strategy.id), 303)
    page = render_template("strategy/staff/record.html", form=form, strategy=strategy)
    return page, 422 if form.errors else 200


@bp.get(f"/<int(max={MOST}):strategy_id>/cambios")
@access.staff()
def changes(strategy_id: int) -> ResponseReturnValue:
    """What a version, public or not, changes of the one before."""
    strategy = queries.by_id(strategy_id)
    earlier = queries.find_predecessor(strategy)
    comparison = compared(earlier, strategy) if earlier else None
    return render_template("strategy/staff/changes.html", strategy=strategy, earlier=earlier, comparison=comparison)
