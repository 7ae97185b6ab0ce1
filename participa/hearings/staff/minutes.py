"""The minutes as they are being written, for the team."""

from flask import render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.hearings import minutes as written
from participa.hearings.blueprint import staff_bp
from participa.hearings.queries import conduct as queries
from participa.hearings.staff.conduct import READERS


@staff_bp.get("/<code>/acta")
@access.staff(*READERS)
def minutes(code: str) -> ResponseReturnValue:
    """What the minutes say until now."""
    hearing = queries.by_code(code)
    return render_template("hearings/staff/minutes.html", minutes=written.read(hearing), hearing=hearing)


@staff_bp.get("/<code>/acta.pdf")
@access.staff(*READERS)
def minutes_file(code: str) -> ResponseReturnValue:
    """The same to print and sign; a draft until the hearing ends."""
    return written.answer(queries.by_code(code))
