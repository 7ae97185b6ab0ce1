"""How the order of a hearing is made, each time that it was departed from, and what was decided of supports."""

from flask import render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.hearings.blueprint import bp
from participa.hearings.models import OVERRIDE_REASON_LABELS, SupportState
from participa.hearings.order import FEWEST_READERS_SHOWN, enough_readers
from participa.hearings.queries import rooms
from participa.hearings.queries import supports as queries


@bp.get("/<code>/reglas")
@access.public
def order_rules(code: str) -> ResponseReturnValue:
    hearing = rooms.by_code(code)
    totals = queries.totals(hearing)
    return render_template(
        "hearings/rules.html",
        hearing=hearing,
        overrides=queries.overrides(hearing),
        decisions=queries.decisions(hearing),
        counted=totals.get(SupportState.COUNTED, 0),
        held=totals.get(SupportState.HELD, 0),
        discarded=totals.get(SupportState.DISCARDED, 0),
        enough=enough_readers(hearing.present),
        fewest=FEWEST_READERS_SHOWN,
        reasons=OVERRIDE_REASON_LABELS,
    )
