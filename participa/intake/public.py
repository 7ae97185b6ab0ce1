"""The shared tablet: many people ask in turn, and one never sends what belongs to another."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.events.models import Event, EventState
from participa.intake.addresses import follow_address
from participa.intake.forms import KioskForm
from participa.intake.staff import bp
from participa.questions import services as questions
from participa.questions.queries import public as spaces
from participa.questions.services import Receipt
from participa.shared import qr
from participa.shared.edge import keeps_text
from participa.shared.forms import new_form_key
from participa.shared.html import to_line


@bp.route("/tableta/<slug>", methods=["GET", "POST"])
@access.public
@keeps_text(KioskForm)
def kiosk(slug: str) -> ResponseReturnValue:
    """The short form. Sent again as it was, it is a retry; sent with other words, the page asks who is there."""
    event, form = spaces.space(to_line(slug)), KioskForm()
    questions.greet()
    if not form.validate_on_submit():
        return render_template("intake/kiosk.html", form=form, event=event), 422 if form.is_submitted() else 200
    taken_up = None if event.state is EventState.CANCELLED else event
    came = questions.arrival(is_shared=True)
    receipt = questions.receive(taken_up, form.submission(), form.form_key.data or "", came)
    if receipt.differs:
        form.form_key.data = new_form_key()
        return render_template("intake/kiosk.html", form=form, event=event, earlier=receipt.radicado), 409
    return _receipt_page(receipt, event), 201


def _receipt_page(receipt: Receipt, event: Event) -> str:
    address = follow_address()
    return render_template(
        "intake/kiosk_receipt.html",
        receipt=receipt,
        event=event,
        start=url_for("intake.kiosk", slug=event.slug),
        follow_address=address,
        qr_uri=qr.data_uri(address, receipt.code),
    )
