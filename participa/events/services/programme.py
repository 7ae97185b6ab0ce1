"""The agenda and the route of a space, line by line."""

from participa.accounts.models import User
from participa.events import queries
from participa.events.models import AgendaItem, Event, RouteMoment, RouteStep
from participa.events.services.keeping import CHANGED, Changed, open_programme
from participa.extensions import db
from participa.shared import audit


def add_item(event: Event, title: str, minutes: int, responsible: str, author: User) -> None:
    """One more point at the end of the agenda. The same as the last one again is a retry."""
    open_programme(event, author)
    items = queries.agenda(event)
    if items and (items[-1].title, items[-1].minutes, items[-1].responsible) == (title, minutes, responsible):
        return
    position = items[-1].position + 1 if items else 1
    row = AgendaItem(event_id=event.id, position=position, title=title, minutes=minutes, responsible=responsible)
    _keep(event, row, "add_agenda_item", author)


def change_item(
    event: Event, item: AgendaItem, title: str, minutes: int, responsible: str, author: User, seen: str
) -> None:
    """Rewrite a point. Raises Changed when it is no longer what this person saw."""
    _open_line(event, item, author, seen)
    item.title, item.minutes, item.responsible = title, minutes, responsible
    audit.record("change_agenda_item", event, author, line_id=item.id)


def add_step(event: Event, moment: RouteMoment, text: str, responsible: str, author: User) -> None:
    """One more task at the end of a moment of the route. The same as the last one again is a retry."""
    open_programme(event, author)
    steps = [step for step in queries.route(event) if step.moment is moment]
    if steps and (steps[-1].text, steps[-1].responsible) == (text, responsible):
        return
    position = steps[-1].position + 1 if steps else 1
    row = RouteStep(event_id=event.id, moment=moment, position=position, text=text, responsible=responsible)
    _keep(event, row, "add_route_step", author)


def change_step(event: Event, step: RouteStep, text: str, responsible: str, author: User, seen: str) -> None:
    """Rewrite a task. Raises Changed when it is no longer what this person saw."""
    _open_line(event, step, author, seen)
    step.text, step.responsible = text, responsible
    audit.record("change_route_step", event, author, line_id=step.id)


def shift(event: Event, line: AgendaItem | RouteStep, by: int, author: User) -> None:
    """Take a line one place up (-1) or down (1) among its neighbours; at the end it stays."""
    open_programme(event, author)
    lines: list[AgendaItem | RouteStep] = list(_neighbours(event, line))
    place = lines.index(line)
    if 0 <= place + by < len(lines):
        lines.insert(place + by, lines.pop(place))
        for position, one in enumerate(lines, start=1):
            one.position = position
        audit.record("shift_line", event, author, line=line.__tablename__, line_id=line.id)


def remove_line(event: Event, line: AgendaItem | RouteStep, author: User) -> None:
    open_programme(event, author)
    audit.record("remove_line", event, author, line=line.__tablename__, line_id=line.id)
    db.session.delete(line)
    db.session.flush()


def _neighbours(event: Event, line: AgendaItem | RouteStep) -> list[AgendaItem] | list[RouteStep]:
    if isinstance(line, AgendaItem):
        return queries.agenda(event)
    return [step for step in queries.route(event) if step.moment is line.moment]


def _open_line(event: Event, line: AgendaItem | RouteStep, author: User, seen: str) -> None:
    open_programme(event, author)
    db.session.refresh(line)
    if seen and seen != line.mark:
        raise Changed(CHANGED)


def _keep(event: Event, line: AgendaItem | RouteStep, verb: str, author: User) -> None:
    db.session.add(line)
    db.session.flush()
    audit.record(verb, event, author, line_id=line.id)
