"""Pages for citizens."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from participa.accounts import access

bp = Blueprint("calendar", __name__, url_prefix="/calendario")


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    return "", 503
