"""The outbox, and the calls to guests."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.events import queries as events
from participa.events.models import Event
from participa.invitations import queries, rules, services
from participa.invitations.forms import CallForm
from participa.invitations.models import DELIVERY_LABELS, Delivery, Invitation
from participa.invitations.staff.blueprint import READERS, WRITERS, bp
from participa.shared.clock import now
from participa.shared.forms import BaseForm
from participa.shared.html import to_line
from participa.shared.paging import asked_page

VIEWS = {"pendientes": "Por llamar", "todas": "Todas"}


@bp.get("/correos")
@access.staff(*READERS)
def outbox() -> ResponseReturnValue:
    """Letters that wait for a person, and where each mail stands. No body and no code is shown."""
    delivery, event = request.args.get("estado", None, Delivery), _space()
    slug = event.slug if event else None
    waiting, failed = queries.other_mail_counts()
    return render_template(
        "invitations/staff/outbox.html",
        letters=queries.submitted_letters(),
        subject_of=services.subject_of,
        found=queries.outbox(delivery, event.id if event else None, asked_page()),
        views=_views(delivery, event),
        event=event,
        delivery=delivery,
        spaces=queries.spaces_with_letters(),
        waiting=waiting,
        failed=failed,
        form=BaseForm(),
        may_write=rules.may_write(access.signed_in()),
        may_be_retried=rules.may_be_retried,
        url_for_page=lambda page: url_for(".outbox", estado=delivery, espacio=slug, pagina=page),
    )


def _space() -> Event | None:
    slug = to_line(request.args.get("espacio", ""))
    return events.by_slug(slug) if slug else None


def _views(chosen: Delivery | None, event: Event | None) -> list[tuple[str, str, int, bool]]:
    counts = queries.outbox_counts(event.id if event else None)
    slug = event.slug if event else None
    every = ("Todas", url_for(".outbox", espacio=slug), sum(counts.values()), chosen is None)
    return [every] + [
        (DELIVERY_LABELS[state], url_for(".outbox", espacio=slug, estado=state), counts.get(state, 0), state is chosen)
        for state in Delivery
        if state in counts or state is chosen
    ]


@bp.post("/correos/<int:invitation_id>/reintentar")
@access.staff(*WRITERS)
def retry(invitation_id: int) -> ResponseReturnValue:
    found = queries.invitation(invitation_id)
    services.retry(found, access.signed_in())
    flash("El correo volvió a la fila. Sale en un minuto.", "success")
    return redirect(url_for(".outbox", espacio=found.event.slug), 303)


@bp.get("/espacios/<slug>/llamadas")
@access.staff(*READERS)
def calls(slug: str) -> ResponseReturnValue:
    event = events.by_slug(slug)
    view = request.args.get("ver", "")
    view = view if view in VIEWS else "pendientes"
    return render_template(
        "invitations/staff/calls.html",
        event=event,
        found=queries.call_list(event.id, view, asked_page()),
        views=[(label, url_for(".calls", slug=slug, ver=name), None, name == view) for name, label in VIEWS.items()],
        may_write=rules.may_write(access.signed_in()) and rules.takes_replies(event, now()),
        url_for_page=lambda page: url_for(".calls", slug=slug, ver=view, pagina=page),
    )


@bp.route("/llamadas/<int:invitation_id>", methods=["GET", "POST"])
@access.staff(*WRITERS)
def call(invitation_id: int) -> ResponseReturnValue:
    """Write how a call ended, and go on with the next guest."""
    found, form = queries.invitation(invitation_id), CallForm()
    if form.validate_on_submit():
        outcome, people, note = form.outcome, form.people.data or 1, form.note.data or ""
        may_register = bool(form.may_register.data)
        services.note_call(found, outcome, people, note, may_register, access.signed_in())
        flash("Anotamos la llamada.", "success")
        return redirect(_next_call(found), 303)
    page = render_template("invitations/staff/call.html", form=form, invitation=found, event=found.event)
    return page, 422 if form.errors else 200


def _next_call(done: Invitation) -> str:
    """The page of the next guest who was not called yet, or the list."""
    waiting = queries.call_list(done.event_id, "pendientes", 1).items
    following = next((one for one in waiting if one.id != done.id and not one.calls), None)
    if following:
        return url_for(".call", invitation_id=following.id)
    return url_for(".calls", slug=done.event.slug)
