"""The cronograma to take along: spreadsheets and appointments."""

from collections.abc import Callable

from flask import request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.shared import clock
from participa.shared.downloads import as_file
from participa.strategy import appointments, exports, queries
from participa.strategy.models import Activity, Strategy
from participa.strategy.public.blueprint import bp
from participa.strategy.public.strategies import asked_version

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/<int(max=9999):year>/cronograma.xlsx")
@access.public_cached
def workbook(year: int) -> ResponseReturnValue:
    """The cronograma as a workbook of Excel."""
    strategy = queries.of_year(year, asked_version())
    columns = exports.columns(clock.today(), _pages_of(strategy))
    body = exports.as_workbook(queries.whole_activities(strategy), columns, f"Cronograma {year}")
    return body, 200, as_file(WORKBOOK, f"{_name(strategy)}.xlsx")


@bp.get("/<int(max=9999):year>/cronograma.csv")
@access.public_cached
def table(year: int) -> ResponseReturnValue:
    """The cronograma as a table in text."""
    strategy = queries.of_year(year, asked_version())
    columns = exports.columns(clock.today(), _pages_of(strategy))
    body = exports.as_csv(queries.whole_activities(strategy), columns)
    return body, 200, as_file("text/csv; charset=utf-8", f"{_name(strategy)}.csv")


@bp.get("/<int(max=9999):year>/calendario.ics")
@access.public_cached
def feed(year: int) -> ResponseReturnValue:
    """The cronograma as a calendar to subscribe to."""
    strategy = queries.of_year(year, asked_version())
    return _calendar(strategy, queries.activities(strategy), _name(strategy))


@bp.get("/<int(max=9999):year>/actividades/<slug>/calendario.ics")
@access.public_cached
def appointment(year: int, slug: str) -> ResponseReturnValue:
    """An activity for the calendar."""
    activity = queries.public_activity(year, slug, asked_version())
    return _calendar(activity.strategy, [activity], f"actividad-{year}-{activity.slug}")


def _calendar(strategy: Strategy, activities: list[Activity], name: str) -> ResponseReturnValue:
    body = appointments.feed(strategy, activities, _pages_of(strategy), request.host, queries.first_slugs(strategy))
    return body, 200, as_file("text/calendar; charset=utf-8", f"{name}.ics")


def _pages_of(strategy: Strategy) -> Callable[[Activity], str]:
    version = asked_version()
    return lambda one: url_for("strategy.activity", year=strategy.year, slug=one.slug, version=version, _external=True)


def _name(strategy: Strategy) -> str:
    return f"cronograma-{strategy.year}-version-{strategy.version}"
