"""What time does with surveys."""

from collections.abc import Iterable

from participa.extensions import db
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from participa.surveys import queries
from participa.surveys.services.keeping import close


def close_due() -> None:
    """Close each survey whose time is over. A chore: it opens its own transactions."""
    due = queries.ids_to_close(now())
    db.session.rollback()  # no reader stays open while the writer waits
    close_those_due(due)


def close_those_due(survey_ids: Iterable[int]) -> None:
    """Close these, but for one that was given more time since its hour was read."""
    for survey_id in survey_ids:
        with unit_of_work():
            survey = queries.locked(survey_id)
            if survey.closes_at <= now():
                close(survey)
