"""The activities of the strategy of each year, in the version that its pages show."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from participa.extensions import db
from participa.search.sources.card import Card, Source
from participa.strategy import queries
from participa.strategy.models import Activity


def public() -> Select[int]:
    return select(Activity.id).where(Activity.strategy_id.in_(_in_force()))


def _in_force() -> list[int]:
    """One strategy for each year: the first that the public list gives."""
    first: dict[int, int] = {}
    for strategy in queries.published():
        first.setdefault(strategy.year, strategy.id)
    return list(first.values())


def cards(ids: Collection[int]) -> list[Card]:
    wanted = public().with_only_columns(Activity).where(Activity.id.in_(ids)).options(joinedload(Activity.strategy))
    return [_card(row) for row in db.session.scalars(wanted.order_by(Activity.id))]


def _card(row: Activity) -> Card:
    year = row.strategy.year
    return Card(
        kind="activity",
        ref=row.id,
        title=row.name,
        texts=(row.name, row.goal, row.indicator, row.responsible_text, ", ".join(map(str, row.topics)), row.code),
        endpoint="strategy.activity",
        values={"year": year, "slug": row.slug},
        day=row.starts_on or row.ends_on or date(year, 1, 1),
        about=(f"Estrategia de {year}", *filter(None, (row.responsible_text,))),
    )


ACTIVITIES = Source("activity", "actividades", "Actividad", "Actividades", public, cards)
