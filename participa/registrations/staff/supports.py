"""«Apoyos pedidos»: each support of a space, from the request until it is delivered."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.events import queries as events
from participa.events.models import Event
from participa.registrations import services
from participa.registrations.forms.staff import NeedForm
from participa.registrations.models import NEED_STATE_LABELS, AccessNeed, NeedState
from participa.registrations.queries import staff
from participa.registrations.staff.blueprint import bp
from participa.registrations.staff.lists import KEEPERS
from participa.shared.errors import Conflict, Invalid

NEED_TONES = {
    NeedState.REQUESTED: "warn",
    NeedState.ARRANGED: "progress",
    NeedState.DELIVERED: "good",
    NeedState.NOT_POSSIBLE: "bad",
}


@bp.get("/<slug>/apoyos")
@access.staff(*KEEPERS)
def needs(slug: str) -> ResponseReturnValue:
    return _page(events.by_slug(slug))


@bp.post("/apoyos/<int:need_id>")
@access.staff(*KEEPERS)
def note_need(need_id: int) -> ResponseReturnValue:
    """How far a support has come."""
    need, form = staff.need(need_id), NeedForm(prefix=f"apoyo{need_id}-")
    event = need.registration.event
    if form.validate():
        try:
            services.note_need(need, form.state.data, access.signed_in(), form.note.data or "")
        except (Invalid, Conflict) as refusal:
            form.refuse("note", refusal.message)
        else:
            flash("Guardamos el apoyo.", "success")
            return redirect(url_for(".needs", slug=event.slug, _anchor=f"apoyo-{need_id}"), 303)
    return _page(event, (need, form)), 422


def _page(event: Event, failed: tuple[AccessNeed, NeedForm] | None = None) -> str:
    wanted = next((state for state in NeedState if state.value == request.args.get("estado")), None)
    every = staff.needs(event)
    shown = [need for need in every if wanted in (None, need.state)]
    return render_template(
        "registrations/staff/needs.html",
        event=event,
        rows=[(need, _form_of(need, failed)) for need in shown],
        failed=failed[1] if failed else None,
        has_errors=failed is not None,
        tones=NEED_TONES,
        views=_views(event, every, wanted),
    )


def _form_of(need: AccessNeed, failed: tuple[AccessNeed, NeedForm] | None) -> NeedForm:
    if failed is not None and failed[0] is need:
        return failed[1]
    return NeedForm(formdata=None, prefix=f"apoyo{need.id}-", data={"state": need.state, "note": need.note})


def _views(event: Event, every: list[AccessNeed], wanted: NeedState | None) -> list[tuple[str, str, int, bool]]:
    labels = [
        (
            label,
            url_for(".needs", slug=event.slug, estado=state.value),
            sum(need.state is state for need in every),
            state is wanted,
        )
        for state, label in NEED_STATE_LABELS.items()
    ]
    return [("Todos", url_for(".needs", slug=event.slug), len(every), wanted is None), *labels]
