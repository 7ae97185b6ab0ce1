"""What the team does with a dialogue space."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from participa.accounts.models import User
from participa.events import doors, queries, rules
from participa.events.models import EVENT_STATE_LABELS, Event, EventDetails, EventMove, EventState
from participa.events.services.keeping import CHANGED, Changed, first_free, lock, require_editor
from participa.extensions import db
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid
from participa.shared.slugs import to_slug
from participa.shared.templating import long_day
from participa.strategy.models import Activity

RESERVED_SLUGS = frozenset({"gestion", "memorias", "mes", "series"})


def create(activity: Activity, details: EventDetails, author: User) -> Event:
    """A draft that fulfils an activity of a public strategy. The same draft again is the first one."""
    require_editor(author)
    if not activity.strategy.is_public:
        raise Conflict("Publique primero la estrategia. Después podrá crear espacios desde sus actividades.")
    if twin := queries.find_same_draft(details, activity):
        return twin
    event = Event(slug=free_slug(details.title), state=EventState.DRAFT, created_at=now(), **details.values())
    event.activities = [activity]
    db.session.add(event)
    db.session.flush()  # the history quotes its number
    audit.record("create", event, author)
    return event


def edit(event: Event, changes: Mapping[str, Any], author: User, seen: str | None = None) -> None:
    """Change some fields. Raises Closed after it was held, Invalid when a public page would lose its data.

    `seen` is the mark of these fields when this person opened them: Changed is raised if it has another one by now.
    """
    require_editor(author)
    lock(event)
    if not rules.is_editable(event):
        raise Closed("Este espacio ya se realizó. Lo que dice su página no se cambia.")
    if seen and seen != event.mark_of(changes):
        raise Changed(CHANGED)
    if rules.has_fixed_date(event) and changes.get("starts_at", event.starts_at) != event.starts_at:
        raise Invalid("Ya se convocó para esa fecha. Para cambiarla, use «Reprogramar» y diga el motivo.")
    _apply(event, changes)
    _check_page(event)
    db.session.flush()
    audit.record("edit", event, author, fields=sorted(changes))


def add_activity(event: Event, activity: Activity, author: User) -> None:
    """Say that the space fulfils one more activity of a public strategy."""
    _open_activities(event, author)
    if not activity.strategy.is_public:
        raise Conflict("Esa actividad es de una estrategia que aún no se publica.")
    if activity not in event.activities:
        event.activities.append(activity)
        audit.record("add_activity", event, author, activity_id=activity.id)


def remove_activity(event: Event, activity: Activity, author: User) -> None:
    """Take back that the space fulfils an activity. Raises Invalid for the only one."""
    _open_activities(event, author)
    if activity not in event.activities:
        return  # the second click of the same button
    if len(event.activities) == 1:
        raise Invalid("El espacio cumple al menos una actividad. Agregue otra y después quite esta.")
    event.activities.remove(activity)
    audit.record("remove_activity", event, author, activity_id=activity.id)


def _open_activities(event: Event, author: User) -> None:
    require_editor(author)
    lock(event)
    if event.state is EventState.CANCELLED:
        raise Closed("El espacio se canceló. Sus actividades no se cambian.")


def move(event: Event, to: EventState, author: User, note: str = "") -> None:
    """Take a space to another state. Raises Forbidden, Conflict or, for what the person can mend, Invalid."""
    if not rules.may_move(author, to):
        raise Forbidden("Su cuenta no tiene permiso para este paso.")
    lock(event)
    if event.state is to:
        return  # the second click of the same button
    _check(event, to, note)
    if to is EventState.CONVENED:
        event.convened_at = now()
        _fill_window(event, event.convened_at)
    db.session.add(_move(event, to, author, note))
    audit.record("move", event, author, from_state=event.state.value, to_state=to.value)
    event.state = to
    db.session.flush()
    doors.tell(doors.Move(event, to, author, note.strip()))


def reschedule(event: Event, starts_at: datetime, ends_at: datetime, author: User, reason: str) -> None:
    """Give a convened space another date; it stays convened. Its periods close as long before it as they did.

    Raises Forbidden, Conflict, or Invalid for what the person can mend. Whoever listens hears of both moves when the
    new date is already there.
    """
    if not rules.may_move(author, EventState.RESCHEDULED):
        raise Forbidden("Su cuenta no tiene permiso para este paso.")
    lock(event)
    if _was_just_rescheduled(event, starts_at, ends_at, reason):
        return  # the second click of the same button
    _check(event, EventState.RESCHEDULED, reason)
    if starts_at <= now() or (starts_at, ends_at) == (event.starts_at, event.ends_at):
        raise Invalid("Escriba una fecha nueva, que aún no haya pasado.")
    db.session.add(_move(event, EventState.RESCHEDULED, author, reason))
    later = starts_at - event.starts_at
    for name in ("questions_close_at", "registration_closes_at"):
        closes_at = getattr(event, name)
        setattr(event, name, ends_at if closes_at == event.ends_at else closes_at and closes_at + later)
    event.starts_at, event.ends_at = starts_at, ends_at
    _check_page(event)
    event.state = EventState.RESCHEDULED
    db.session.add(_move(event, EventState.CONVENED, author, ""))
    event.state = EventState.CONVENED
    audit.record("move", event, author, from_state="convened", to_state="rescheduled", starts_at=starts_at.isoformat())
    db.session.flush()
    doors.tell(doors.Move(event, EventState.RESCHEDULED, author, reason.strip()))
    doors.tell(doors.Move(event, EventState.CONVENED, author, ""))


def _was_just_rescheduled(event: Event, starts_at: datetime, ends_at: datetime, reason: str) -> bool:
    """Whether this very form was already obeyed."""
    if event.state is not EventState.CONVENED or (event.starts_at, event.ends_at) != (starts_at, ends_at):
        return False
    reasons = [move.note for move in queries.moves(event) if move.to_state is EventState.RESCHEDULED]
    return bool(reasons) and reasons[-1] == reason.strip()


def _check(event: Event, to: EventState, note: str) -> None:
    at = now()
    if not rules.moves_to(event, to):
        raise Conflict(f"El espacio está en estado «{event.state_label}». No puede pasar a «{EVENT_STATE_LABELS[to]}».")
    if rules.needs_reason(to) and not note.strip():
        raise Invalid("Escriba el motivo. La ciudadanía lo verá en la página del espacio.")
    if to is EventState.CONVENED and not rules.can_be_convened(event, at):
        raise Invalid(f"Para convocar falta: {_missing(event, at)}.")
    if to is EventState.HELD and rules.needs_report(event) and not queries.has_report(event):
        raise Invalid("En una audiencia se presenta el informe. Agréguelo en «Documentos» y después siga.")
    if to is EventState.CLOSED and (lacks := doors.lacks_to_close(event)):
        raise Invalid(f"Aún no se puede cerrar. {' '.join(lacks)}")
    if to is EventState.UNDER_WAY and not rules.is_its_day(event, at):
        raise Invalid(f"El espacio es el {long_day(event.starts_at)}. Ese día lo podrá iniciar.")


def _missing(event: Event, at: datetime) -> str:
    return "; ".join(
        need.label[0].lower() + need.label[1:] for need in rules.requirements(event, at) if not need.is_met
    )


def _fill_window(event: Event, at: datetime) -> None:
    """Without other dates, questions are taken up from the call until the end of the space."""
    event.questions_open_at = event.questions_open_at or at
    event.questions_close_at = event.questions_close_at or event.ends_at


def _apply(event: Event, changes: Mapping[str, Any]) -> None:
    closed_with_the_space = event.questions_close_at == event.ends_at
    for name, value in changes.items():
        setattr(event, name, list(value) if isinstance(value, tuple) else value)
    if closed_with_the_space and "ends_at" in changes and "questions_close_at" not in changes:
        event.questions_close_at = event.ends_at
    if event.convened_at is not None:
        _fill_window(event, event.convened_at)


def _check_page(event: Event) -> None:
    if event.is_public and not rules.can_be_convened(event, now()):
        raise Invalid(f"Un espacio convocado no puede quedar sin esto: {_missing(event, now())}.")


def _move(event: Event, to: EventState, author: User, note: str) -> EventMove:
    step = EventMove(
        event_id=event.id, from_state=event.state, to_state=to, at=now(), author_id=author.id, note=note.strip()
    )
    if to is EventState.RESCHEDULED:
        step.earlier_starts_at, step.earlier_ends_at = event.starts_at, event.ends_at
    return step


def free_slug(title: str) -> str:
    slug = to_slug(title, otherwise="espacio")
    return first_free(slug, queries.slugs_like(slug) | RESERVED_SLUGS)
