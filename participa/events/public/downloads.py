"""The spaces to take along: appointments, posters and documents."""

from pathlib import Path

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.config import ROOT, Settings
from participa.events import appointments, poster, queries
from participa.events.models import Event, EventState
from participa.events.public.blueprint import MOST, bp
from participa.shared import files
from participa.shared.clock import now
from participa.shared.downloads import as_file
from participa.shared.errors import NotFound
from participa.shared.templating import hour, long_day

CALENDAR = "text/calendar; charset=utf-8"
WARNINGS = {EventState.CANCELLED: "Este espacio se canceló", EventState.RESCHEDULED: "La fecha va a cambiar"}


@bp.get("/calendario.ics")
@access.public_cached
def feed() -> ResponseReturnValue:
    """All spaces as a calendar to subscribe to."""
    return _calendar(queries.for_feed(now()), "espacios-de-dialogo.ics")


@bp.get("/<slug>/cita.ics")
@access.public_cached
def appointment(slug: str) -> ResponseReturnValue:
    """A space for the calendar."""
    event = queries.by_slug_public(slug)
    return _calendar([event], appointments.file_name(event))


def _calendar(events: list[Event], name: str) -> ResponseReturnValue:
    moves = queries.moves_of([event.id for event in events])
    title = f"Espacios de diálogo · {_settings().entity.name}"
    body = appointments.feed(events, lambda event: moves.get(event.id, []), _page, title, request.host)
    return body, 200, as_file(CALENDAR, name)


@bp.get("/<slug>/cartel-<any(a4, a3):size>.pdf")
@access.public_cached
def poster_file(slug: str, size: str) -> ResponseReturnValue:
    """The poster to print and put up."""
    event = queries.by_slug_public(slug)
    body = poster.draw(_words(event), size, _crest(), event.convened_at or event.created_at)
    name = f'inline; filename="cartel-{event.slug[:60]}-{size}.pdf"'
    return body, 200, {"Content-Type": "application/pdf", "Content-Disposition": name}


def _words(event: Event) -> poster.Words:
    day, last = long_day(event.starts_at), long_day(event.ends_at)
    ends = f" a {hour(event.ends_at)}" if day == last else f", hasta el {last}"
    offered = ", ".join(label[0].lower() + label[1:] for label in event.accessibility_labels)
    details = (
        event.objective,
        f"Por internet: {event.stream_url.removeprefix('https://')}" if event.stream_url else "",
        f"Ofrece: {offered}." if offered else "",
    )
    return poster.Words(
        entity=_settings().entity.name,
        eyebrow=event.type_label,
        title=event.title,
        day=day[0].upper() + day[1:],
        hours=f"{hour(event.starts_at)}{ends}",
        place=". ".join(filter(None, (event.place, event.address))) or "Por internet",
        details=[line for line in details if line],
        address=_page(event),
        warning=WARNINGS.get(event.state, ""),
    )


def _crest() -> Path | None:
    name = _settings().entity.crest
    return ROOT / "static" / name if name else None


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _page(event: Event) -> str:
    return url_for("events.detail", slug=event.slug, _external=True)


@bp.get(f"/<slug>/documentos/<int(max={MOST}):number>")
@access.public
def document_file(slug: str, number: int) -> ResponseReturnValue:
    """The file of a document."""
    document = queries.document(queries.by_slug_public(slug), number)
    if document.file is None:
        raise NotFound("Este documento es un enlace y no un archivo.")
    return files.send(document.file, document.title, inline=document.is_photo, is_public=True)
