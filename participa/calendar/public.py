"""Pages for citizens."""

from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.calendar import queries
from participa.calendar.forms import CountForm
from participa.shared import clock
from participa.shared.business_days import Deadline, due_from, national_holidays

bp = Blueprint("calendar", __name__, url_prefix="/calendario")
EXAMPLE_ON, EXAMPLE_DAYS = date(2020, 12, 4), 15


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    """How terms are counted, with a calculator and the days that do not count."""
    calendar, reading, year = queries.current_calendar(), queries.reading(), clock.today().year
    form = CountForm(request.args, dias=EXAMPLE_DAYS)
    counted = _count(form) if request.args else None
    page = render_template(
        "calendar/index.html",
        form=form,
        counted=counted,
        calendar=calendar,
        reading=reading.value,
        example=due_from(EXAMPLE_ON, EXAMPLE_DAYS, calendar, reading),
        years=[(each, national_holidays(each)) for each in (year, year + 1)],
        own_days=queries.days(date(year, 1, 1), date(year + 1, 12, 31)),
    )
    return page, 422 if form.errors else 200


def _count(form: CountForm) -> Deadline | None:
    """The term that the address asks for; what cannot be counted is said in the form."""
    if not form.validate() or form.desde.data is None or form.dias.data is None:
        return None
    try:
        return due_from(form.desde.data, form.dias.data, queries.current_calendar(), queries.reading())
    except ValueError as problem:
        form.refuse("desde", str(problem))
        return None
