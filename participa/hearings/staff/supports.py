"""Supports that wait for a decision, with what speaks for and against them; the networks and the number of the hall."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.hearings import hall, supporting
from participa.hearings.blueprint import staff_bp
from participa.hearings.forms.supports import DecisionForm, HallNetworksForm
from participa.hearings.models import Hearing, SupportState
from participa.hearings.queries import rooms
from participa.hearings.queries import supports as queries
from participa.hearings.services import reviewing
from participa.shared.edge import keeps_text
from participa.shared.errors import Invalid
from participa.shared.templating import counted

REVIEWERS = (Role.MODERATOR, Role.ADMIN)
READERS = (*REVIEWERS, Role.CONTROL)


@staff_bp.get("/<code>/apoyos")
@access.staff(*READERS)
def supports(code: str) -> ResponseReturnValue:
    return _page(rooms.by_code(code))


def _page(
    hearing: Hearing,
    deciding: int | None = None,
    form: DecisionForm | None = None,
    halls: HallNetworksForm | None = None,
) -> ResponseReturnValue:
    """The page; with what was typed and does not fit, as status 422."""
    rows, failed = queries.under_review(hearing), form or halls
    if form is not None:
        form.reason.id = f"motivo-{deciding}"  # where the summary of errors leads
    page = render_template(
        "hearings/staff/supports.html",
        hearing=hearing,
        rows=rows,
        forms={row.staged_id: form if row.staged_id == deciding else DecisionForm(formdata=None) for row in rows},
        failed=failed,
        has_errors=failed is not None,
        halls=halls or HallNetworksForm(formdata=None, obj=hearing),
        decisions=queries.decisions(hearing),
        counted=queries.totals(hearing).get(SupportState.COUNTED, 0),
        may_review=supporting.may_review(access.signed_in()),
    )
    return page, 422 if failed else 200


@staff_bp.post("/<code>/apoyos/<int:staged_id>/<any(contar, descartar):what>")
@access.staff(*REVIEWERS)
def decide_supports(code: str, staged_id: int, what: str) -> ResponseReturnValue:
    """Count what waits for a question or, after asking, leave it out for good; the reason is public."""
    hearing, form = rooms.by_code(code), DecisionForm()
    if not form.validate():
        return _page(hearing, staged_id, form)
    staged, is_accepted = queries.find(hearing, staged_id), what == "contar"
    if not is_accepted and not form.is_sure.data:
        held = queries.count_held(staged)
        return render_template("hearings/staff/discard.html", hearing=hearing, staged=staged, held=held, form=form)
    decision = reviewing.decide(staged, is_accepted, form.reason.data or "", access.signed_in())
    told = ("apoyo se cuenta", "apoyos se cuentan") if is_accepted else ("apoyo queda fuera", "apoyos quedan fuera")
    flash(f"{counted(decision.number, *told)}. La decisión ya es pública.", "success")
    return redirect(url_for(".supports", code=hearing.room_code), 303)


@staff_bp.post("/<code>/redes")
@access.staff(*REVIEWERS)
@keeps_text(HallNetworksForm)
def hall_networks(code: str) -> ResponseReturnValue:
    """Say which networks are those of the hall: any number of new phones may come from them."""
    hearing, form = rooms.by_code(code), HallNetworksForm()
    if not form.validate():
        return _page(hearing, halls=form)
    try:
        reviewing.declare_halls(hearing, form.hall_networks.data or "", access.signed_in())
    except Invalid as refusal:
        form.refuse("hall_networks", refusal.message)
        return _page(hearing, halls=form)
    flash("Las redes de la sala quedaron guardadas.", "success")
    return redirect(url_for(".supports", code=hearing.room_code), 303)


@staff_bp.get("/<code>/numero")
@access.staff(*REVIEWERS)
def hall_label(code: str) -> ResponseReturnValue:
    """The number of the hall, for the big screen to renew."""
    return {"label": hall.label_of(rooms.by_code(code))}
