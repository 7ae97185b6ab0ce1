"""What the team does with a dialogue space."""

from datetime import datetime

from participa.accounts.models import User
from participa.events import doors, queries, rules
from participa.events.models import EVENT_STATE_LABELS, Event, EventDetails, EventMove, EventState
from participa.extensions import db
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid
from participa.shared.slugs import to_slug
from participa.shared.templating import long_day
from participa.strategy.models import Activity

RESERVED_SLUGS = frozenset({"gestion"})


class Changed(Invalid):
    """Somebody else changed the space since this person opened it."""


def create(activity: Activity, details: EventDetails, author: User) -> Event:
    """A draft that fulfils an activity of a public strategy. The same draft again is the first one."""
    _require_editor(author)
    if not activity.strategy.is_public:
        raise Conflict("Publique primero la estrategia. Después podrá crear espacios desde sus actividades.")
    if twin := queries.find_same_draft(details, activity):
        return twin
    event = Event(slug=_free_slug(details.title), state=EventState.DRAFT, created_at=now(), **details.values())
    event.activities = [activity]
    db.session.add(event)
    db.session.flush()  # the history quotes its number
    audit.record("create", event, author)
    return event


def edit(event: Event, details: EventDetails, author: User, seen: str | None = None) -> None:
    """Change what the page says. Raises Closed after it was held, Invalid when a public page would lose its data.

    `seen` is the mark of the space when this person opened it: Changed is raised if it has another one by now.
    """
    _require_editor(author)
    _lock(event)
    if not rules.is_editable(event):
        raise Closed("Este espacio ya se realizó. Lo que dice su página no se cambia.")
    if seen and seen != event.mark:
        raise Changed("Otra persona cambió este espacio mientras usted escribía. Mírelo en otra pestaña y compare.")
    if rules.has_fixed_date(event) and details.starts_at != event.starts_at:
        raise Invalid("Ya se convocó para esa fecha. Para cambiarla, use «Reprogramar» y diga el motivo.")
    _apply(event, details)
    if event.is_public and not rules.can_be_convened(event, now()):
        raise Invalid(f"Un espacio convocado no puede quedar sin esto: {_missing(event, now())}.")
    db.session.flush()
    audit.record("edit", event, author)


def move(event: Event, to: EventState, author: User, note: str = "") -> None:
    """Take a space to another state. Raises Forbidden, Conflict or, for what the person can mend, Invalid."""
    if not rules.may_move(author, to):
        raise Forbidden("Su cuenta no tiene permiso para este paso.")
    _lock(event)
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


def _lock(event: Event) -> None:
    """Nobody else changes this row until the end of the request; what is read is what is stored."""
    db.session.flush()
    db.session.refresh(event, with_for_update=True)


def _check(event: Event, to: EventState, note: str) -> None:
    at = now()
    if not rules.moves_to(event, to):
        raise Conflict(f"El espacio está en estado «{event.state_label}». No puede pasar a «{EVENT_STATE_LABELS[to]}».")
    if rules.needs_reason(to) and not note.strip():
        raise Invalid("Escriba el motivo. La ciudadanía lo verá en la página del espacio.")
    if to is EventState.CONVENED and not rules.can_be_convened(event, at):
        raise Invalid(f"Para convocar falta: {_missing(event, at)}.")
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


def _apply(event: Event, details: EventDetails) -> None:
    closed_with_the_space = event.questions_close_at == event.ends_at == details.questions_close_at
    for name, value in details.values().items():
        setattr(event, name, value)
    if closed_with_the_space:
        event.questions_close_at = event.ends_at
    if event.convened_at is not None:
        _fill_window(event, event.convened_at)


def _move(event: Event, to: EventState, author: User, note: str) -> EventMove:
    return EventMove(
        event_id=event.id, from_state=event.state, to_state=to, at=now(), author_id=author.id, note=note.strip()
    )


def _require_editor(author: User) -> None:
    if not rules.may_edit(author):
        raise Forbidden("Su cuenta no tiene permiso para escribir espacios de diálogo.")


def _free_slug(title: str) -> str:
    slug = to_slug(title, otherwise="espacio")
    taken = queries.slugs_like(slug) | RESERVED_SLUGS
    number = 2
    free = slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free
