"""What is found by words: numbers from the index, and each thing as it is public at this moment.

The index only says where to look. What a page shows is read from the rooms again, and what is not public any more or
does not hold the words any more is left out, even when the index has not heard of it yet.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, select

from participa.extensions import db
from participa.search.snippets import Parts, Wanted, marked, snippet
from participa.search.sources import BY_KIND, Card, Source
from participa.shared import search
from participa.shared.html import to_line
from participa.shared.search import SearchEntry

PER_PAGE = 20
MOST = 1_000  # things that are put in order; of more, those that came last
NUMBERED = re.compile(r"(?:[A-Z]{1,4}-)?\d{4}-\d{4,8}")
LONG_AGO = date(1900, 1, 1)


@dataclass(frozen=True)
class Hit:
    """Something that was found: its title and the part where the words stand, both cut into (part, is marked)."""

    card: Card
    source: Source
    title: Parts
    text: Parts


@dataclass(frozen=True)
class Found:
    """A page of what was found, latest day first. `counts` by kind, without the chosen kind; None when it is too many.

    `amount` is how many there are, or MOST with `is_more`.
    """

    hits: list[Hit]
    page: Pagination
    amount: int
    is_more: bool
    counts: Mapping[str, int] | None


def find(words: str, source: Source | None, year: int | None, page: int) -> Found:
    """What holds the words; if nothing does, with the last one unfinished. 404 beyond the last page."""
    is_whole = True
    ids, is_more = search.find_all_kinds(words, MOST, year=year)
    if not ids:
        is_whole = False
        ids, is_more = search.find_all_kinds(words, MOST, year=year, is_whole=False)
    counts = None if is_more else _counts(ids)
    if source is not None:
        ids, is_more = search.find_all_kinds(words, MOST, source.kind, year, is_whole)
    part = db.paginate(_in_order(ids), page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)
    wanted = Wanted(tuple(search.wanted_stems(words)), is_whole)
    return Found(_hits(list(part.items), wanted), part, len(ids), is_more, counts)


def _in_order(ids: list[int]) -> Select[SearchEntry]:
    newest = func.coalesce(SearchEntry.day, LONG_AGO).desc()
    return select(SearchEntry).where(SearchEntry.id.in_(ids)).order_by(newest, SearchEntry.id.desc())


def _counts(ids: list[int]) -> dict[str, int]:
    found = select(SearchEntry.kind, func.count()).where(SearchEntry.id.in_(ids)).group_by(SearchEntry.kind)
    return {row[0]: row[1] for row in db.session.execute(found)}


def _hits(entries: list[SearchEntry], wanted: Wanted) -> list[Hit]:
    shown = _cards(entries)
    cards = [shown[place] for entry in entries if (place := (entry.kind, entry.ref)) in shown]
    return [_hit(card, wanted) for card in cards if wanted.is_in(card.found_by)]


def _cards(entries: list[SearchEntry]) -> dict[tuple[str, int], Card]:
    """One reading of each kind, whatever the number of things."""
    refs: dict[str, list[int]] = {}
    for entry in entries:
        refs.setdefault(entry.kind, []).append(entry.ref)
    read = [card for kind, ids in refs.items() if kind in BY_KIND for card in BY_KIND[kind].cards(ids)]
    return {(card.kind, card.ref): card for card in read}


def _hit(card: Card, wanted: Wanted) -> Hit:
    rest = [text for text in card.texts if " ".join(text.split()) != card.title]
    return Hit(card, BY_KIND[card.kind], marked(card.title, wanted), snippet(rest, wanted))


def find_numbered(words: str) -> list[Hit]:
    """What has exactly this number: a radicado or the code of a commitment."""
    code = to_line(words).upper()
    if not NUMBERED.fullmatch(code):
        return []
    read = [card for source in BY_KIND.values() if source.find_code for card in source.find_code(code)]
    return [Hit(card, BY_KIND[card.kind], ((card.title, False),), ()) for card in read]


def years() -> list[int]:
    """The years of what can be found, latest first."""
    first, last = db.session.execute(select(func.min(SearchEntry.day), func.max(SearchEntry.day))).one()
    return list(range(last.year, first.year - 1, -1)) if first and last else []
