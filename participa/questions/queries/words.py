"""Reads of the places and synonyms of the entity, and of how many questions have each stem."""

from collections.abc import Collection

from sqlalchemy import select

from participa.extensions import db
from participa.questions.models import CountKind, HelpSwitch, KnownPlace, SynonymGroup, WordCount
from participa.shared.similarity.likeness import Synonyms, rarity
from participa.shared.similarity.places import Gazetteer
from participa.shared.similarity.reading import Lexicon, Scale
from participa.shared.similarity.words import stems_of

SUGGESTIONS = "suggestions"
EVERY = ""  # the stem under which the questions themselves are counted
TERRITORY = frozenset({"vereda", "barrio"})


def lexicon() -> Lexicon:
    """The places and synonyms in use; two statements."""
    places = select(KnownPlace.kind, KnownPlace.id, KnownPlace.name).where(KnownPlace.is_active).order_by(KnownPlace.id)
    groups = select(SynonymGroup).where(SynonymGroup.is_active).order_by(SynonymGroup.id)
    known = [
        ("lugar" if kind in TERRITORY else kind.value, number, name)
        for kind, number, name in db.session.execute(places)
    ]
    same = [[stems_of(words) for words in group.each] for group in db.session.scalars(groups)]
    return Lexicon(Gazetteer(known), Synonyms(same))


def texts_with(stems: Collection[str]) -> dict[str, int]:
    """How many questions have each of these stems; under EVERY, how many there are. One statement."""
    wanted = select(WordCount.stem, WordCount.total).where(
        WordCount.kind == CountKind.ALL, WordCount.stem.in_({EVERY, *stems})
    )
    return {row.stem: row.total for row in db.session.execute(wanted)}


def scale(stems: Collection[str]) -> Scale:
    """How much each of these stems tells among the questions of this entity."""
    counts = texts_with(stems)
    texts = counts.pop(EVERY, 0)
    return Scale({stem: rarity(total, texts) for stem, total in counts.items()}, rarity(0, texts))


def places() -> list[KnownPlace]:
    """All places, by kind and name."""
    return list(db.session.scalars(select(KnownPlace).order_by(KnownPlace.kind, KnownPlace.name, KnownPlace.id)))


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
