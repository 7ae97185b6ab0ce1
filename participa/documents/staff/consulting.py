"""The consultation of a draft, as the team keeps it."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.documents import queries, rules, services
from participa.documents.blueprint import staff_bp as bp
from participa.documents.forms import ConsultForm, ReplyForm
from participa.documents.models import DraftObservation
from participa.shared.clock import today
from participa.shared.errors import Conflict, Invalid
from participa.shared.paging import asked_page

USUAL_DAYS = timedelta(days=15)
ASK = "¿Qué falta, qué sobra y qué no se entiende?"
THANKS = "Gracias a cada persona y a cada organización que leyó el borrador y opinó."


@bp.route("/<slug>/consulta", methods=["GET", "POST"])
@access.staff(*rules.DECIDERS)
def consult(slug: str) -> ResponseReturnValue:
    """Put a document in consultation, or change its days and words."""
    document = queries.by_slug(slug)
    row = queries.find_of(document.id)
    usual = {"opens_on": today(), "closes_on": today() + USUAL_DAYS, "ask": ASK, "thanks": THANKS}
    form = ConsultForm(obj=row) if row else ConsultForm(data=usual)
    opens_on, closes_on = form.opens_on.data, form.closes_on.data
    if form.validate_on_submit() and opens_on and closes_on:
        words = form.ask.data or "", form.thanks.data or ""
        try:
            services.consult(document, opens_on, closes_on, access.signed_in(), *words)
        except (Invalid, Conflict) as problem:
            form.refuse("closes_on", problem.message)
        else:
            flash("Guardamos la consulta. Se abre y se cierra sola en esas fechas.", "success")
            return redirect(url_for(".detail", slug=slug), 303)
    page = render_template("documents/staff/consult.html", form=form, document=document, consultation=row)
    return page, 422 if form.errors else 200


@bp.get("/<slug>/observaciones")
@access.staff()
def observations(slug: str) -> ResponseReturnValue:
    """What was observed, first received first."""
    document = queries.by_slug(slug)
    row = queries.find_of(document.id)
    page = queries.observations(row, asked_page()) if row else None
    return render_template("documents/staff/observations.html", document=document, page=page)


@bp.route("/observaciones/<int:number>", methods=["GET", "POST"])
@access.staff()
def observation(number: int) -> ResponseReturnValue:
    """One observation, and the form to reply for those who may."""
    row, form = queries.observation(number), ReplyForm()
    if request.method == "GET" and row.reply is not None:
        form.decision.data, form.reasons.data = row.reply.decision.value, row.reply.reasons
        form.withheld_because.data = row.withheld_because
    if form.validate_on_submit():
        words = form.reasons.data or "", form.withheld_because.data or ""
        services.reply(row, form.chosen, *words, access.signed_in())
        flash("La respuesta quedó escrita. Falta que otra persona la publique.", "success")
        return redirect(url_for(".observation", number=row.id), 303)
    return _page(row, form), 422 if form.errors else 200


def _page(row: DraftObservation, form: ReplyForm) -> str:
    person = access.signed_in()
    return render_template(
        "documents/staff/observation.html",
        row=row,
        form=form,
        document=row.consultation.document,
        waits=row.reply is not None and not row.reply.published_at,
        may_reply=rules.may_write(person),
        may_publish=rules.may_publish_reply(person, row.reply),
    )


@bp.post("/observaciones/<int:number>/publicar")
@access.staff(*rules.DECIDERS)
def publish_reply(number: int) -> ResponseReturnValue:
    row = queries.observation(number)
    services.publish_reply(row, access.signed_in())
    flash("La respuesta quedó publicada.", "success")
    return redirect(url_for(".observation", number=row.id), 303)
