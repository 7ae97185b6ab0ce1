"""Let the words of a commitment find it as soon as everybody may read it."""

from sqlalchemy import select

from participa.commitments.models import Commitment, CommitmentCheck, CommitmentEntry, CommitmentKind, EntryKind
from participa.commitments.queries.public import SEARCHED, is_promise
from participa.extensions import db
from participa.shared import search
from participa.shared.search import SearchEntry
from participa.shared.unit_of_work import unit_of_work

AT_ONCE = 500


def hear(news: CommitmentEntry | CommitmentCheck) -> None:
    """A promise is found from the moment it is published; its words never change afterwards."""
    if isinstance(news, CommitmentEntry) and news.kind is EntryKind.PUBLISHED:
        keep_findable(db.session.get_one(Commitment, news.commitment_id))


def keep_findable(commitment: Commitment) -> None:
    if commitment.is_public and commitment.kind is CommitmentKind.PROMISE:
        words = (commitment.text, commitment.scope, commitment.how_known)
        search.put(SEARCHED, commitment.id, *words, day=commitment.promised_on)


def find_forgotten() -> None:
    """Public promises that nothing finds yet, such as those that came from elsewhere. Repeated until none."""
    known = select(SearchEntry.id).where(SearchEntry.kind == SEARCHED, SearchEntry.ref == Commitment.id)
    lost = select(Commitment.id).where(is_promise(), ~known.exists()).limit(AT_ONCE)
    ids = list(db.session.scalars(lost))
    if not ids:
        return
    with unit_of_work():
        wanted = select(Commitment).where(Commitment.id.in_(ids)).order_by(Commitment.id).with_for_update()
        for commitment in db.session.scalars(wanted):  # locked: two processes do not write the same words
            keep_findable(commitment)
