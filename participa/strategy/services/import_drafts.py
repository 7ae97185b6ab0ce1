"""An import in steps: keep the document, read it, choose columns, mend rows, confirm, undo."""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, inspect, or_, select, update
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import User
from participa.accounts.queries import find_department
from participa.accounts.services import departments
from participa.calendar.queries import current_calendar
from participa.extensions import db
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, Invalid
from participa.shared.jobs import each_minute, job, soon
from participa.shared.unit_of_work import unit_of_work, when_kept
from participa.strategy import queries, rules
from participa.strategy.drafts import header_of, mended
from participa.strategy.importing import (
    ImportedActivity,
    ImportProblem,
    activity_to_json,
    read_document,
    to_json,
)
from participa.strategy.importing.sources.kinds import Kind, kind_of
from participa.strategy.models import (
    Activity,
    Header,
    ImportDraft,
    ImportState,
    RemovedPart,
    Section,
    Strategy,
    StrategyState,
    activity_department,
)
from participa.strategy.models.strategies import activity_value_group
from participa.strategy.services.imports import check_plan, write_plan
from participa.strategy.services.permission import require

KEPT_FOR = timedelta(hours=48)
UNDO_FOR = timedelta(hours=24)
PATIENCE = timedelta(seconds=90)  # after that, whoever was reading is dead
MOST_TRIES = 3
MOST_AT_ONCE = 60_000  # bytes of text that are read within the request
TELL_EVERY = 1.0  # seconds between two notes of the progress
NEVER_READ = "El archivo no se pudo leer. Ábralo, guárdelo de nuevo y súbalo otra vez."
HANGS = "Ya no se puede deshacer: de esta versión ya cuelgan espacios, observaciones u otra versión."
TOUCHED = "Ya no se puede deshacer: alguien cambió esta versión después de importarla."
NOT_A_DRAFT = "Ya no se puede deshacer: esta versión ya no es un borrador."
TOO_LATE = "Ya pasaron 24 horas. Esta importación no se puede deshacer."
GONE = "Esta importación ya terminó. Empiece otra."


def start_import(data: bytes, header: Header, actor: User) -> ImportDraft:
    """Keep a document. A short text is read at once, the rest by a job.

    Raises Forbidden, and Invalid with what to do when it can be told at once that it cannot be read.
    """
    require(rules.may_import(actor))
    draft = ImportDraft(owner=actor, created_at=now(), expires_at=now() + KEPT_FOR, source=data, year=header.year)
    draft.entity_name, draft.title = header.entity_name, header.title
    draft.source_name = header.source_name[-200:]
    is_short = _kind(data) is Kind.TEXT and len(data) <= MOST_AT_ONCE
    if is_short:
        _read_at_once(draft)
    db.session.add(draft)
    db.session.flush()
    if not is_short:
        ask_for_reading(draft)
    return draft


def _kind(data: bytes) -> Kind:
    try:
        return kind_of(data)
    except ImportProblem as problem:
        raise Invalid(str(problem)) from problem


def _read_at_once(draft: ImportDraft) -> None:
    try:
        plan = read_document(
            draft.source, draft.source_name, draft.year, current_calendar(), choices=dict(draft.choices or {})
        )
    except ImportProblem as problem:
        raise Invalid(str(problem)) from problem
    draft.plan, draft.edits, draft.state, draft.problem = to_json(plan), {}, ImportState.READ, ""


def ask_for_reading(draft: ImportDraft) -> None:
    """Have it read as soon as this is written. Should the job be lost, a chore reads it."""
    id_ = draft.id
    draft.state, draft.taken_at, draft.done, draft.total = ImportState.WAITING, None, 0, 0
    when_kept(lambda: soon(read_import, id_))


@job
def read_import(draft_id: int) -> None:
    """Read one document that waits, or whose reader died. Repeating it does no harm."""
    at = now()
    if not _take(draft_id, at):
        return
    draft = db.session.get_one(ImportDraft, draft_id)
    if draft.tries > MOST_TRIES:
        _finish(draft_id, at, state=ImportState.REFUSED, problem=NEVER_READ)
        return
    source, name, year, choices = draft.source, draft.source_name, draft.year, dict(draft.choices)
    calendar = current_calendar()
    db.session.rollback()  # nothing is held while the file is read
    try:
        plan = read_document(source, name, year, calendar, _Teller(draft_id).tell, choices)
    except ImportProblem as problem:
        _finish(draft_id, at, state=ImportState.REFUSED, problem=str(problem))
    else:
        _finish(draft_id, at, state=ImportState.READ, problem="", plan=to_json(plan), edits={})


def _take(draft_id: int, at: datetime) -> bool:
    """Only one reader at a time; one that said nothing for a while is dead."""
    is_abandoned = (ImportDraft.state == ImportState.READING) & (ImportDraft.taken_at < at - PATIENCE)
    free = or_(ImportDraft.state == ImportState.WAITING, is_abandoned)
    taking = update(ImportDraft).where(ImportDraft.id == draft_id, free)
    return _changed(taking.values(state=ImportState.READING, taken_at=at, tries=ImportDraft.tries + 1))


def _finish(draft_id: int, at: datetime, **values: Any) -> None:
    """Write what was found, unless somebody else took over or it was discarded."""
    mine = update(ImportDraft).where(ImportDraft.id == draft_id, ImportDraft.state == ImportState.READING)
    _changed(mine.where(ImportDraft.taken_at == at).values(**values))


def _changed(statement: Any) -> bool:
    with unit_of_work():
        done: CursorResult[Any] = db.session.execute(statement)  # type: ignore[assignment]
        return done.rowcount == 1


class _Teller:
    """Notes how far the reading is, at most once a second."""

    def __init__(self, draft_id: int) -> None:
        self.draft_id, self.told_at = draft_id, 0.0

    def tell(self, done: int, total: int) -> None:
        if time.monotonic() - self.told_at < TELL_EVERY:
            return
        self.told_at = time.monotonic()
        _changed(update(ImportDraft).where(ImportDraft.id == self.draft_id).values(done=done, total=total))


def read_what_waits() -> None:
    """The chore of each minute: what no job has read, or whose reader died."""
    at = now()
    waiting = (ImportDraft.state == ImportState.WAITING) & (ImportDraft.created_at < at - timedelta(seconds=10))
    abandoned = (ImportDraft.state == ImportState.READING) & (ImportDraft.taken_at < at - PATIENCE)
    found = list(db.session.scalars(select(ImportDraft.id).where(or_(waiting, abandoned)).order_by(ImportDraft.id)))
    db.session.rollback()
    for draft_id in found:
        read_import(draft_id)


def purge_imports() -> None:
    """The chore of each minute: forget imports that nobody finished, and those that can no longer be undone."""
    if queries.has_expired_imports(now()):
        with unit_of_work():
            db.session.execute(delete(ImportDraft).where(ImportDraft.expires_at < now()))


each_minute(read_what_waits)
each_minute(purge_imports)


def choose_columns(draft: ImportDraft, choices: Mapping[str, str]) -> bool:
    """Say what the columns mean, over what was guessed, and whether it is read already. Mended rows are read anew.

    Raises Invalid when nothing is left to import, and Conflict when it was imported already.
    """
    _check_open(draft)
    draft.choices = dict(choices)
    if _kind(draft.source) is Kind.TEXT and len(draft.source) <= MOST_AT_ONCE:
        _read_at_once(draft)
        return True
    ask_for_reading(draft)
    return False


def mend(draft: ImportDraft, place: int, activity: ImportedActivity) -> None:
    """Write one row anew. Raises Conflict when it was imported already, Invalid for a cell that cannot be kept."""
    _check_open(draft)
    check_plan(replace(mended(draft).read, sections=(), activities=(activity,)))
    _edit(draft, place, activity=activity_to_json(activity))


def drop(draft: ImportDraft, place: int, is_dropped: bool) -> None:
    """Leave a row out, or take it back."""
    _check_open(draft)
    _edit(draft, place, is_dropped=is_dropped)


def _edit(draft: ImportDraft, place: int, **values: Any) -> None:
    draft.edits = {**draft.edits, str(place): {**draft.edits.get(str(place), {}), **values}}


def choose_offices(draft: ImportDraft, names: list[str]) -> None:
    """Say which offices to create when the import is confirmed."""
    _check_open(draft)
    draft.offices = names


def _check_open(draft: ImportDraft) -> None:
    if draft.state is not ImportState.READ:
        raise Conflict(GONE)


def confirm_import(draft: ImportDraft, actor: User) -> None:
    """Write it all: the offices and the draft of the strategy. Twice is once.

    Raises Forbidden, and Invalid when something cannot be kept; then nothing is written.
    """
    require(rules.may_import(actor))
    if draft.state is ImportState.IMPORTED:
        return
    _check_open(draft)
    whole = mended(draft)
    for name in draft.offices:
        if find_department(name) is None:
            departments.create(actor, name)
    result = write_plan(whole.plan, header_of(draft, whole), actor)
    draft.strategy, draft.is_new, draft.imported_at = result.strategy, result.is_new, now()
    draft.expires_at, draft.state = now() + KEPT_FOR, ImportState.IMPORTED
    draft.source, draft.plan, draft.edits = b"", {}, {}
    if result.is_new:
        draft.written_digest = digest_of(result.strategy)


def undo_import(draft: ImportDraft, actor: User) -> None:
    """Take away the draft that was written, as if it had never been. Twice is once.

    Raises Closed after 24 hours, Conflict when somebody worked on it or something hangs from it.
    """
    require(rules.may_import(actor))
    if draft.state is ImportState.UNDONE:
        return
    strategy = draft.strategy
    if draft.state is not ImportState.IMPORTED or not draft.is_new or strategy is None:
        raise Conflict(GONE)
    if why := why_not_undone(draft):
        raise Closed(why)
    try:
        with db.session.begin_nested():
            audit.record("strategy.undo_import", strategy, actor, version=strategy.version)
            draft.state = ImportState.UNDONE
            _forget(strategy.id)
    except IntegrityError as error:
        raise Conflict(HANGS) from error
    db.session.expire_all()


def why_not_undone(draft: ImportDraft) -> str:
    """The sentence that says why it cannot be undone any more; empty when it can."""
    strategy = draft.strategy
    if strategy is None or draft.imported_at is None:
        return GONE
    if now() - draft.imported_at > UNDO_FOR:
        return TOO_LATE
    if strategy.state is not StrategyState.DRAFT:
        return NOT_A_DRAFT
    return "" if digest_of(strategy) == draft.written_digest else TOUCHED


def _forget(strategy_id: int) -> None:
    lines = select(Activity.id).where(Activity.strategy_id == strategy_id)
    db.session.flush()
    db.session.execute(update(ImportDraft).where(ImportDraft.strategy_id == strategy_id).values(strategy_id=None))
    for table in (activity_department, activity_value_group):
        db.session.execute(delete(table).where(table.c.activity_id.in_(lines)))
    db.session.execute(delete(Activity).where(Activity.strategy_id == strategy_id))
    db.session.execute(delete(Section).where(Section.strategy_id == strategy_id))
    db.session.execute(delete(RemovedPart).where(RemovedPart.strategy_id == strategy_id))
    db.session.execute(delete(Strategy).where(Strategy.id == strategy_id))


def discard_import(draft: ImportDraft) -> None:
    """Forget an import that is not confirmed. Raises Conflict for one that is."""
    if draft.state in (ImportState.IMPORTED, ImportState.UNDONE):
        raise Conflict(GONE)
    db.session.delete(draft)


def digest_of(strategy: Strategy) -> str:
    """A digest of all that is written of a version: while it is the same, nobody touched it."""
    db.session.flush()
    rows = queries.whole_activities(strategy)
    links = [[sorted(one.id for one in row.departments), sorted(one.id for one in row.value_groups)] for row in rows]
    parts = [_columns(strategy), [_columns(section) for section in strategy.sections], [*map(_columns, rows)], links]
    return hashlib.sha256(json.dumps(parts, default=_plain, sort_keys=True).encode()).hexdigest()


def _columns(row: Any) -> dict[str, Any]:
    names = (column.key for column in inspect(type(row)).column_attrs)
    return {name: value for name in names if not isinstance(value := getattr(row, name), datetime)}


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
