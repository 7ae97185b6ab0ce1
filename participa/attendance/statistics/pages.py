"""The pages of the figures, for everybody and for the team, and their files."""

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from participa.accounts import access
from participa.attendance import rules
from participa.attendance.public import bp
from participa.attendance.staff import bp as staff_bp
from participa.attendance.statistics import counting, files, publishing, showing
from participa.differential import queries as differential
from participa.events import queries as events
from participa.events.models import Event
from participa.shared.downloads import as_file

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@bp.get("/<slug>/cifras")
@access.public_cached
def figures(slug: str) -> ResponseReturnValue:
    """Who took part in a space that was held."""
    event = _held(slug)
    return render_template(
        "attendance/statistics/figures.html",
        event=event,
        figures=showing.figures(event),
        is_final=publishing.is_final(event),
        final_at=differential.closes_at(event),
    )


@bp.get("/<slug>/cifras.csv")
@access.public_cached
def figures_table(slug: str) -> ResponseReturnValue:
    """The same as a table in text."""
    event = _held(slug)
    body = files.as_csv(files.HEADINGS, showing.lines(showing.figures(event)))
    return body, 200, as_file(CSV, f"cifras-{event.slug}.csv")


@bp.get("/<slug>/cifras.xlsx")
@access.public_cached
def figures_workbook(slug: str) -> ResponseReturnValue:
    """The same as a workbook of Excel."""
    event = _held(slug)
    body = files.as_workbook(files.HEADINGS, showing.lines(showing.figures(event)))
    return body, 200, as_file(WORKBOOK, f"cifras-{event.slug}.xlsx")


def _held(slug: str) -> Event:
    event = events.by_slug_public(slug)
    if event.state not in counting.FINISHED:
        raise NoResultFound("The space has not been held.")
    return event


@staff_bp.get("/<slug>/cifras")
@access.staff(*rules.READERS)
def figures_for_team(slug: str) -> ResponseReturnValue:
    """The numbers as they go, with who registered and did not come."""
    event = events.by_slug(slug)
    return render_template(
        "attendance/statistics/team.html",
        event=event,
        totals=counting.totals(event),
        tables=showing.team_tables(event),
        figures=showing.figures(event),
        is_final=publishing.is_final(event),
        final_at=differential.closes_at(event),
        is_held=event.state in counting.FINISHED,
    )


@staff_bp.get("/<slug>/cifras.xlsx")
@access.staff(*rules.READERS)
def figures_for_team_workbook(slug: str) -> ResponseReturnValue:
    """The tables of the team as a workbook, small numbers hidden too."""
    event = events.by_slug(slug)
    body = files.as_workbook(files.TEAM_HEADINGS, showing.team_lines(showing.team_tables(event)))
    return body, 200, as_file(WORKBOOK, f"cifras-equipo-{event.slug}.xlsx")
