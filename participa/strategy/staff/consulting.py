"""The consultation of a draft, as the team keeps it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.shared.clock import today
from participa.shared.errors import Invalid
from participa.shared.paging import asked_page
from participa.strategy import queries, rules, services
from participa.strategy.forms.consulting import ConsultationForm, ReplyForm
from participa.strategy.models import Observation
from participa.strategy.staff.blueprint import MOST, bp


@bp.route(f"/<int(max={MOST}):strategy_id>/consulta", methods=["GET", "POST"])
@access.staff(Role.APPROVER)
def consult(strategy_id: int) -> ResponseReturnValue:
    """Put a draft in consultation, or change its days."""
    strategy = queries.by_id(strategy_id)
    first, last = strategy.consultation_opens_on or today(), strategy.consultation_closes_on
    form = ConsultationForm(opens_on=first, closes_on=last)
    opens_on, closes_on = form.opens_on.data, form.closes_on.data
    if form.validate_on_submit() and opens_on and closes_on:
        try:
            services.set_consultation(strategy, opens_on, closes_on, access.signed_in())
        except Invalid as problem:
            form.refuse("closes_on", problem.message)
        else:
            flash("El borrador queda en consulta en esas fechas.", "good")
            return redirect(url_for(".detail", strategy_id=strategy.id), 303)
    page = render_template("strategy/staff/consult.html", form=form, strategy=strategy)
    return page, 422 if form.errors else 200


@bp.get(f"/<int(max={MOST}):strategy_id>/observaciones")
@access.staff()
def observations(strategy_id: int) -> ResponseReturnValue:
    strategy = queries.by_id(strategy_id)
    page = queries.observations(strategy, asked_page())
    return render_template("strategy/staff/observations.html", strategy=strategy, page=page)


@bp.route(f"/observaciones/<int(max={MOST}):observation_id>", methods=["GET", "POST"])
@access.staff()
def observation(observation_id: int) -> ResponseReturnValue:
    """One observation, and the form to reply for those who may."""
    row, form = queries.observation(observation_id), ReplyForm()
    written = row.reply
    if request.method == "GET" and written is not None:
        form.decision.data, form.reasons.data = written.decision, written.reasons
        form.withheld_because.data = row.withheld_because
    if form.validate_on_submit():
        reasons, withheld = form.reasons.data or "", form.withheld_because.data or ""
        services.reply(row, form.decision.data, reasons, withheld, access.signed_in())
        flash("La respuesta quedó escrita. Falta que otra persona la publique.", "good")
        return redirect(url_for(".observation", observation_id=row.id), 303)
    return _page(row, form), 422 if form.errors else 200


def _page(row: Observation, form: ReplyForm) -> str:
    person, written = access.signed_in(), row.reply
    waits = written is not None and written.published_at is None
    return render_template(
        "strategy/staff/observation.html",
        row=row,
        form=form,
        waits=waits,
        may_reply=rules.may_edit(person),
        may_publish=waits and rules.may_decide(person) and written is not None and written.author_id != person.id,
    )


@bp.post(f"/observaciones/<int(max={MOST}):observation_id>/publicar")
@access.staff(Role.APPROVER)
def publish_reply(observation_id: int) -> ResponseReturnValue:
    row = queries.observation(observation_id)
    services.publish_reply(row, access.signed_in())
    flash("La respuesta quedó publicada.", "good")
    return redirect(url_for(".observation", observation_id=row.id), 303)
