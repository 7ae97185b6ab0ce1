"""Putting together the nominations that say the same. Everything can be undone, and every step is public."""

from collections.abc import Sequence

from sqlalchemy import update

from participa.accounts.models import User
from participa.extensions import db
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, Invalid
from participa.topics import rules
from participa.topics.models import GroupMember, GroupStep, Nomination, StepKind, TopicCall, TopicGroup
from participa.topics.queries import calls
from participa.topics.queries import groups as queries
from participa.topics.queries import nominations as rows
from participa.topics.services.calls import require_grouper

NOT_NOW = "Los temas ya están en votación. No se cambian."
SHORTEST = 3


def make(call: TopicCall, title: str, numbers: Sequence[int], actor: User) -> TopicGroup:
    """A new group with a title of the team and these nominations, or none when the team adds an option itself.

    Raises Conflict when somebody else has just grouped one of them elsewhere, Closed once people vote.
    """
    held = _open(call, actor)
    chosen = rows.locked(held, set(numbers))
    earlier = _same(chosen, title)
    if earlier is not None:
        return earlier
    _require_free(chosen)
    group = TopicGroup(call_id=held.id, number=_next_number(held), title=_titled(title), made_at=now())
    db.session.add(group)
    db.session.flush()  # its steps quote its number
    _note(group, StepKind.MADE, actor, words=group.title)
    _join(group, chosen, actor)
    return group


def add(group: TopicGroup, numbers: Sequence[int], actor: User) -> None:
    """Bring nominations into a group; those that are there already change nothing. Raises Conflict and Closed."""
    held = _open(group.call, actor)
    _require_standing(queries.lock(group))
    chosen = [row for row in rows.locked(held, set(numbers)) if not _is_in(row, group)]
    _require_free(chosen)
    _join(group, chosen, actor)


def take_out(group: TopicGroup, nomination: Nomination, actor: User) -> None:
    """Let a nomination stand alone again. A second click changes nothing."""
    _open(group.call, actor)
    rows.lock(nomination)
    if _is_in(nomination, group):
        _leave(group, nomination, actor)


def rename(group: TopicGroup, title: str, actor: User, seen: int) -> None:
    """Another title. Raises Conflict when somebody else changed it since this person opened it."""
    _open(group.call, actor)
    held = queries.lock(group)
    _require_standing(held)
    if held.title == title.strip():
        return
    if held.revision != seen:
        raise Conflict("Otra persona cambió este tema. Mire cómo quedó y cámbielo otra vez si hace falta.")
    held.title = _titled(title)
    db.session.flush()
    _note(held, StepKind.RENAMED, actor, words=held.title)


def undo(group: TopicGroup, actor: User) -> None:
    """Undo a group: its nominations stand alone again, its history stays. A second click changes nothing."""
    _open(group.call, actor)
    held = queries.lock(group)
    if held.ended_at is not None:
        return
    for nomination in queries.members([held])[held.id]:
        _leave(held, nomination, actor)
    held.ended_at = now()
    db.session.flush()
    _note(held, StepKind.UNDONE, actor)


def _open(call: TopicCall, actor: User) -> TopicCall:
    """The call locked: two people group one after the other."""
    require_grouper(actor)
    held = calls.lock(call)
    if not rules.is_groupable(held):
        raise Closed(NOT_NOW)
    return held


def _require_standing(group: TopicGroup) -> None:
    if group.ended_at is not None:
        raise Conflict("Otra persona deshizo este tema.")


def _require_free(chosen: Sequence[Nomination]) -> None:
    for nomination in chosen:
        place = queries.membership(nomination)
        if place is not None:
            raise Conflict(
                f"La postulación {nomination.number} ya está en «{place.group.title}». La agrupó otra persona."
            )


def _same(chosen: Sequence[Nomination], title: str) -> TopicGroup | None:
    """The group that a second click of the same form would make again."""
    places = [queries.membership(nomination) for nomination in chosen]
    found = {place.group_id: place.group for place in places if place is not None}
    if not places or any(place is None for place in places) or len(found) > 1:
        return None
    group = next(iter(found.values()))
    return group if group.title == title.strip() else None


def _is_in(nomination: Nomination, group: TopicGroup) -> bool:
    place = queries.membership(nomination)
    return place is not None and place.group_id == group.id


def _join(group: TopicGroup, chosen: Sequence[Nomination], actor: User) -> None:
    for nomination in chosen:
        db.session.add(GroupMember(group_id=group.id, nomination_id=nomination.id, at=now()))
        _note(group, StepKind.JOINED, actor, nomination)


def _leave(group: TopicGroup, nomination: Nomination, actor: User) -> None:
    standing = (GroupMember.nomination_id == nomination.id, GroupMember.ended_at.is_(None))
    db.session.execute(update(GroupMember).where(*standing).values(ended_at=now()))
    _note(group, StepKind.LEFT, actor, nomination)


def _note(
    group: TopicGroup, kind: StepKind, actor: User, nomination: Nomination | None = None, words: str = ""
) -> None:
    number = nomination.id if nomination else None
    db.session.add(
        GroupStep(group_id=group.id, kind=kind, nomination_id=number, words=words, at=now(), author_id=actor.id)
    )
    audit.record(f"topic_{kind.value}", group, actor)
    db.session.flush()


def _next_number(call: TopicCall) -> int:
    counted = update(TopicCall).where(TopicCall.id == call.id).values(last_group=TopicCall.last_group + 1)
    found = counted.returning(TopicCall.last_group).execution_options(synchronize_session=False)
    return db.session.scalars(found).one()


def _titled(title: str) -> str:
    if len(title.strip()) < SHORTEST:
        raise Invalid("Escriba el título del tema.")
    return title.strip()
