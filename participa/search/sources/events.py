"""The spaces of dialogue, from the moment they are announced."""

from collections.abc import Collection

from sqlalchemy import Select, select

from participa.events import queries
from participa.events.models import Event
from participa.extensions import db
from participa.search.sources.card import Card, Source
from participa.shared.clock import local


def public() -> Select[int]:
    return select(Event.id).where(queries.is_public())


def cards(ids: Collection[int]) -> list[Card]:
    wanted = select(Event).where(queries.is_public(), Event.id.in_(ids)).order_by(Event.id)
    return [_card(row) for row in db.session.scalars(wanted)]


def _card(row: Event) -> Card:
    listed = ", ".join(str(word) for word in [*row.topics, *row.goals])
    return Card(
        kind="event",
        ref=row.id,
        title=row.title,
        texts=(row.title, row.objective, row.scope, listed, row.place, row.methodology, row.minutes_text),
        endpoint="events.detail",
        values={"slug": row.slug},
        day=local(row.starts_at).date(),
        about=tuple(filter(None, (row.type_label, row.state_label, row.place))),
    )


EVENTS = Source("event", "espacios", "Espacio de diálogo", "Espacios de diálogo", public, cards)
