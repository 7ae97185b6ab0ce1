"""Pages for citizens."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from participa.accounts import access

bp = Blueprint("questions", __name__, url_prefix="/preguntas")


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    return "", 503


@bp.get("/<radicado>")
@access.public_cached
def detail(radicado: str) -> ResponseReturnValue:
    return radicado, 503


@bp.get("/nueva")
@access.public
def ask() -> ResponseReturnValue:
    return "", 503


@bp.get("/nueva/<slug>")
@access.public
def ask_at(slug: str) -> ResponseReturnValue:
    return slug, 503


@bp.get("/seguir")
@access.public
def follow() -> ResponseReturnValue:
    return "", 503
