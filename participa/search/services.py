"""Keep the index the same as what is public: what rooms put there by themselves is looked at little by little."""

from collections.abc import Collection

from sqlalchemy import select, text

from participa.extensions import db
from participa.search.sources import SOURCES, Source
from participa.shared import search
from participa.shared.search import SearchEntry
from participa.shared.unit_of_work import unit_of_work

MOST_SLICES = 20  # in one minute, of what nobody put there or all of which is different
_reached: dict[str, int] = {}  # the last row of each kind that was compared in this process


def reconcile() -> None:
    """Each minute: add what is missing, take out what is not public any more, compare the next rows of each kind."""
    for source in SOURCES:
        if source.write is None:
            _mend_all_missing(source)
            _take_out(source)
        _compare_some(source)


def rebuild() -> dict[str, int]:
    """Compare everything now; how many of each kind were mended. Who searches meanwhile finds what was there."""
    return {source.many: _rebuild(source) for source in SOURCES}


def make_anew() -> None:
    """Let SQLite write its own index again from what is kept; nobody writes meanwhile. PostgreSQL needs none of it."""
    if db.engine.dialect.name == "sqlite":
        with unit_of_work():
            db.session.execute(text("INSERT INTO search_entry_fts(search_entry_fts) VALUES ('rebuild')"))


def _rebuild(source: Source) -> int:
    _reached[source.kind] = mended = 0
    while True:
        amount = _compare_next(source)
        mended += amount
        if not _reached[source.kind]:
            return mended + _take_out(source)


def _mend_all_missing(source: Source) -> None:
    for _ in range(MOST_SLICES):
        if not _mend_missing(source):
            return


def _mend_missing(source: Source) -> int:
    """The next public rows that nothing finds. How many they were."""
    refs = source.public().subquery()
    known = select(SearchEntry.ref).where(SearchEntry.kind == source.kind)
    lost = select(refs.c[0]).where(refs.c[0].not_in(known)).order_by(refs.c[0]).limit(source.at_once)
    ids = list(db.session.scalars(lost))
    if ids:
        _write(source, ids)
    return len(ids)


def _take_out(source: Source) -> int:
    """What is found although it is not public any more. How many rows."""
    gone = select(SearchEntry.ref).where(SearchEntry.kind == source.kind, SearchEntry.ref.not_in(source.public()))
    refs = list(db.session.scalars(gone.order_by(SearchEntry.ref).limit(source.at_once)))
    if refs:
        _write(source, refs)
    return len(refs)


def _compare_some(source: Source) -> None:
    """The next rows; and more of them while all are different, as where the stems are made in another way now."""
    for _ in range(MOST_SLICES):
        if _compare_next(source) < source.at_once:
            return


def _compare_next(source: Source) -> int:
    """The next rows of a kind, public or found, from where the last time ended. How many were not the same."""
    after = _reached.get(source.kind, 0)
    column = source.public().selected_columns[0]
    public = source.public().where(column > after).order_by(column).limit(source.at_once)
    found = select(SearchEntry.ref).where(SearchEntry.kind == source.kind, SearchEntry.ref > after)
    here, there = (
        list(db.session.scalars(one)) for one in (public, found.order_by(SearchEntry.ref).limit(source.at_once))
    )
    ids = sorted({*here, *there})[: source.at_once]
    _reached[source.kind] = ids[-1] if len(ids) == source.at_once else 0
    other = _different(source, ids)
    if other:
        _write(source, other)
    return len(other)


def _different(source: Source, ids: list[int]) -> list[int]:
    """Those of these rows whose words in the index are not those of today."""
    wanted = select(SearchEntry).where(SearchEntry.kind == source.kind, SearchEntry.ref.in_(ids))
    kept = {row.ref: (row.stems, row.day) for row in db.session.scalars(wanted)}
    shown = {card.ref: (search.written(source.kind, card.found_by, card.day), card.day) for card in source.cards(ids)}
    return [ref for ref in ids if kept.get(ref) != shown.get(ref)]


def _write(source: Source, ids: Collection[int]) -> None:
    with unit_of_work():
        if source.write is not None:
            source.write(ids)
            return
        shown = {card.ref: card for card in source.cards(ids)}
        for ref in ids:
            if ref in shown:
                search.put(source.kind, ref, *shown[ref].found_by, day=shown[ref].day)
            else:
                search.drop(source.kind, ref)
