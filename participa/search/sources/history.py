"""What was loaded from other years or another system, while its load is not withdrawn."""

from collections.abc import Collection

from sqlalchemy import Select, select

from participa.extensions import db
from participa.history.models import HistoryRow
from participa.search.sources.card import Card, Source
from participa.shared import atom


def public() -> Select[int]:
    return select(HistoryRow.id).where(HistoryRow.withdrawn_at.is_(None))


def cards(ids: Collection[int]) -> list[Card]:
    standing = select(HistoryRow).where(HistoryRow.withdrawn_at.is_(None), HistoryRow.id.in_(ids))
    return [_card(row) for row in db.session.scalars(standing.order_by(HistoryRow.id))]


def _card(row: HistoryRow) -> Card:
    return Card(
        kind="history_row",
        ref=row.id,
        title=atom.short(row.text),
        texts=(row.text, row.outcome, row.office, row.label, row.place, row.key),
        endpoint="history.row",
        values={"year": row.year, "number": row.id},
        day=row.day,
        about=("De un sistema anterior", row.kind_label, *filter(None, (row.office,))),
    )


HISTORY = Source("history_row", "historia", "De un sistema anterior", "Historia", public, cards)
