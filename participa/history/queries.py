"""The history, as read: years, rows and loads. What was withdrawn is not read by anybody but as a number."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from participa.extensions import db
from participa.history.models import HistoryKind, HistoryLoad, HistoryRow, LoadState

PER_PAGE = 20
IS_STANDING = HistoryRow.withdrawn_at.is_(None)
TOLD = ("day", "text", "outcome", "outcome_on", "due_on", "office", "label", "place", "people")


def years() -> dict[int, dict[HistoryKind, int]]:
    """How many rows of each kind a year has, latest year first."""
    by_year = select(HistoryRow.year, HistoryRow.kind, func.count()).where(IS_STANDING)
    found = by_year.group_by(HistoryRow.year, HistoryRow.kind).order_by(HistoryRow.year.desc(), HistoryRow.kind)
    counts: dict[int, dict[HistoryKind, int]] = {}
    for year, kind, amount in db.session.execute(found):
        counts.setdefault(year, {})[kind] = amount
    return counts


def of_year(year: int, kind: HistoryKind | None, page: int) -> Pagination:
    """The rows of a year, latest day first. 404 beyond the last page."""
    found = select(HistoryRow).where(IS_STANDING, HistoryRow.year == year)
    narrowed = found.where(HistoryRow.kind == kind) if kind else found
    ordered = narrowed.order_by(HistoryRow.day.desc(), HistoryRow.id.desc())
    return db.paginate(ordered, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def row(year: int, number: int) -> HistoryRow:
    """A row with its load. Raises NoResultFound, also for one that was withdrawn."""
    found = select(HistoryRow).where(IS_STANDING, HistoryRow.year == year, HistoryRow.id == number)
    return db.session.scalars(found.options(joinedload(HistoryRow.load))).one()


def public_loads() -> list[HistoryLoad]:
    """What was loaded or withdrawn, the latest first."""
    found = select(HistoryLoad).where(HistoryLoad.state != LoadState.PREVIEW)
    return list(db.session.scalars(found.order_by(HistoryLoad.id.desc()).limit(200)))


def loads(page: int) -> Pagination:
    """Every load, for the team, latest first. 404 beyond the last page."""
    found = select(HistoryLoad).order_by(HistoryLoad.id.desc())
    return db.paginate(found, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def load(number: int) -> HistoryLoad:
    """Raises NoResultFound."""
    return db.session.scalars(select(HistoryLoad).where(HistoryLoad.id == number)).one()


def to_change(number: int) -> HistoryLoad:
    """A load that nobody else changes until the end; nor any other of its source and kind. Raises NoResultFound."""
    mine = select(HistoryLoad.source, HistoryLoad.kind).where(HistoryLoad.id == number)
    source, kind = db.session.execute(mine).one()
    same = select(HistoryLoad).where(HistoryLoad.source == source, HistoryLoad.kind == kind)
    held = same.order_by(HistoryLoad.id).with_for_update().execution_options(populate_existing=True)
    return next(one for one in db.session.scalars(held) if one.id == number)


def find_by_form_key(digest: str) -> HistoryLoad | None:
    return db.session.scalars(select(HistoryLoad).where(HistoryLoad.form_key_digest == digest)).one_or_none()


def sources() -> list[str]:
    """The sources that were named before."""
    return list(db.session.scalars(select(HistoryLoad.source).distinct().order_by(HistoryLoad.source)))


def standing(source: str, kind: HistoryKind) -> dict[str, Mapping[str, Any]]:
    """What stands already of a source, by key."""
    columns = [getattr(HistoryRow, name) for name in TOLD]
    found = select(HistoryRow.key, *columns).where(IS_STANDING, HistoryRow.source == source, HistoryRow.kind == kind)
    return {one.key: {name: getattr(one, name) for name in TOLD} for one in db.session.execute(found)}


def old_previews(before: datetime) -> list[HistoryLoad]:
    found = select(HistoryLoad).where(HistoryLoad.state == LoadState.PREVIEW, HistoryLoad.brought_at < before)
    return list(db.session.scalars(found.order_by(HistoryLoad.id)))
