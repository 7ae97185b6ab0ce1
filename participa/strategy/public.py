"""Pages for citizens."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from participa.accounts import access

bp = Blueprint("strategy", __name__, url_prefix="/estrategia")


@bp.get("/")
@access.public_cached
def current() -> ResponseReturnValue:
    return "", 503


@bp.get("/<int:year>")
@access.public_cached
def schedule(year: int) -> ResponseReturnValue:
    return str(year), 503


@bp.get("/<int:year>/actividades/<slug>")
@access.public_cached
def activity(year: int, slug: str) -> ResponseReturnValue:
    return f"{year} {slug}", 503
