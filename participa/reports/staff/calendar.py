"""Which reports a year owes and when, with the door to each one."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.reports import rules, showing_owed
from participa.reports.blueprint import staff_bp as bp
from participa.reports.kinds import all_kinds


@bp.get("/calendario")
@access.staff(*rules.READERS)
def calendar_of_team() -> ResponseReturnValue:
    """The calendar of everybody, with where each report goes on."""
    person, asked = access.signed_in(), request.args.get("anio", type=int)
    writes = {kind.name for kind in all_kinds() if rules.writes(person, kind)}
    shown = showing_owed.shown(asked, lambda year: url_for(".calendar_of_team", anio=year))
    return render_template("reports/staff/calendar.html", writes=writes, **shown)
