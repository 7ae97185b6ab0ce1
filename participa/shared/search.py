"""Search by Spanish stems, the same on both databases: accents, capitals, plurals and endings do not matter.

Rooms put here what everybody may read, and take it out when it stops being public. SQLite looks the stems up with FTS5,
PostgreSQL with its own text search over the same stems.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Any

import snowballstemmer
from sqlalchemy import (
    ColumnElement,
    Index,
    Integer,
    String,
    Text,
    TextClause,
    UniqueConstraint,
    and_,
    column,
    func,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from participa.extensions import Base, db
from participa.shared.sql import fold

WORD = re.compile(r"[0-9a-z]+")
MOST_WORDS = 8
SHORTEST_PLURAL = 4
SHORTEST_BEGINNING = 3  # letters: what is shorter begins too many words to be looked up as unfinished
COMMON = frozenset({*("a", "al", "con", "de", "del", "el", "en", "la", "las", "lo", "los"), *("para", "por", "que")})
CONSONANT_PLURAL = re.compile(r"(?:[aeiou][dlnr]|es)es$")
ENDS_IN_Z = frozenset(
    (
        *("vez", "luz", "voz", "paz", "pez", "juez", "nuez", "raiz", "maiz", "nariz", "lapiz", "tapiz", "matriz"),
        *("directriz", "cicatriz", "actriz", "lombriz", "aprendiz", "capaz", "incapaz", "eficaz", "ineficaz", "feliz"),
        *("veloz", "feroz", "atroz", "audaz", "tenaz", "fugaz", "arroz", "ninez", "vejez", "automotriz", "motriz"),
    )
)
FTS = table("search_entry_fts", column("rowid", Integer))
ADD = text("INSERT INTO search_entry_fts(rowid, stems) VALUES (:id, :stems)")
TAKE = text("INSERT INTO search_entry_fts(search_entry_fts, rowid, stems) VALUES ('delete', :id, :stems)")


class SearchEntry(Base):
    """The stems of something public. `kind` is the table of what is found and `ref` the number of its row.

    `day` is the day of Colombia that people tell it by; None in a row from before it was kept.
    """

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("kind", "ref"), Index("ix_search_entry_day", "day"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    ref: Mapped[int]
    stems: Mapped[str] = mapped_column(Text)
    day: Mapped[date | None]


def put(kind: str, ref: int, *texts: str, day: date | None = None) -> None:
    """Let this be found by the words of these public texts, and no longer by those of before.

    `day`, of Colombia, is the one that people tell it by. What is the same already is left alone.
    """
    stems = written(kind, texts, day)
    entry = _entry(kind, ref)
    if entry is None:
        entry = SearchEntry(kind=kind, ref=ref, stems=stems, day=day)
        db.session.add(entry)
    elif (entry.stems, entry.day) == (stems, day):
        return
    else:
        _index(TAKE, entry)
        entry.stems, entry.day = stems, day
    db.session.flush()
    _index(ADD, entry)


def written(kind: str, texts: Sequence[str], day: date | None) -> str:
    """What the index keeps of these texts."""
    marks = marks_of(kind, day.year if day else None)
    return " ".join([*(found for words in texts for found in stems_of(words)), *marks])


def drop(kind: str, ref: int) -> None:
    """What is not public any more is not found any more."""
    entry = _entry(kind, ref)
    if entry is not None:
        _index(TAKE, entry)
        db.session.delete(entry)
        db.session.flush()


def marks_of(kind: str, year: int | None) -> list[str]:
    """What stands among the stems so that a kind or a year narrows within the index itself."""
    return [mark for mark, is_told in ((f"zzk{kind.replace('_', '')}", kind), (f"zzy{year}", year)) if is_told]


def _entry(kind: str, ref: int) -> SearchEntry | None:
    wanted = select(SearchEntry).where(SearchEntry.kind == kind, SearchEntry.ref == ref)
    return db.session.scalars(wanted).one_or_none()


def _index(order: TextClause, entry: SearchEntry) -> None:
    """SQLite trusts no trigger with a virtual table, so its index is written by hand; PostgreSQL keeps its own."""
    if db.engine.dialect.name == "sqlite":
        db.session.connection().execute(order, {"id": entry.id, "stems": entry.stems})


def matches(kind: str, ref: ColumnElement[int] | Any, words: str) -> ColumnElement[bool] | None:
    """The condition that a row holds every word; None when no word was typed. The last word may be unfinished."""
    wanted = wanted_stems(words)
    if not wanted:
        return None
    on_postgresql = db.engine.dialect.name == "postgresql"
    has_words = _on_postgresql(wanted) if on_postgresql else _on_sqlite(wanted)
    return ref.in_(select(SearchEntry.ref).where(SearchEntry.kind == kind, has_words))


def find_few(kind: str, words: str, most: int) -> list[int] | None:
    """The numbers of the rows that hold every word, in no order; None when these, or those of all kinds, pass `most`.

    Looked up with the last word as it is before it is taken as unfinished: the beginning of a word of very many rows
    takes long to look up.
    """
    wanted = wanted_stems(words)
    if not wanted:
        return []
    whole = _looked_up(kind, wanted, most, is_whole=True)
    return None if whole is None else _looked_up(kind, wanted, most, is_whole=False)


def _looked_up(kind: str, wanted: list[str], most: int, is_whole: bool) -> list[int] | None:
    found = select(SearchEntry.ref)
    if db.engine.dialect.name == "postgresql":
        found = found.where(SearchEntry.kind == kind, _on_postgresql(wanted, is_whole))
    else:  # limited where it is looked up: otherwise all of them would be read first
        some = list(db.session.scalars(select(FTS.c.rowid).where(_match(wanted, is_whole)).limit(most + 1)))
        if len(some) > most:  # of all kinds together: some of this kind may be beyond
            return None
        found = found.where(SearchEntry.kind + literal("") == kind, SearchEntry.id.in_(some))
    refs = list(db.session.scalars(found.limit(most + 1)))
    return None if len(refs) > most else refs


def find_all_kinds(
    words: str, most: int, kind: str = "", year: int | None = None, is_whole: bool = True
) -> tuple[list[int], bool]:
    """The numbers of the entries of every kind that hold the words, and whether there are more than `most`.

    When there are more, those that were written last. With `is_whole` False the last word may be unfinished.
    """
    wanted = wanted_stems(words)
    if not wanted or not is_whole and len(wanted[-1]) < SHORTEST_BEGINNING:
        return [], False
    marks = marks_of(kind, year)
    found = _entries(marks, wanted, most, is_whole)
    if len(found) <= most:
        return found, False
    return _latest(marks, wanted, most, is_whole), True


def _entries(marks: list[str], wanted: list[str], most: int, is_whole: bool) -> list[int]:
    """At most one more than `most`; on SQLite the last written first."""
    if db.engine.dialect.name == "postgresql":
        found = select(SearchEntry.id).where(_on_postgresql([*marks, *wanted], is_whole)).limit(most + 1)
        return list(db.session.scalars(found))
    match = _match([*marks, *wanted], is_whole)
    return list(db.session.scalars(select(FTS.c.rowid).where(match).order_by(FTS.c.rowid.desc()).limit(most + 1)))


def _latest(marks: list[str], wanted: list[str], most: int, is_whole: bool) -> list[int]:
    if db.engine.dialect.name == "sqlite":
        return _entries(marks, wanted, most, is_whole)[:most]
    stems, end = literal(" ") + SearchEntry.stems + literal(" "), " " if is_whole else ""
    held = [stems.contains(f" {stem} ") for stem in [*marks, *wanted[:-1]]]  # along the list: of many, soon enough
    held.append(stems.contains(f" {wanted[-1]}{end}"))
    return list(db.session.scalars(select(SearchEntry.id).where(*held).order_by(SearchEntry.id.desc()).limit(most)))


def holds(kind: str, ref: ColumnElement[int] | Any, words: str) -> ColumnElement[bool]:
    """The same condition as `matches`, which looks at each row: for words of so many that looking them up is slower."""
    wanted = wanted_stems(words)
    stems = literal(" ") + SearchEntry.stems + literal(" ")
    whole = [stems.contains(f" {stem} ") for stem in wanted[:-1]]
    begun = [stems.contains(f" {stem}") for stem in wanted[-1:]]
    of_row = (SearchEntry.kind == kind, SearchEntry.ref == ref)
    told: ColumnElement[bool] = (
        select(and_(*whole, *begun)).where(*of_row).correlate_except(SearchEntry).scalar_subquery()
    )
    return told.is_(True)  # and not «exists», for which PostgreSQL would read the words of all rows


def wanted_stems(words: str) -> list[str]:
    """The stems that are looked for; common words only when there are no others."""
    typed = WORD.findall(fold(words))
    return [_sought(word) for word in [word for word in typed if word not in COMMON] or typed][:MOST_WORDS]


def stems_of(words: str) -> list[str]:
    """The stems of a text in its order: «Las vías dañadas» gives la, via, dan."""
    return [_sought(word) for word in WORD.findall(fold(words))]


@lru_cache(maxsize=20_000)
def _sought(word: str) -> str:
    """The stem by which a word is found: one thing and many of it have the same."""
    with _stemming:
        return str(STEMMER.stemWord(_one_of_many(word)))


def _one_of_many(word: str) -> str:
    """The stemmer goes one ending too far with one thing, and not with many: evaluación, comunidad, avance."""
    if word.endswith("ces"):
        singular = f"{word[:-3]}z"
        return singular if singular in ENDS_IN_Z else word[:-1]
    if len(word) > SHORTEST_PLURAL and CONSONANT_PLURAL.search(word):
        return word[: -len("es")]
    return _singular(word)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a word already in lower case and without accents, by which questions are told to be alike.

    What was learned from questions is kept under these stems: another stemming would forget it.
    """
    with _stemming:
        return str(STEMMER.stemWord(_singular(word)))


def _singular(word: str) -> str:
    """Short plurals keep their s in the stemmer: vías, obras."""
    if len(word) < SHORTEST_PLURAL:
        return word
    if word.endswith("ces"):
        return f"{word[:-3]}z"
    return word[:-1] if word.endswith(("as", "es", "os")) else word


def _on_sqlite(stems: list[str]) -> ColumnElement[bool]:
    return SearchEntry.id.in_(select(FTS.c.rowid).where(_match(stems)))


def _match(stems: list[str], is_whole: bool = False) -> TextClause:
    """Each stem in quotes, so that nothing typed is an operator of the search."""
    terms = " ".join(f'"{stem}"' for stem in stems) + ("" if is_whole else "*")
    return text("search_entry_fts MATCH :terms").bindparams(terms=terms)


def _on_postgresql(stems: list[str], is_whole: bool = False) -> ColumnElement[bool]:
    terms = " & ".join(stems) + ("" if is_whole else ":*")
    return func.to_tsvector(text("'simple'"), SearchEntry.stems).op("@@")(func.to_tsquery(text("'simple'"), terms))


STEMMER = snowballstemmer.stemmer("spanish")
_stemming = Lock()  # it keeps the word on its way in itself: two threads at once would mix theirs
