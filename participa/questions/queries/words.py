"""Reads of the places and synonyms of the entity, and of how many questions have each stem."""

from collections.abc import Collection
from functools import cache, lru_cache

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, bindparam, func, select

from participa.extensions import db
from participa.questions.models import CountKind, HelpSwitch, KnownPlace, PlaceKind, SynonymGroup, WordCount
from participa.shared.similarity.likeness import Synonyms, rarity
from participa.shared.similarity.places import Gazetteer
from participa.shared.similarity.reading import Lexicon, Scale
from participa.shared.similarity.words import stems_of
from participa.shared.sql import fold, folded

SUGGESTIONS = "suggestions"
PER_PAGE = 50
EVERY = ""  # the stem under which the questions themselves are counted
TERRITORY = frozenset({"vereda", "barrio"})


def lexicon() -> Lexicon:
    """The places and synonyms in use; two statements."""
    known = tuple((kind, number, name) for kind, number, name in db.session.execute(_places_in_use()))
    return _lexicon(known, tuple(db.session.scalars(_synonyms_in_use())))


@cache
def _places_in_use() -> Select[PlaceKind, int, str]:
    found = select(KnownPlace.kind, KnownPlace.id, KnownPlace.name)
    return found.where(KnownPlace.is_active).order_by(KnownPlace.id)


@cache
def _synonyms_in_use() -> Select[str]:
    return select(SynonymGroup.words).where(SynonymGroup.is_active).order_by(SynonymGroup.id)


@lru_cache(maxsize=4)
def _lexicon(places: tuple[tuple[PlaceKind, int, str], ...], synonyms: tuple[str, ...]) -> Lexicon:
    """Put together once for all searches until somebody changes a place or a synonym."""
    known = [("lugar" if kind in TERRITORY else kind.value, number, name) for kind, number, name in places]
    same = [[stems_of(word) for word in words.split(",")] for words in synonyms]
    return Lexicon(Gazetteer(known), Synonyms(same))


def texts_with(stems: Collection[str]) -> dict[str, int]:
    """How many questions have each of these stems; under EVERY, how many there are. One statement."""
    rows = db.session.execute(_totals(), {"stems": [EVERY, *set(stems)]})
    return {row.stem: row.total for row in rows}


@cache
def _totals() -> Select[str, int]:
    wanted = WordCount.stem.in_(bindparam("stems", expanding=True))
    return select(WordCount.stem, WordCount.total).where(WordCount.kind == CountKind.ALL, wanted)


def scale(stems: Collection[str]) -> Scale:
    """How much each of these stems tells among the questions of this entity."""
    counts = texts_with(stems)
    texts = counts.pop(EVERY, 0)
    return Scale({stem: rarity(total, texts) for stem, total in counts.items()}, rarity(0, texts))


def places(typed: str, page: int) -> Pagination:
    """The places whose name has these letters, by name."""
    found = select(KnownPlace).order_by(KnownPlace.name, KnownPlace.id)
    if typed.strip():
        found = found.where(folded(KnownPlace.name).contains(fold(typed.strip()), autoescape=True))
    return db.paginate(found, page=page, per_page=PER_PAGE, error_out=False)


def counts() -> tuple[int, int]:
    """How many places and how many rows of synonyms are in use."""
    places = select(func.count(KnownPlace.id)).where(KnownPlace.is_active)
    groups = select(func.count(SynonymGroup.id)).where(SynonymGroup.is_active)
    return db.session.scalar(places) or 0, db.session.scalar(groups) or 0


def place(place_id: int) -> KnownPlace:
    """Raises NoResultFound."""
    return db.session.scalars(select(KnownPlace).where(KnownPlace.id == place_id)).one()


def find_places(keys: Collection[str]) -> list[KnownPlace]:
    """The places with these sounds."""
    return list(db.session.scalars(select(KnownPlace).where(KnownPlace.key.in_(keys)).order_by(KnownPlace.id)))


def synonyms() -> list[SynonymGroup]:
    """All groups, by their words."""
    return list(db.session.scalars(select(SynonymGroup).order_by(SynonymGroup.words, SynonymGroup.id)))


def synonym(group_id: int) -> SynonymGroup:
    """Raises NoResultFound."""
    return db.session.scalars(select(SynonymGroup).where(SynonymGroup.id == group_id)).one()


def is_on(name: str) -> bool:
    """Whether a help of the moderation is on."""
    switch = db.session.get(HelpSwitch, name)
    return switch is None or switch.is_on
