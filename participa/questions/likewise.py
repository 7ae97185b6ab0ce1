"""The receipt with the public questions that resemble the one just received: an offer after sending, never a wall.

Looked for once the question is on the disk, so that nobody waits behind the search to be received, and the receipt goes
as it was if the search fails. While a space is under way nothing is looked for: all ask at once, and its hall shows the
questions.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from flask import after_this_request, current_app
from flask.wrappers import Response
from sqlalchemy.exc import SQLAlchemyError

from participa.calendar.queries import current_calendar
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.questions.queries.public import PublicQuestion, by_ids
from participa.questions.queries.similar import similar_to_text
from participa.questions.standing import Standing, standing_of
from participa.shared.clock import today

MOST = 3
Alike: TypeAlias = tuple[PublicQuestion, Standing]


def offer(text: str, radicado: str, event: Event | None, page: Callable[[Sequence[Alike]], str]) -> None:
    """Answer this request with `page(questions)` in the place of its receipt if others asked the like of `text`."""
    if event is not None and event.state is EventState.UNDER_WAY:
        return

    @after_this_request
    def _with_others(response: Response) -> Response:
        try:
            found = _alike(text, radicado) if response.status_code == 201 else []
            if found:
                response.set_data(page(found))
        except SQLAlchemyError:
            db.session.rollback()
            current_app.logger.exception("The receipt went without the questions that resemble")
        return response


def _alike(text: str, radicado: str) -> list[Alike]:
    """Up to three questions that everybody may read, the most alike first, and how each one stands."""
    ids = [found.id for found in similar_to_text(text, MOST + 1) if found.radicado != radicado][:MOST]
    rows = sorted(by_ids(ids), key=lambda row: ids.index(row.id))
    calendar, day = current_calendar(), today()
    return [(row, standing_of(row.status, row.due_on, row.answered_at, day, calendar)) for row in rows]
