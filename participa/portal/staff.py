"""Pages for the team."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access

bp = Blueprint("staff", __name__, url_prefix="/gestion")


@bp.get("/")
@access.staff()
def desk() -> ResponseReturnValue:
    return render_template("portal/staff/desk.html")
