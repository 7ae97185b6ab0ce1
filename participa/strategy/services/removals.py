"""Taking sections and activities out of a draft, and putting them back within a day."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import Department, User
from participa.extensions import db
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict
from participa.strategy import queries
from participa.strategy.models import Activity, ActivityState, RemovedPart, Section, ValueGroup
from participa.strategy.models.removals import ACTIVITY, SECTION
from participa.strategy.services.editing import check_writable, fresh_slug

UNDONE_WITHIN = timedelta(hours=24)
IN_USE = "No se puede quitar: ya tiene espacios, observaciones u otros registros. Cancélela con su motivo."
TOO_LATE = "Ya pasó el día para deshacer. Escriba la actividad de nuevo."
NO_SECTION = "La sección de esta actividad ya no está. Deshaga primero esa, o escriba la actividad en otra sección."
DAYS = ("starts_on", "ends_on")


def remove_section(section: Section, actor: User | None) -> RemovedPart:
    """Take away an empty section. Raises Forbidden, and Conflict while it has activities or outside a draft."""
    check_writable(section.strategy, actor)
    if section.activities:
        raise Conflict("Esta sección todavía tiene actividades. Páselas a otra sección o quítelas primero.")
    audit.record("strategy.remove_section", section, actor, strategy=section.strategy_id)
    kept = _keep(section.strategy_id, SECTION, section.label, _fields(section))
    db.session.delete(section)
    return kept


def remove_activity(activity: Activity, actor: User | None) -> RemovedPart:
    """Take an activity out of the draft. Raises Forbidden, and Conflict when something hangs from it."""
    check_writable(activity.strategy, actor)
    audit.record("strategy.remove_activity", activity, actor, strategy=activity.strategy_id, slug=activity.slug)
    offices, groups = [office.id for office in activity.departments], [group.id for group in activity.value_groups]
    linked = {"departments": offices, "value_groups": groups, "section": activity.section.label}
    kept = _keep(activity.strategy_id, ACTIVITY, activity.name, _fields(activity) | {"linked": linked})
    try:
        with db.session.begin_nested():
            db.session.delete(activity)
    except IntegrityError as error:
        raise Conflict(IN_USE) from error
    return kept


def _keep(strategy_id: int, kind: str, name: str, content: dict[str, Any]) -> RemovedPart:
    """What was kept longer than a day goes at the same time."""
    db.session.execute(delete(RemovedPart).where(RemovedPart.removed_at < now() - UNDONE_WITHIN))
    kept = RemovedPart(strategy_id=strategy_id, kind=kind, name=name, content=content, removed_at=now())
    db.session.add(kept)
    db.session.flush()
    return kept


def _fields(row: Section | Activity) -> dict[str, Any]:
    return {column.key: _plain(getattr(row, column.key)) for column in row.__table__.columns}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def put_back(kept: RemovedPart, actor: User | None, at: datetime | None = None) -> Section | Activity:
    """Put a removed part back in its place. Raises Forbidden, and Conflict after a day or outside a draft."""
    check_writable(kept.strategy, actor)
    if (at or now()) > kept.removed_at + UNDONE_WITHIN:
        raise Conflict(TOO_LATE)
    row = _section(kept) if kept.kind == SECTION else _activity(kept)
    db.session.add(row)
    db.session.delete(kept)
    db.session.flush()
    audit.record(f"strategy.put_back_{kept.kind}", row, actor, strategy=kept.strategy_id)
    return row


def _section(kept: RemovedPart) -> Section:
    content = _with_free_number(Section, kept.content)
    _make_room(Section, Section.strategy_id == kept.strategy_id, content["position"])
    return Section(**content)


def _activity(kept: RemovedPart) -> Activity:
    content = _with_free_number(Activity, kept.content)
    linked = content.pop("linked")
    section = _section_of(kept, content["section_id"], linked["section"])
    _make_room(Activity, Activity.section_id == section.id, content["position"])
    days = {name: date.fromisoformat(content[name]) for name in DAYS if content[name]}
    row = Activity(**{**content, **days, "section_id": section.id, "state": ActivityState(content["state"])})
    if any(other.slug == row.slug for other in queries.activities(kept.strategy)):
        row.slug = fresh_slug(kept.strategy, section)
    row.departments = list(db.session.scalars(select(Department).where(Department.id.in_(linked["departments"]))))
    row.value_groups = list(db.session.scalars(select(ValueGroup).where(ValueGroup.id.in_(linked["value_groups"]))))
    return row


def _with_free_number(kind: type[Section | Activity], content: dict[str, Any]) -> dict[str, Any]:
    """The number of before, unless the database gave it to another row."""
    is_taken = db.session.get(kind, content["id"]) is not None
    return {name: value for name, value in content.items() if name != "id" or not is_taken}


def _section_of(kept: RemovedPart, number: int, label: str) -> Section:
    """The section of before, or the one that has its label now."""
    sections = select(Section).where(Section.strategy_id == kept.strategy_id)
    found = db.session.scalars(sections.where(Section.id == number, Section.label == label)).first()
    found = found or db.session.scalars(sections.where(Section.label == label).order_by(Section.position)).first()
    if found is None:
        raise Conflict(NO_SECTION)
    return found


def _make_room(kind: type[Section | Activity], mine: Any, position: int) -> None:
    """Positions are unique: those from there on step aside first, and then one place down."""
    taken = select(kind.id).where(mine, kind.position == position)
    if db.session.scalar(taken) is None:
        return
    alone = {"synchronize_session": "fetch"}
    aside = update(kind).where(mine, kind.position >= position).values(position=-1 - kind.position)
    db.session.execute(aside, execution_options=alone)
    down = update(kind).where(mine, kind.position < 0).values(position=-kind.position)
    db.session.execute(down, execution_options=alone)
