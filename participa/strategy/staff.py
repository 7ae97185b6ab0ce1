"""Pages for the team."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from participa.accounts import access

bp = Blueprint("staff", __name__, url_prefix="/gestion")


@bp.get("/")
@access.staff()
def index() -> ResponseReturnValue:
    return "", 503


@bp.get("/<int:strategy_id>")
@access.staff()
def detail(strategy_id: int) -> ResponseReturnValue:
    return str(strategy_id), 503


@bp.get("/importar")
@access.staff()
def import_() -> ResponseReturnValue:
    return "", 503
