"""Pages for the team."""

from datetime import timedelta

import segno
from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.config import Settings
from participa.differential import entrances, queries, rules
from participa.events import queries as events
from participa.events.models import Event
from participa.shared.clock import now

bp = Blueprint("staff", __name__, url_prefix="/gestion")


@bp.get("/<slug>")
@access.staff(*entrances.READERS)
def entrance(slug: str) -> ResponseReturnValue:
    """The QR for the entrance, the form for a tablet, and how many have answered."""
    event = events.by_slug(slug)
    address = _address(event)
    return render_template(
        "differential/staff/entrance.html",
        event=event,
        address=address,
        qr_uri=segno.make_qr(address, error="m").png_data_uri(scale=1, border=4),
        is_open=rules.receives_answers(event, now()),
        closes_at=rules.closes_at(event) - timedelta(minutes=1),
        about=queries.received(event) // rules.TOGETHER * rules.TOGETHER,
    )


def _address(event: Event) -> str:
    settings: Settings = current_app.extensions["settings"]
    path = url_for("differential.answer", slug=event.slug)
    return (
        settings.public_url + path
        if settings.public_url
        else url_for("differential.answer", slug=event.slug, _external=True)
    )
