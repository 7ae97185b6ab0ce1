"""What the page of a space says of its arrivals, for the team."""

from flask import url_for

from participa.accounts.models import User
from participa.attendance import queries, rules
from participa.events.doors import Door
from participa.events.models import Event, EventState
from participa.shared.templating import counted

NOT_YET = (EventState.DRAFT, EventState.CANCELLED, EventState.RESCHEDULED)


def for_team(event: Event, person: User) -> list[Door]:
    if event.state in NOT_YET or person.role not in rules.READERS:
        return []
    counts = queries.counts(event)
    arrived = counted(counts.arrived, "persona ha llegado", "personas han llegado")
    text = f"{arrived}. Hay {counted(counts.expected, 'persona', 'personas')} con puesto."
    return [Door("Asistencia", text, url_for("attendance.staff.index", slug=event.slug), "Ver la asistencia")]
