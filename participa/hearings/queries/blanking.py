"""When the big screen was blank."""

from collections.abc import Sequence

from sqlalchemy import select

from participa.accounts.models import ROLE_LABELS, User
from participa.extensions import db
from participa.hearings.models import Hearing, ScreenBlank


def standing(hearing: Hearing) -> ScreenBlank | None:
    """The blank that goes on, if the screen is blank now."""
    found = select(ScreenBlank).where(ScreenBlank.hearing_id == hearing.id, ScreenBlank.ended_at.is_(None))
    return db.session.scalars(found.order_by(ScreenBlank.id).limit(1)).first()


def history(hearing: Hearing) -> Sequence[tuple[ScreenBlank, str]]:
    """Each time that it was blank, the first one first, with the role of who did it."""
    found = select(ScreenBlank, User.role).join(User, User.id == ScreenBlank.author_id)
    rows = db.session.execute(found.where(ScreenBlank.hearing_id == hearing.id).order_by(ScreenBlank.id))
    return [(blank, ROLE_LABELS[role]) for blank, role in rows]
