"""How the entity answers, in figures that anybody can check."""

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.questions.blueprint import bp
from participa.questions.queries import figures


@bp.get("/cifras")
@access.public_cached
def performance() -> ResponseReturnValue:
    """How fast, how many in time and how many late, in all, by office and by topic."""
    counted = figures.performance()
    return render_template("questions/performance.html", counted=counted, restrictions_url=_restrictions_url())


def _restrictions_url() -> str:
    """The public table of reasons for which a text is withheld, once its room has one."""
    name = "restrictions.index"
    return url_for(name) if name in current_app.view_functions else ""
