"""Registering in a space, alone or as a group."""

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.config import Settings
from participa.differential import services as differential
from participa.events.models import Event
from participa.registrations import appointment as appointments
from participa.registrations import doors, queries, rules, services
from participa.registrations.application import GroupReceipt, Receipt
from participa.registrations.forms.citizens import GroupForm, RegisterForm
from participa.registrations.public.blueprint import bp
from participa.registrations.rules import Window
from participa.shared import qr
from participa.shared.clock import now
from participa.shared.edge import keeps_text
from participa.shared.errors import Closed
from participa.shared.html import to_line


@bp.route("/<slug>/nueva", methods=["GET", "POST"])
@access.public
@keeps_text(RegisterForm)
def new(slug: str) -> ResponseReturnValue:
    """Keep a place, or one in the waiting list."""
    event, form = queries.space(to_line(slug)), RegisterForm()
    form.offer(event)
    form.ask(queries.extra.version_of(event), form.form_key.data or "", request.form.to_dict(flat=False))
    if rules.window(event, now()) is not Window.OPEN and not form.is_submitted():
        return _shut_page(event)
    if form.moves or not form.validate_on_submit():
        is_wrong = form.is_submitted() and not form.moves
        return _form_page("registrations/new.html", form, event), 422 if is_wrong else 200
    try:
        receipt = services.register(event, form.application(), form.form_key.data or "")
    except Closed:
        return _shut_page(event), 409
    if receipt.differs:
        form.renew()
        return _form_page("registrations/new.html", form, event, earlier=receipt), 409
    return receipt_page(event, receipt), 201


@bp.route("/<slug>/grupo", methods=["GET", "POST"])
@access.public
@keeps_text(GroupForm)
def group(slug: str) -> ResponseReturnValue:
    """Keep places for everybody of a list, or for nobody."""
    event, form = queries.space(to_line(slug)), GroupForm()
    form.offer(event)
    if rules.window(event, now()) is not Window.OPEN and not form.is_submitted():
        return _shut_page(event)
    if not form.validate_on_submit():
        asks = queries.extra.chosen(event) is not None
        return _form_page("registrations/group.html", form, event, asks=asks), 422 if form.is_submitted() else 200
    return _register_group(event, form)


def _register_group(event: Event, form: GroupForm) -> ResponseReturnValue:
    may_wait = bool(form.may_wait.data)
    try:
        receipt = services.register_group(event, form.application(), form.form_key.data or "", may_wait)
    except services.FewSeats as few:
        form.refuse("names", few.message)
        return _form_page("registrations/group.html", form, event, few=few), 422
    except Closed:
        return _shut_page(event), 409
    return _group_receipt_page(event, receipt), 201


@bp.get("/<slug>/cita.ics")
@access.public_cached
def appointment(slug: str) -> ResponseReturnValue:
    """The space for the calendar of a telephone."""
    event = queries.space(to_line(slug))
    body = appointments.of(event, url_for("events.detail", slug=event.slug, _external=True), request.host)
    name = f'attachment; filename="{event.slug}.ics"'
    return body, 200, {"Content-Type": "text/calendar; charset=utf-8", "Content-Disposition": name}


def _form_page(template: str, form: RegisterForm | GroupForm, event: Event, **more: object) -> str:
    return render_template(template, form=form, event=event, seats=queries.seats(event), **more)


def _shut_page(event: Event) -> str:
    return render_template(
        "registrations/shut.html", event=event, window=rules.window(event, now()), opens_at=rules.opens_at(event)
    )


def receipt_page(event: Event, receipt: Receipt, template: str = "registrations/receipt.html") -> str:
    """The receipt with its code and the QR that opens «Mi inscripción»."""
    address = mine_address()
    return render_template(
        template,
        event=event,
        receipt=receipt,
        mine_address=address,
        qr_uri=qr.data_uri(address, receipt.code),
        doors=doors.questions_of(event),
        permit=differential.find_permit(event, receipt.code),
    )


def _group_receipt_page(event: Event, receipt: GroupReceipt) -> str:
    return render_template(
        "registrations/group_receipt.html", event=event, receipt=receipt, mine_address=mine_address()
    )


def mine_address() -> str:
    """The whole address of «Mi inscripción», which a QR can carry."""
    settings: Settings = current_app.extensions["settings"]
    path = url_for("registrations.mine")
    return settings.public_url + path if settings.public_url else url_for("registrations.mine", _external=True)
