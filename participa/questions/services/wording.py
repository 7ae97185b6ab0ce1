"""The places and synonyms of the entity, and its helps: kept by moderation, also while a hearing goes on.

Raised: Forbidden, Invalid.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from participa.accounts.models import User
from participa.extensions import db
from participa.questions import rules
from participa.questions.models import HelpSwitch, KnownPlace, PlaceKind, SynonymGroup
from participa.questions.queries import words as queries
from participa.questions.services.steps import NOT_NOW
from participa.shared import audit
from participa.shared.errors import Forbidden, Invalid
from participa.shared.similarity.places import sounds_of_name
from participa.shared.similarity.words import stems_of

FEWEST_SYNONYMS = 2


@dataclass(frozen=True)
class Added:
    """How many rows of a list are new, and how many were already known."""

    new: int
    known: int


def add_places(actor: User, kind: PlaceKind, names: Sequence[str]) -> Added:
    """Add each name that is not known yet; one that was switched off is in use again."""
    _check_may(actor)
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(_key(kind, name), name)
    known = {place.key: place for place in queries.find_places(list(wanted))}
    for place in known.values():
        place.is_active = True
    new = [KnownPlace(kind=kind, name=name, key=key) for key, name in wanted.items() if key not in known]
    db.session.add_all(new)
    db.session.flush()  # the history names the first
    _note("place.added", new, actor)
    return Added(len(new), len(names) - len(new))


def change_place(place: KnownPlace, actor: User, kind: PlaceKind, name: str) -> None:
    """Give a place another name or kind."""
    _check_may(actor)
    key = _key(kind, name)
    if any(other.id != place.id for other in queries.find_places([key])):
        raise Invalid("Ya hay un lugar con ese nombre.")
    place.kind, place.name, place.key = kind, name, key
    audit.record("place.changed", place, actor)


def switch_place(place: KnownPlace, actor: User, is_active: bool) -> None:
    """Stop telling questions apart by a place, or begin again."""
    _check_may(actor)
    if place.is_active is not is_active:
        place.is_active = is_active
        audit.record("place.switched", place, actor, is_active=is_active)


def _key(kind: PlaceKind, name: str) -> str:
    sounds = sounds_of_name(name)
    if not sounds:
        raise Invalid(f"«{name}» no es un nombre. Revíselo.")
    return f"{kind.value} {' '.join(sounds)}"


def add_synonyms(actor: User, lines: Sequence[str]) -> Added:
    """Add each line of words with the same meaning; a line that is already there is left alone."""
    _check_may(actor)
    wanted = [_tidy(line) for line in lines]
    known = {group.words for group in queries.synonyms()}
    new: list[SynonymGroup] = []
    for words in dict.fromkeys(words for words in wanted if words not in known):
        group = SynonymGroup(words=words, is_active=True)
        _check_synonyms(group, [*queries.synonyms(), *new])
        new.append(group)
    db.session.add_all(new)
    db.session.flush()  # the history names the first
    _note("synonyms.added", new, actor)
    return Added(len(new), len(wanted) - len(new))


def change_synonyms(group: SynonymGroup, actor: User, line: str) -> None:
    _check_may(actor)
    words = _tidy(line)
    _check_synonyms(SynonymGroup(words=words), [other for other in queries.synonyms() if other.id != group.id])
    group.words = words
    audit.record("synonyms.changed", group, actor)


def switch_synonyms(group: SynonymGroup, actor: User, is_active: bool) -> None:
    """Stop taking the words for the same, or begin again."""
    _check_may(actor)
    if is_active:
        _check_synonyms(group, [other for other in queries.synonyms() if other.id != group.id])
    if group.is_active is not is_active:
        group.is_active = is_active
        audit.record("synonyms.switched", group, actor, is_active=is_active)


def _tidy(line: str) -> str:
    return ", ".join(SynonymGroup(words=line).each)


def _check_synonyms(group: SynonymGroup, others: Iterable[SynonymGroup]) -> None:
    """Raise Invalid when two words do not remain, or one of them already means something else."""
    said = {tuple(stems_of(word)): word for word in group.each if stems_of(word)}
    if len(said) < FEWEST_SYNONYMS:
        raise Invalid(f"«{group.words}» necesita al menos dos palabras distintas, separadas por comas.")
    for other in others:
        taken = next((said[stems] for word in other.each if (stems := tuple(stems_of(word))) in said), None)
        if other.is_active and taken:
            raise Invalid(f"«{taken}» ya está en otra fila: {other.words}. Agréguela allí.")


def switch_help(actor: User, name: str, is_on: bool) -> None:
    """Switch one of the helps of the moderation on or off. Nothing else changes."""
    _check_may(actor)
    if queries.is_on(name) is is_on:
        return
    switch = db.session.get(HelpSwitch, name) or HelpSwitch(name=name)
    switch.is_on = is_on
    db.session.add(switch)
    audit.record("help.switched", switch, actor, name=name, is_on=is_on)


def _check_may(actor: User) -> None:
    if not rules.may_keep_words(actor):
        raise Forbidden(NOT_NOW)


def _note(verb: str, new: Sequence[KnownPlace] | Sequence[SynonymGroup], actor: User) -> None:
    if new:
        audit.record(verb, new[0], actor, amount=len(new))
