"""The windows that open and end by themselves: what is told of them, once each."""

from flask import current_app
from sqlalchemy import select

from participa.accounts.models import User
from participa.config import Settings
from participa.documents import mails, queries, rules
from participa.documents.models import DraftConsultation
from participa.documents.queries import news as told
from participa.documents.services import news
from participa.documents.services.writing import path_of
from participa.extensions import db
from participa.shared import audit, mail
from participa.shared.clock import now, today
from participa.shared.unit_of_work import unit_of_work

AT_ONCE = 50
OPENED, ENDED = "Consulta abierta", "Consulta que terminó"


def keep_windows() -> int:
    """Tell of the windows that opened, end those that are over; how many ended. A chore: it opens its own units."""
    opened = [one.id for one in queries.open_consultations(today()) if not told.find_item(_asking(one))]
    over = [one.id for one in queries.to_close(today(), AT_ONCE)]
    db.session.rollback()  # no reader stays open while the writer waits
    for number in opened:
        _tell_opened(number)
    for number in over:
        _end(number)
    return len(over)


def _tell_opened(number: int) -> None:
    with unit_of_work():
        row = queries.held(number)
        if rules.is_open(row, today()) and row.document.is_public:
            news.tell(OPENED, row.document.title, _asking(row), now())


def _end(number: int) -> None:
    """Once: the row says when."""
    with unit_of_work():
        row = queries.held(number)
        if row.closed_at is not None or not rules.is_over(row, today()):
            return
        row.closed_at = now()
        news.take_back(_asking(row))
        news.tell(ENDED, row.document.title, f"{path_of(row.document)}/observaciones", now())
        db.session.flush()
        audit.record("draft_consultation_ended", row)
        _warn_team(row)


def _warn_team(row: DraftConsultation) -> None:
    """Who replies and who publishes: how many observations wait."""
    total, waiting = queries.observation_counts([row.id])[row.id]
    settings: Settings = current_app.extensions["settings"]
    written = mails.ended(row, total, waiting, settings)
    people = select(User).where(User.is_active, User.role.in_(rules.TEAM)).order_by(User.id)
    for person in db.session.scalars(people):
        key = f"draft-consultation-ended/{row.id}/{row.closes_on.isoformat()}/{person.id}"
        mail.queue(key, person.email, written.subject, written.body)


def _asking(row: DraftConsultation) -> str:
    return f"{path_of(row.document)}/opinar"
