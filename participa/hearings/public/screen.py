"""The big screen at its address: the same content for who cannot see it."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.hearings import showing
from participa.hearings.blueprint import bp
from participa.hearings.queries import rooms


@bp.get("/<code>/pantalla")
@access.public
def screen(code: str) -> ResponseReturnValue:
    """What is answered now, the next two, how to take part and how old all this is."""
    if rooms.normal(code) != code:
        return redirect(url_for(".screen", code=rooms.normal(code)))
    return showing.page(code, request.args)
