"""The strategy in force, its cronograma and each of its activities."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.shared import clock
from participa.shared.paging import part_of
from participa.strategy import hangings, narrowing, queries
from participa.strategy.description import further
from participa.strategy.forms import FilterForm
from participa.strategy.models import SHOWN_STATE_LABELS, SHOWN_STATE_TONES, Activity, Strategy
from participa.strategy.public.blueprint import bp
from participa.strategy.schedule import PER_PAGE, bar_keys, find_span, groups, progress, shown_state, state_rows
from participa.strategy.timeline import timeline_of
from participa.strategy.tracking import all_found, compared, tracked

MOST_VERSIONS = 9999


@bp.get("/")
@access.public_cached
def current() -> ResponseReturnValue:
    """The strategy in force, and the others to choose from."""
    strategies, today = queries.published(), clock.today()
    consulted = queries.in_consultation(today)
    if not strategies:
        return render_template("strategy/none.html", consulted=consulted)
    strategy, address = strategies[0], _addresses(strategies[0])
    activities = queries.activities(strategy)
    return render_template(
        "strategy/index.html",
        strategy=strategy,
        others=strategies[1:],
        consulted=consulted,
        groups=groups(activities, today, None, address),
        progress=progress(activities, today),
        state_rows=state_rows(activities, today),
        coming=[(one, address(one)) for one in queries.coming(strategy, today)],
    )


@bp.get("/<int(max=9999):year>")
@access.public_cached
def schedule(year: int) -> ResponseReturnValue:
    """The cronograma of a year."""
    strategy, today = queries.of_year(year, asked_version()), clock.today()
    activities = queries.activities(strategy)
    states = [shown_state(one, today) for one in activities]
    form = FilterForm(request.args)
    form.offer(narrowing.choices(activities, states))
    wanted = narrowing.Wanted(**form.chosen())
    chosen = [one for one, state in zip(activities, states, strict=True) if wanted.accepts(one, state)]
    span, page = find_span(activities), part_of(chosen, PER_PAGE)
    return render_template(
        "strategy/schedule.html",
        strategy=strategy,
        versions=[other for other in queries.versions_of(strategy) if other is not strategy],
        form=form,
        is_narrow=wanted.is_narrow,
        chosen=chosen,
        page=page,
        page_url=partial(_page_url, year, form.address()),
        groups=groups(
            page.items, today, span, _addresses(strategy), all_found(page.items, queries.histories(page.items), today)
        ),
        progress=progress(activities, today),
        today_at=span.find_place(today) if span else None,
        months=span.months() if span else [],
        keys=bar_keys(chosen, today),
        has_days=any(one.starts_on or one.ends_on for one in activities),
    )


@bp.get("/<int(max=9999):year>/actividades/<slug>")
@access.public_cached
def activity(year: int, slug: str) -> ResponseReturnValue:
    """An activity with all that hangs from it."""
    found = queries.public_activity(year, slug, asked_version())
    state, reports = shown_state(found, clock.today()), queries.history(found)
    return render_template(
        "strategy/activity.html",
        activity=found,
        tracked=tracked(found, reports, clock.today()),
        history=timeline_of(reports, lambda stored: url_for(".evidence", name=stored.name)),
        compared=compared,
        state=SHOWN_STATE_LABELS[state],
        tone=SHOWN_STATE_TONES[state],
        hangings=hangings.of(queries.same_in_all_versions(found)),
        version=asked_version(),
        more=further(found),
    )


def asked_version(name: str = "version") -> int | None:
    """The version that the address asks for; one that cannot be finds nothing."""
    asked = request.args.get(name, type=int)
    return asked if asked is None or 0 < asked <= MOST_VERSIONS else 0


def _page_url(year: int, narrowed: dict[str, str], number: int) -> str:
    address: dict[str, Any] = {**narrowed, "pagina": number if number > 1 else None}
    return url_for("strategy.schedule", year=year, version=asked_version(), **address)


def _addresses(strategy: Strategy) -> Callable[[Activity], str]:
    return lambda one: url_for("strategy.activity", year=strategy.year, slug=one.slug, version=asked_version())
