"""Which hearing a room code opens."""

from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from participa.events.models import Event, EventState
from participa.extensions import db
from participa.hearings.models import Hearing, HearingState


def by_code(code: str) -> Hearing:
    """A hearing by what somebody typed: case, spaces and hyphens do not matter. Raises NoResultFound."""
    return db.session.scalars(_of_code(), {"code": normal(code)}).one()


@cache
def _of_code() -> Select[Hearing]:
    return select(Hearing).where(Hearing.room_code == bindparam("code")).options(joinedload(Hearing.event))


def normal(typed: str) -> str:
    """A room code as it is kept."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def open_now() -> list[Hearing]:
    """The hearings that anybody may enter now, without rehearsals, the last that opened first.

    One that lost its salt is over, though nobody closed it.
    """
    is_open = (Hearing.state == HearingState.OPEN, Hearing.salt.is_not(None))
    found = (
        select(Hearing)
        .join(Event)
        .where(*is_open, Hearing.is_rehearsal.is_(False), Event.state != EventState.DRAFT)
        .order_by(func.coalesce(Hearing.opened_at, Event.starts_at).desc(), Hearing.id)
        .options(joinedload(Hearing.event))
    )
    return list(db.session.scalars(found))
