"""Blank the big screen at once and show it again. Both stay written. The phones go on as they were."""

from sqlalchemy import select

from participa.accounts.models import User
from participa.extensions import db
from participa.hearings.models import Hearing, HearingState, ScreenBlank
from participa.hearings.queries import blanking
from participa.hearings.services.opening import require_conductor
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Closed

OVER = "La audiencia ya terminó. La pantalla no se puede cambiar."


def blank(hearing: Hearing, actor: User) -> None:
    """Take what people wrote off the screen. Asked for twice, it is blanked once. Raises Forbidden and Closed."""
    require_conductor(actor)
    _hold(hearing)
    if blanking.standing(hearing) is None:
        db.session.add(ScreenBlank(hearing_id=hearing.id, began_at=now(), author_id=actor.id))
        audit.record("screen_blanked", hearing, actor)


def show(hearing: Hearing, actor: User) -> None:
    """Show the screen again. Does nothing when it is not blank. Raises Forbidden and Closed."""
    require_conductor(actor)
    _hold(hearing)
    standing = blanking.standing(hearing)
    if standing is not None:
        standing.ended_at = max(now(), standing.began_at)
        audit.record("screen_shown", hearing, actor)


def _hold(hearing: Hearing) -> None:
    """One at a time: two who blank the screen in the same instant leave one line."""
    held = select(Hearing).where(Hearing.id == hearing.id).with_for_update(key_share=True)
    db.session.scalars(held.execution_options(populate_existing=True)).one()
    if hearing.state is HearingState.CLOSED:
        raise Closed(OVER)
