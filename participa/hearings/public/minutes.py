"""The minutes of a hearing that ended, for everybody."""

from flask import render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.hearings import minutes as written
from participa.hearings.blueprint import bp
from participa.hearings.models import Hearing, HearingState
from participa.hearings.queries import conduct as queries
from participa.shared.errors import NotFound

NOT_YET = "El acta se publica cuando la audiencia termina."


@bp.get("/<code>/acta")
@access.public
def minutes(code: str) -> ResponseReturnValue:
    """What was answered, promised and decided."""
    hearing = ended(code)
    return render_template("hearings/minutes.html", minutes=written.read(hearing), hearing=hearing)


@bp.get("/<code>/acta.pdf")
@access.public
def minutes_file(code: str) -> ResponseReturnValue:
    """The same to print."""
    return written.answer(ended(code))


def ended(code: str) -> Hearing:
    """A hearing that ended and was none for rehearsal. Raises NotFound."""
    hearing = queries.by_code(code)
    if hearing.is_rehearsal or hearing.state is not HearingState.CLOSED:
        raise NotFound(NOT_YET)
    return hearing
