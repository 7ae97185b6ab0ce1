"""The page with the eight destinations, the two that have no room of their own, and the way to the other six."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.portal import queries
from participa.portal.destinations import BY_WORD, DESTINATIONS, ELSEWHERE
from participa.portal.public.blueprint import bp
from participa.shared.clock import now, today

LASTS = 308


@bp.get("/participa")
@access.public_cached
def participate() -> ResponseReturnValue:
    return render_template("portal/participate.html", destinations=DESTINATIONS)


@bp.get(f"/participa/<any({', '.join(ELSEWHERE)}):word>")
@access.public
def destination(word: str) -> ResponseReturnValue:
    """To the room that has it now. The short address is the one to link."""
    return redirect(url_for(BY_WORD[word].endpoint), LASTS)


@bp.get("/participa/comunicaciones")
@access.public_cached
def communications() -> ResponseReturnValue:
    """What the entity will tell, by which office and when, and how to be told."""
    return render_template("portal/communications.html", plan=queries.communication_plan(today()))


@bp.get("/participa/dialogo")
@access.public_cached
def dialogue() -> ResponseReturnValue:
    """All that is open now: a hearing, spaces that take questions, registrations, topics and surveys."""
    return render_template("portal/dialogue.html", open_now=queries.open_now(now()))
