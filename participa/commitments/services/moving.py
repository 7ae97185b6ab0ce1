"""What else happens to a commitment, always with a public reason: a new date, another office, an end, a new start."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from participa.accounts.models import Department, User
from participa.commitments import rules
from participa.commitments.models import (
    Commitment,
    CommitmentEntry,
    CommitmentOffice,
    CommitmentState,
    CommitmentStep,
    EntryKind,
)
from participa.commitments.queries import staff as queries
from participa.commitments.services import history
from participa.extensions import db
from participa.shared.clock import today
from participa.shared.errors import Conflict
from participa.shared.templating import plain_day

ENDS = {
    CommitmentState.UNFULFILLED: EntryKind.UNFULFILLED,
    CommitmentState.NOT_VIABLE: EntryKind.NOT_VIABLE,
}
MAY_NOT_MOVE = "Solo la dependencia líder y quien aprueba cambian la fecha."
MAY_NOT_END = "Solo quien aprueba declara que no se cumplió o que no es viable."
MAY_NOT_REASSIGN = "Solo quien aprueba cambia la dependencia responsable."
MAY_NOT_REOPEN = "Solo quien aprueba reabre un compromiso."
SAME_DATE = "Esa ya es la fecha. Escriba otra."
PAST_DATE = "Escriba un día que no haya pasado."
STEP_IS_DONE = "Ese paso ya está hecho. Su fecha no cambia."
BEYOND = "El compromiso vence el {day}. Cambie primero esa fecha."
LATER_STEP = "El paso «{step}» queda después de esa fecha. Cambie primero la del paso."
SAME_OFFICES = "Esas ya son las dependencias responsables."
NO_OFFICE = "Elija una dependencia activa."
NOT_OVER = "Este compromiso sigue pendiente. No hace falta reabrirlo."
LOWER = "Escriba el avance que hay de verdad, menor de 100."


def reschedule(
    commitment: Commitment,
    new_due_on: date,
    reason: str,
    form_key: str | None,
    author: User,
    step: CommitmentStep | None = None,
) -> CommitmentEntry:
    """Give it, or one of its steps, another date (a day of Colombia); the old one stays in the history.

    Raises Forbidden for who neither leads nor approves, Repeated, Closed, Conflict for a step that is done, and Invalid
    for a weak reason, the same date, a day that passed, or a step after the end.
    """
    held = queries.hold(commitment)
    history.require(rules.is_mover(author, held), MAY_NOT_MOVE)
    said = {
        "kind": EntryKind.RESCHEDULED,
        "text": reason,
        "new_due_on": new_due_on,
        "step_id": step.id if step else None,
    }
    if (earlier := history.told_before(form_key, held, **said)) is not None:
        return earlier
    history.require_open(held)
    history.require_reason(reason)
    moved = history.step_of(held, step.id if step else None) or held
    _check_date(held, moved, new_due_on)
    dates = {"old_due_on": moved.due_on, "new_due_on": new_due_on, "step": None if moved is held else moved}
    entry = history.line(held, EntryKind.RESCHEDULED, reason, author, form_key, **dates)
    history.write(entry)
    moved.due_on = new_due_on
    return history.settle(entry, author)


def _check_date(held: Commitment, moved: Commitment | CommitmentStep, day: date) -> None:
    if isinstance(moved, CommitmentStep):
        if moved.done_on is not None:
            raise Conflict(STEP_IS_DONE)
        if held.due_on is not None and day > held.due_on:
            raise history.Unfit("due_on", BEYOND.format(day=plain_day(held.due_on)))
    elif late := [step for step in held.steps if step.due_on and step.due_on > day and not step.done_on]:
        raise history.Unfit("due_on", LATER_STEP.format(step=late[0].text))
    if day == moved.due_on:
        raise history.Unfit("due_on", SAME_DATE)
    if day < today():
        raise history.Unfit("due_on", PAST_DATE)


def reassign(
    commitment: Commitment,
    lead_id: int,
    office_ids: Sequence[int],
    reason: str,
    form_key: str | None,
    author: User,
) -> CommitmentEntry:
    """Give it to another office; `office_ids` share it from now on. Who answered before stays in the history.

    Raises Forbidden for who does not approve, Repeated, Closed and Invalid.
    """
    held = queries.hold(commitment)
    history.require(rules.is_approver(author), MAY_NOT_REASSIGN)
    shared = sorted(set(office_ids) - {lead_id})
    names = _names([lead_id, *shared])
    if (earlier := _reassigned_before(form_key, held, names, reason)) is not None:
        return earlier
    history.require_open(held)
    history.require_reason(reason)
    if (lead_id, shared) == (held.lead_id, [office.department_id for office in held.offices]):
        raise history.Unfit("lead", SAME_OFFICES)
    text = f"{_now_in_charge(names)} Antes: {_listed(_office_names(held))}. {reason}"
    entry = history.line(held, EntryKind.REASSIGNED, text, author, form_key)
    history.write(entry)
    _hand_over(held, lead_id, shared)
    return history.settle(entry, author)


def _reassigned_before(
    form_key: str | None, held: Commitment, names: Sequence[str], reason: str
) -> CommitmentEntry | None:
    earlier = history.told_before(form_key, held, kind=EntryKind.REASSIGNED)
    if earlier is None:
        return None
    if earlier.text.startswith(_now_in_charge(names)) and earlier.text.endswith(f". {reason}"):
        return earlier
    raise history.Repeated(history.REPEATED)


def _hand_over(held: Commitment, lead_id: int, shared: Sequence[int]) -> None:
    held.lead = db.session.get_one(Department, lead_id)
    kept = {office.department_id: office for office in held.offices}
    held.offices = [kept.get(number) or CommitmentOffice(department_id=number) for number in shared]


def _names(office_ids: Sequence[int]) -> list[str]:
    """The names of active offices, in this order. Raises Invalid for another one."""
    found = select(Department.id, Department.name).where(Department.id.in_(office_ids), Department.is_active)
    by_number: dict[int, str] = dict(iter(db.session.execute(found)))
    if set(by_number) != set(office_ids):
        raise history.Unfit("lead", NO_OFFICE)
    return [by_number[number] for number in office_ids]


def _office_names(held: Commitment) -> list[str]:
    return [held.lead.name, *(office.department.name for office in held.offices)]


def _now_in_charge(names: Sequence[str]) -> str:
    shared = f" Comparte con: {_listed(names[1:])}." if names[1:] else ""
    return f"Responde desde ahora: {names[0]}.{shared}"


def _listed(names: Sequence[str]) -> str:
    return "; ".join(names)


def end(
    commitment: Commitment, state: CommitmentState, reason: str, form_key: str | None, author: User
) -> CommitmentEntry:
    """Declare that it was not fulfilled, or that it is not viable. Progress and dates stay as they were.

    Raises Forbidden for who does not approve, Repeated, Closed and Invalid; ValueError for a state that is no such end.
    """
    if state not in ENDS:
        raise ValueError(state)
    return _decide(commitment, ENDS[state], state, reason, form_key, author)


def _decide(
    commitment: Commitment,
    kind: EntryKind,
    state: CommitmentState,
    reason: str,
    form_key: str | None,
    author: User,
) -> CommitmentEntry:
    held = queries.hold(commitment)
    history.require(rules.is_approver(author), MAY_NOT_END)
    if (earlier := history.told_before(form_key, held, kind=kind, text=reason)) is not None:
        return earlier
    history.require_open(held)
    history.require_reason(reason)
    entry = history.line(held, kind, reason, author, form_key, state=state)
    history.write(entry)
    return history.settle(entry, author)


def reopen(
    commitment: Commitment, reason: str, form_key: str | None, author: User, percent: int | None = None
) -> CommitmentEntry:
    """Make it pending again. One that was fulfilled goes back to `percent`, less than 100.

    Raises Forbidden for who does not approve, Repeated, Closed before it is public, Conflict while it is pending, and
    Invalid.
    """
    held = queries.hold(commitment)
    history.require(rules.is_approver(author), MAY_NOT_REOPEN)
    if (earlier := _reopened_before(form_key, held, reason, percent)) is not None:
        return earlier
    require_over(held)
    history.require_reason(reason)
    back_to = _percent_after(held, percent)
    entry = history.line(
        held, EntryKind.REOPENED, reason, author, form_key, state=CommitmentState.UNDER_WAY, percent=back_to
    )
    history.write(entry)
    held.fulfilled_on = None
    return history.settle(entry, author)


def _reopened_before(
    form_key: str | None, held: Commitment, reason: str, percent: int | None
) -> CommitmentEntry | None:
    earlier = history.told_before(form_key, held, kind=EntryKind.REOPENED, text=reason)
    if earlier is not None and percent not in (None, earlier.percent):
        raise history.Repeated(history.REPEATED)
    return earlier


def require_over(held: Commitment) -> None:
    """Raise Closed for one that never was public, and Conflict for one that is pending."""
    if not held.is_public:
        history.require_open(held)
    if held.is_open:
        raise Conflict(NOT_OVER)


def _percent_after(held: Commitment, percent: int | None) -> int:
    back_to = held.percent if percent is None else percent
    if not 0 <= back_to <= held.percent or back_to == 100:
        raise history.Unfit("percent", LOWER)
    return back_to
