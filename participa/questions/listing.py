"""The public list of questions: a page to read and a feed to be told by."""

from dataclasses import replace
from typing import Any, TypeAlias

from flask import Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from participa.calendar.queries import current_calendar
from participa.config import Settings
from participa.questions import feed
from participa.questions.forms.listing import ListForm
from participa.questions.models import Kind
from participa.questions.queries import figures, listing
from participa.questions.queries import public as queries
from participa.questions.standing import standing_of
from participa.shared import atom
from participa.shared.clock import now, today
from participa.shared.html import to_line

MOST_IN_FEED = 30
Address: TypeAlias = MultiDict[str, str]


def page(asked: Address) -> ResponseReturnValue:
    """What was asked and answered, as the address narrows and orders it; an old numbered address goes to the list."""
    form = _asked(asked)
    after, before = (to_line(asked.get(name, "")) for name in ("despues", "antes"))
    if "pagina" in asked:
        return redirect(url_for("questions.index", **(form.address() | _from(after, before))), 301)
    found = listing.published(_wanted(form), after, before)
    calendar, day, address = current_calendar(), today(), form.address()
    return render_template(
        "questions/index.html",
        form=form,
        found=found,
        rows=[(row, standing_of(row.status, row.due_on, row.answered_at, day, calendar)) for row in found.items],
        space=queries.space(form.espacio.data) if form.espacio.data else None,
        figures=figures.whole() if not address and found.before is None else None,
        address=address,
        canonical=_external("questions.index", **address, **_place(found, after, before)) if not form.q.data else "",
        feed_url=url_for("questions.entries", **_feed_of(address)),
    )


def entries(asked: Address) -> ResponseReturnValue:
    """The latest questions and the latest answers, for a program that reads feeds; narrowed like the list."""
    form = _asked(asked)
    address = _feed_of(form.address())
    rows = listing.latest(replace(_wanted(form), words=""), MOST_IN_FEED)
    settings: Settings = current_app.extensions["settings"]
    source = atom.Source(
        name=settings.entity.name,
        title="Preguntas y respuestas",
        url=_external("questions.entries", **address),
        page=_external("questions.index", **address),
    )
    told = [feed.entry(row, _external("questions.detail", radicado=row.radicado), at) for row, at in rows]
    return Response(atom.write(source, told, now()), mimetype=atom.MIMETYPE)


def _asked(asked: Address) -> ListForm:
    form = ListForm(asked)
    form.tema.offer, form.oficina.offer, form.anio.offer = queries.topics, queries.departments, _years
    form.tema.none_label, form.oficina.none_label, form.anio.none_label = "Todos", "Todas", "Todos"
    form.validate()
    return form


def _years() -> list[tuple[int, str]]:
    return [(year, str(year)) for year in listing.years(today())]


def _wanted(form: ListForm) -> listing.Wanted:
    standing, order, kind = form.asked("estado"), form.asked("orden"), form.asked("tipo")
    return listing.Wanted(
        words=form.asked("q") or "",
        topic_id=form.asked("tema"),
        department_id=form.asked("oficina"),
        event_slug=form.asked("espacio") or "",
        standing=listing.Standing(standing) if standing else None,
        year=form.asked("anio"),
        kind=Kind(kind) if kind else None,
        order=listing.Order(order) if order else listing.Order.LATEST,
        today=today(),
    )


def _feed_of(address: dict[str, Any]) -> dict[str, Any]:
    """The filters without the order, which a feed has of its own, and without what somebody typed."""
    return {name: value for name, value in address.items() if name not in ("orden", "q")}


def _place(found: listing.Page, after: str, before: str) -> dict[str, str]:
    """From where a page was asked for; the first page has one address only."""
    return {} if found.before is None else _from(after, before)


def _from(after: str, before: str) -> dict[str, str]:
    if before:
        return {"antes": before}
    return {"despues": after} if after else {}


def _external(endpoint: str, **values: Any) -> str:
    settings: Settings = current_app.extensions["settings"]
    if settings.public_url:
        return settings.public_url + url_for(endpoint, **values)
    return url_for(endpoint, _external=True, **values)
