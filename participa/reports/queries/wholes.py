"""The published wholes of the internal reports, as read."""

from participa.office_reports import queries, whole
from participa.office_reports.whole import Whole
from participa.shared.clock import local


def of_year(year: int) -> list[Whole]:
    """Those of the public spaces of a year of Colombia, the first space first."""
    calls = [call for call in queries.published() if call.event.is_public]
    inside = [call for call in calls if local(call.event.starts_at).year == year]
    return [whole.of(call.event, call, queries.consolidated(call.event_id)) for call in reversed(inside)]
