"""Publishing the figures of a space once it is over: written once, so that pages and downloads never differ."""

from datetime import date, timedelta

from sqlalchemy import select

from participa.attendance.statistics import counting, protecting
from participa.differential import queries as differential
from participa.differential import services as answers
from participa.events.models import Event
from participa.extensions import db
from participa.shared import published
from participa.shared.clock import now, today
from participa.shared.suppression import PublishedList
from participa.shared.unit_of_work import unit_of_work

STILL_CORRECTED = timedelta(days=60)
_looked_at: dict[int, date] = {}


def subject(event: Event) -> str:
    return f"event/{event.id}"


def publish_due() -> int:
    """Publish what is over, and look again once a day for corrections of the lists; how many spaces. A chore."""
    due = [event_id for event_id in _over() if _looked_at.get(event_id) != today()]
    for event_id in due:
        with unit_of_work():
            publish(db.session.get_one(Event, event_id, with_for_update=True))
        _looked_at[event_id] = today()
    return len(due)


def _over() -> list[int]:
    """Spaces over and not yet published, or held so lately that their lists may still be corrected."""
    done, recent = published.subjects(), now() - STILL_CORRECTED
    found = db.session.scalars(select(Event).where(Event.state.in_(counting.FINISHED)).order_by(Event.id))
    over = [one.id for one in found if is_final(one) and (one.ends_at > recent or subject(one) not in done)]
    db.session.rollback()  # no reader stays open while the writer waits
    return over


def is_final(event: Event) -> bool:
    """Whether nobody may answer any more."""
    return differential.has_final_counts(event, now())


def publish(event: Event) -> bool:
    """Whether anything was published. The groups are published once; who came may still be corrected by many."""
    if not is_final(event):
        return False
    answers.count(event)
    earlier = published.tables(subject(event))
    tables = protecting.of_arrivals(event)
    if not any(name.startswith(protecting.GROUP) for name in earlier):
        tables |= protecting.of_groups(event)
    done = [published.publish(subject(event), name, table) for name, table in tables.items()]
    return any(done)


def tables(event: Event) -> dict[str, PublishedList]:
    """What the public may read; empty before the space is over."""
    return published.tables(subject(event))
