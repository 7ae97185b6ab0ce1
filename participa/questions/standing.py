"""How a question stands with its term, in a word and a colour. Pure: the day and the calendar are arguments."""

from dataclasses import dataclass
from datetime import date, datetime

from participa.questions import rules
from participa.questions.models import STATUS_LABELS, Status
from participa.shared.business_days import (
    TRAFFIC_LIGHT_LABELS,
    TrafficLight,
    WorkCalendar,
    bogota_day,
    business_days_left,
    traffic_light,
)

TONES = {TrafficLight.GREEN: "progress", TrafficLight.AMBER: "warn", TrafficLight.RED: "bad"}
ANSWERED = (Status.ANSWERED, Status.PUBLISHED)


@dataclass(frozen=True)
class Standing:
    """`left`: business days until the due date, negative once it is over; None when no term runs any more."""

    label: str
    tone: str
    left: int | None = None
    is_answered: bool = False


def standing_of(
    status: Status, due_on: date, answered_at: datetime | None, today: date, calendar: WorkCalendar
) -> Standing:
    """How a question stands. `today` is a day in Colombia."""
    if status in ANSWERED and answered_at is not None:
        if bogota_day(answered_at) <= due_on:
            return Standing("Respondida a tiempo", "good", is_answered=True)
        return Standing("Respondida fuera de término", "warn", is_answered=True)
    if status not in rules.OPEN:
        return Standing(STATUS_LABELS[status], "info")
    left = business_days_left(today, due_on, calendar)
    light = traffic_light(left)
    return Standing(TRAFFIC_LIGHT_LABELS[light], TONES[light], left)
