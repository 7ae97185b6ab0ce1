"""The pack of a space, to take along with one click, and the doors that lead to it."""

import os
from http import HTTPStatus

from flask import send_file, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import User
from participa.events import queries as events
from participa.events.doors import Door
from participa.events.models import Event, EventState
from participa.events.queries.spaces import FINISHED
from participa.reports import rules
from participa.reports.blueprint import bp
from participa.reports.pack import keeping
from participa.shared.errors import NotFound

TITLE, LABEL = "Paquete de documentos", "Descargar el paquete (ZIP)"
NOT_YET = "El paquete sale cuando el espacio se haya realizado."


@bp.get("/paquetes/<slug>.zip")
@access.public
def pack(slug: str) -> ResponseReturnValue:
    """Every public file of a space that was held, with an index and the SHA-256 of each."""
    event = events.by_slug_public(slug)
    if event.state not in FINISHED:
        raise NotFound(NOT_YET)
    kept, mark = keeping.ready(event)
    answer = send_file(kept, "application/zip", True, f"espacio-{event.slug[:80]}.zip", etag=mark, max_age=0)
    answer.headers["Cache-Control"] = "public, no-cache"
    if answer.status_code == HTTPStatus.OK:
        answer.content_length = os.fstat(kept.fileno()).st_size
    return answer


def for_everybody(event: Event) -> list[Door]:
    """Once the space is closed: until then something of it is still to come."""
    if event.state is not EventState.CLOSED:
        return []
    text = "Todo lo público de este espacio en un archivo: informes, documentos, acta y formatos."
    return [Door(TITLE, text, url_for("reports.pack", slug=event.slug), LABEL)]


def for_team(event: Event, person: User) -> list[Door]:
    if event.state not in FINISHED or person.role not in rules.READERS:
        return []
    text = "Informes publicados, documentos, acta y formatos en blanco, con la huella de cada archivo. Solo lo público."
    return [Door(TITLE, text, url_for("reports.pack", slug=event.slug), LABEL)]
