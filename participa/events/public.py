"""Pages for citizens."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.events import queries

bp = Blueprint("events", __name__, url_prefix="/espacios")


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    return render_template("events/index.html")


@bp.get("/<slug>")
@access.public_cached
def detail(slug: str) -> ResponseReturnValue:
    return render_template("events/detail.html", event=queries.by_slug_public(slug))
