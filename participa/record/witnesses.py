"""The daily checkpoint: at six in the evening of Colombia the record is signed and sent to who watches over it."""

from datetime import datetime, time

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
    here = local(at)
    hour = datetime.combine(here.date(), HOUR, BOGOTA)
    last = queries.last_checkpoint()
    return here >= hour and (last is None or last.at < hour)
