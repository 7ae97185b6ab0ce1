"""How the entity goes, in figures, and how each of them is counted."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.portal import overview as counted
from participa.portal.public.blueprint import bp
from participa.shared import years as by_year
from participa.shared.clock import today
from participa.shared.report import web


@bp.get("/como-vamos")
@access.public_cached
def overview() -> ResponseReturnValue:
    """The live figures of a year, with their charts."""
    offered = counted.years(today())
    year = by_year.chosen(offered) or today().year
    report = counted.of_year(year)
    return render_template(
        "portal/overview.html",
        year=year,
        years=by_year.views(offered, year, lambda one: url_for(".overview", anio=one)),
        report=report,
        page=web.page(counted.without_how(report)),
    )


@bp.get("/como-se-calcula")
@access.public_cached
def how_counted() -> ResponseReturnValue:
    """Each figure in plain words, with the law that asks for it."""
    report = counted.of_year(today().year)
    return render_template("portal/how_counted.html", groups=counted.explained(report))
