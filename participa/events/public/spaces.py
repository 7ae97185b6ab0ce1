"""The calendar of dialogue spaces, as a list and as a month, and the page of one."""

from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.events import month, queries
from participa.events.forms import CalendarForm
from participa.events.page import page_of
from participa.events.public.blueprint import bp
from participa.shared import years as by_year
from participa.shared.clock import now, today
from participa.shared.errors import NotFound
from participa.shared.paging import asked_page

MONTHS_BACK, MONTHS_AHEAD = 6, 12


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    at, form = now(), _filters()
    asked = _asked(form)
    events = queries.published(at, asked_page(), _wanted(form))
    return render_template(
        "events/index.html",
        events=events,
        at=at,
        form=form,
        asked=asked,
        month_url=url_for(".by_month", **asked),
        url_for_page=lambda page: url_for("events.index", pagina=page if page > 1 else None, **asked),
    )


@bp.get("/mes")
@access.public_cached
def by_month() -> ResponseReturnValue:
    form = _filters()
    first = form.month or today().replace(day=1)
    if not month.is_shown(first):
        raise NotFound("Ese mes no está en el calendario.")
    others = {name: value for name, value in _asked(form).items() if name != "mes"}
    form.mes.data = month.code(first)
    events = queries.in_period(_wanted(form))
    return render_template(
        "events/month.html",
        weeks=month.weeks(first, events),
        events=events,
        name=month.name(first),
        form=form,
        list_url=url_for(".index", **others),
        neighbours=[_link(month.before(first), others), _link(month.following(first), others)],
    )


def _link(first: date, others: dict[str, Any]) -> tuple[str, str]:
    return month.name(first), url_for(".by_month", mes=month.code(first), **others)


def _filters() -> CalendarForm:
    form = CalendarForm(request.args)
    form.offer([(month.code(first), month.name(first)) for first in _months(form.month)])
    return form


def _months(chosen: date | None) -> list[date]:
    """The months to choose from, the chosen one among them."""
    first = today().replace(day=1)
    for _ in range(MONTHS_BACK):
        first = month.before(first)
    found = [first]
    for _ in range(MONTHS_BACK + MONTHS_AHEAD):
        found.append(month.following(found[-1]))
    return sorted({*found, *([chosen] if chosen else [])})


def _wanted(form: CalendarForm) -> queries.Wanted:
    since, until = month.period(form.month) if form.month and month.is_shown(form.month) else (None, None)
    return queries.Wanted(form.type, form.modality, since, until)


def _asked(form: CalendarForm) -> dict[str, Any]:
    """What narrows the list now, as it goes in an address."""
    asked = {
        "tipo": form.type.value if form.type else "",
        "modalidad": form.modality.value if form.modality else "",
        "mes": month.code(form.month) if form.month and month.is_shown(form.month) else "",
    }
    return {name: value for name, value in asked.items() if value}


@bp.get("/<slug>")
@access.public_cached
def detail(slug: str) -> ResponseReturnValue:
    return render_template("events/detail.html", **page_of(queries.by_slug_public(slug)))


@bp.get("/series/<slug>")
@access.public_cached
def series(slug: str) -> ResponseReturnValue:
    found = queries.series(slug)
    events = queries.of_series(found.id)
    if not events:
        raise NotFound("Esta serie aún no tiene espacios convocados.")
    return render_template("events/series.html", series=found, events=events)


@bp.get("/memorias")
@access.public_cached
def memorias() -> ResponseReturnValue:
    years, wants_all = queries.remembered_years(), request.args.get("anio", type=int) is None
    year = None if wants_all else by_year.chosen(years)
    events = queries.remembered(asked_page(), year)
    counts = queries.memoria_counts([event.id for event in events.items])
    return render_template(
        "events/memorias.html",
        events=events,
        counts=counts,
        years=[("Todos", url_for(".memorias"), None, year is None), *by_year.views(years, year, _memorias_of)],
        url_for_page=lambda page: url_for("events.memorias", pagina=page if page > 1 else None, anio=year),
    )


def _memorias_of(year: int) -> str:
    return url_for("events.memorias", anio=year)
