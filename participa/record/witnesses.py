"""The daily checkpoint: at six in the evening of Colombia the record is signed and sent to who watches over it."""

from datetime import datetime, time, timedelta

from participa.record import queries, services
from participa.shared.clock import BOGOTA, local, now
from participa.shared.unit_of_work import unit_of_work

HOUR = time(18)


def keep_daily() -> None:
    """Sign the record once the hour of the day has passed. Repeating it signs nothing twice."""
    if _is_due(now()):
        with unit_of_work():
            services.checkpoint()


def _is_due(at: datetime) -> bool:
    """Whether an evening has passed since the last signing: also the next morning, when the machine was off.

    A last one in the future was signed with a wrong clock and does not count.
    """
    last, evening = queries.last_checkpoint(), _last_evening(at)
    if last is not None:
        return not evening <= last.at <= at
    return local(at).time() >= HOUR or queries.began_at() < evening


def _last_evening(at: datetime) -> datetime:
    here = local(at)
    today = datetime.combine(here.date(), HOUR, BOGOTA)
    return today if here >= today else today - timedelta(days=1)
