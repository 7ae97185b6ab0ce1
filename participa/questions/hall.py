"""The public page that says how questions are received when there are many, and when the audience mode was on."""

from flask import render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.questions.blueprint import bp
from participa.questions.queries import quarantine as queries
from participa.questions.services import admission
from participa.questions.services.quarantine import AUDIENCE_HOURS
from participa.shared.clock import now


@bp.get("/como-las-recibimos")
@access.public_cached
def arrivals() -> ResponseReturnValue:
    at, modes = now(), queries.audience_modes()
    return render_template(
        "questions/arrivals.html",
        modes=modes,
        at=at,
        is_on=bool(modes) and modes[0].ends_at > at,
        most_in_a_day=admission.MOST_IN_A_DAY,
        per_minute=admission.PER_MINUTE,
        per_minute_of_a_hall=admission.PER_MINUTE_OF_A_HALL,
        audience_hours=AUDIENCE_HOURS,
    )
