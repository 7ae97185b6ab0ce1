"""Pages for the team."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from participa.accounts import access

bp = Blueprint("staff", __name__, url_prefix="/gestion")


@bp.get("/")
@access.staff()
def index() -> ResponseReturnValue:
    return "", 503
