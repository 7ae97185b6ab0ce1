"""What the public page of a space tells, for everybody and for the team that previews it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, url_for
from markupsafe import Markup

from participa.config import Settings
from participa.events import doors, linked, queries, rules
from participa.events.models import (
    ROUTE_MOMENT_LABELS,
    AgendaItem,
    DocumentKind,
    Event,
    EventDocument,
    EventMove,
    EventState,
    RouteMoment,
    RouteStep,
)
from participa.shared.addresses import whole
from participa.shared.clock import now
from participa.shared.templating import hour, long_day

WARNINGS = {EventState.CANCELLED: "Cancelado. ", EventState.RESCHEDULED: "La fecha cambia. "}


@dataclass(frozen=True)
class Turn:
    """A point of the agenda and when it begins."""

    starts_at: datetime
    item: AgendaItem


def page_of(event: Event, is_preview: bool = False) -> dict[str, Any]:
    at, documents = now(), queries.documents(event)
    changes = [move for move in queries.moves(event) if rules.needs_reason(move.to_state)]
    return {
        "event": event,
        "at": at,
        "is_preview": is_preview,
        "receives": rules.receives_questions(event),
        "takes_up": rules.takes_up_questions(event, at),
        "reasons": changes,
        "former": former_date(event, changes),
        "turns": turns(event, queries.agenda(event)),
        "route": by_moment(queries.route(event)),
        "documents": [(one, address(event, one, is_preview)) for one in documents if not one.is_memoria],
        "memorias": [(one, address(event, one, is_preview)) for one in documents if one.is_memoria],
        "doors": [] if is_preview else doors.public_doors(event),
        "siblings": queries.of_series(event.series_id) if event.series_id else [],
        "words": share_words(event),
        "kinds": DocumentKind,
        "linked": Markup() if is_preview else _linked(event),
    }


def _linked(event: Event) -> Markup:
    settings: Settings = current_app.extensions["settings"]
    page = whole(url_for("events.detail", slug=event.slug))
    picture = whole(url_for("portal.picture", kind="espacios", name=event.slug))
    return linked.data_of(event, settings.entity.name, page, picture)


def former_date(event: Event, changes: Iterable[EventMove]) -> EventMove | None:
    """The last change of date, when the date that it replaced is really another one."""
    moved = [change for change in changes if change.to_state is EventState.RESCHEDULED and change.earlier_starts_at]
    return moved[-1] if moved and moved[-1].earlier_starts_at != event.starts_at else None


def turns(event: Event, items: Iterable[AgendaItem]) -> list[Turn]:
    """Each point with its hour, one after another from the beginning of the space."""
    at, found = event.starts_at, []
    for item in items:
        found.append(Turn(at, item))
        at += timedelta(minutes=item.minutes)
    return found


def by_moment(steps: Iterable[RouteStep]) -> list[tuple[str, list[RouteStep]]]:
    """The tasks of each moment that has some, with its name."""
    known = list(steps)
    groups = [(moment, [step for step in known if step.moment is moment]) for moment in RouteMoment]
    return [(ROUTE_MOMENT_LABELS[moment], found) for moment, found in groups if found]


def address(event: Event, document: EventDocument, is_preview: bool = False) -> str:
    """Where a document is read: its link, or the page that hands the file over."""
    if document.url:
        return document.url
    page = "events.staff.document_file" if is_preview else "events.document_file"
    return url_for(page, slug=event.slug, number=document.id)


def share_words(event: Event) -> str:
    """A few lines to send by any means: what, when, where and the address of the page."""
    place = ", ".join(filter(None, (event.place, event.address))) or "Por internet"
    when = f"{long_day(event.starts_at)}, {hour(event.starts_at)}"
    page = url_for("events.detail", slug=event.slug, _external=True)
    warning = WARNINGS.get(event.state, "")
    return f"{warning}{event.title}. {when[0].upper()}{when[1:]} {place}. Entrada libre. Más información: {page}"
