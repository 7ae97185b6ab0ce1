"""Imports under way, each for its owner only."""

from datetime import datetime

from sqlalchemy import select

from participa.accounts.models import User
from participa.extensions import db
from participa.shared.clock import now
from participa.strategy.models import ImportDraft, ImportState

FINISHED = (ImportState.IMPORTED, ImportState.UNDONE, ImportState.REFUSED)


def import_draft(draft_id: int, owner: User, for_change: bool = False) -> ImportDraft:
    """An import of this person that has not expired, held until the end of the transaction for a change.

    Raises NoResultFound.
    """
    mine = select(ImportDraft).where(ImportDraft.id == draft_id, ImportDraft.owner_id == owner.id)
    mine = mine.where(ImportDraft.expires_at > now())
    return db.session.execute(mine.with_for_update() if for_change else mine).scalar_one()


def imports_under_way(owner: User) -> list[ImportDraft]:
    """What this person began and did not confirm, the latest first."""
    mine = select(ImportDraft).where(ImportDraft.owner_id == owner.id, ImportDraft.state.not_in(FINISHED))
    mine = mine.where(ImportDraft.expires_at > now())
    return list(db.session.scalars(mine.order_by(ImportDraft.id.desc()).limit(10)))


def has_expired_imports(at: datetime) -> bool:
    return db.session.scalar(select(ImportDraft.id).where(ImportDraft.expires_at < at).limit(1)) is not None
