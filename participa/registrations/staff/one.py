"""One registration, for the team: what it is, its contact on request, and the steps typed for the person."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.registrations import queries, rules, services
from participa.registrations.forms.staff import CancelForm
from participa.registrations.models import Registration
from participa.registrations.staff.blueprint import bp
from participa.registrations.staff.lists import KEEPERS, TONES
from participa.shared.clock import now
from participa.shared.errors import Conflict


@bp.get("/inscripcion/<int:registration_id>")
@access.staff(*KEEPERS)
def detail(registration_id: int) -> ResponseReturnValue:
    return _page(queries.by_id(registration_id))


@bp.post("/inscripcion/<int:registration_id>/datos")
@access.staff(*KEEPERS)
def contact(registration_id: int) -> ResponseReturnValue:
    """The same with contact, document and guardian; the reading is written down."""
    registration = queries.by_id(registration_id)
    services.note_read([registration], access.signed_in(), "contact")
    return _page(registration, with_contact=True)


@bp.post("/inscripcion/<int:registration_id>/confirmar")
@access.staff(*KEEPERS)
def confirm(registration_id: int) -> ResponseReturnValue:
    """The person said, by phone or in person, that they come; an offered seat is taken up."""
    return _step(registration_id, services.confirm, "Quedó confirmada.")


@bp.post("/inscripcion/<int:registration_id>/puesto")
@access.staff(*KEEPERS)
def promote(registration_id: int) -> ResponseReturnValue:
    """Give a free seat to somebody who waits."""
    return _step(registration_id, services.promote, "Tiene puesto y quedó confirmada.")


@bp.post("/inscripcion/<int:registration_id>/llamada")
@access.staff(*KEEPERS)
def phoned(registration_id: int) -> ResponseReturnValue:
    """Somebody phoned this person about what changed."""
    registration = queries.by_id(registration_id)
    services.note_call(registration, access.signed_in())
    flash("Anotamos la llamada.", "success")
    return redirect(url_for(".calls", slug=registration.event.slug), 303)


def _step(registration_id: int, verb: Callable[..., None], done: str) -> ResponseReturnValue:
    registration = queries.by_id(registration_id)
    verb(registration, access.signed_in())
    flash(done, "success")
    return redirect(url_for(".detail", registration_id=registration_id), 303)


@bp.route("/inscripcion/<int:registration_id>/cancelar", methods=["GET", "POST"])
@access.staff(*KEEPERS)
def cancel(registration_id: int) -> ResponseReturnValue:
    registration, form = queries.by_id(registration_id), CancelForm()
    if not rules.is_active(registration) and not form.is_submitted():
        raise Conflict("Esta inscripción ya está cancelada.")
    if form.validate_on_submit():
        services.cancel(registration, access.signed_in(), form.reason.data or "")
        flash("Cancelamos la inscripción. El puesto se ofrece a quien espera.", "success")
        return redirect(url_for(".detail", registration_id=registration_id), 303)
    page = render_template("registrations/staff/cancel.html", registration=registration, form=form)
    return page, 422 if form.is_submitted() else 200


def _page(registration: Registration, with_contact: bool = False) -> str:
    at = now()
    return render_template(
        "registrations/staff/detail.html",
        registration=registration,
        event=registration.event,
        with_contact=with_contact,
        tones=TONES,
        line=queries.place_in_line(registration),
        is_active=rules.is_active(registration),
        has_offer=rules.is_offer_alive(registration, at),
        free=queries.seats(registration.event).get(registration.attends),
    )
