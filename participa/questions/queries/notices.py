"""The news that must still be given by letter or by telephone."""

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from participa.extensions import db
from participa.questions.models import HandNotice

PER_PAGE = 25


def pending(page: int = 1) -> Pagination:
    """Those that nobody has given yet, first come first."""
    found = select(HandNotice).where(HandNotice.done_at.is_(None)).order_by(HandNotice.move_id)
    with_all = (joinedload(HandNotice.question), joinedload(HandNotice.move))
    return db.paginate(found.options(*with_all), page=page, per_page=PER_PAGE, error_out=False)


def notice(move_id: int) -> HandNotice:
    """One of them, given or not, locked. Raises NoResultFound."""
    return db.session.scalars(select(HandNotice).where(HandNotice.move_id == move_id).with_for_update()).one()
