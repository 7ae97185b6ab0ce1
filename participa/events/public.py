"""Pages for citizens."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.events import queries, rules
from participa.shared.clock import now

bp = Blueprint("events", __name__, url_prefix="/espacios")


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    at = now()
    events = queries.published(at, request.args.get("pagina", 1, int))
    return render_template("events/index.html", events=events, at=at, url_for_page=_page_address)


def _page_address(page: int) -> str:
    return url_for("events.index", pagina=page if page > 1 else None)


@bp.get("/<slug>")
@access.public_cached
def detail(slug: str) -> ResponseReturnValue:
    event, at = queries.by_slug_public(slug), now()
    return render_template(
        "events/detail.html",
        event=event,
        at=at,
        receives=rules.receives_questions(event),
        takes_up=rules.takes_up_questions(event, at),
        reasons=[move for move in queries.moves(event) if rules.needs_reason(move.to_state)],
    )
