"""Writing a draft: its items, their order and their conditions."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from participa.accounts.models import User
from participa.questionnaires.engine.definition import (
    MOST_ITEMS,
    Condition,
    Definition,
    Item,
    Look,
    from_document,
    to_document,
)
from participa.questionnaires.models import QuestionnaireVersion
from participa.questionnaires.services.permission import Changed, open_draft, write
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Invalid, NotFound
from participa.shared.marks import mark_of
from participa.shared.slugs import to_slug

UNDONE_WITHIN = timedelta(hours=24)
MOST_TESTS = 10
CHANGED = "Otra persona cambió esta pregunta mientras usted escribía. Si guarda otra vez, queda lo suyo."
GONE = "Otra persona quitó esta pregunta mientras usted escribía. Copie su texto y agréguela de nuevo."
NO_ITEM = "Esa pregunta ya no está en el cuestionario."
TOO_MANY = f"Un cuestionario tiene {MOST_ITEMS} preguntas o menos."
TOO_LATE = "Ya pasó el día para deshacer. Escriba la pregunta de nuevo."
LONGEST_NAME = 30


def mark(item: Item) -> str:
    """Another one when any of it changes."""
    return mark_of(item)


def write_texts(version: QuestionnaireVersion, intro: str, thanks: str, actor: User | None, seen: str = "") -> None:
    """The words before the first question and after the last one. Raises as `open_draft`, and Changed."""
    definition = open_draft(version, actor)
    if seen and seen != texts_mark(definition):
        raise Changed("Otra persona cambió estos textos mientras usted escribía. Si guarda otra vez, queda lo suyo.")
    write(version, replace(definition, intro=intro, thanks=thanks))
    audit.record("questionnaire.write_texts", version, actor)


def texts_mark(definition: Definition) -> str:
    return mark_of((definition.intro, definition.thanks))


def add_item(version: QuestionnaireVersion, item: Item, actor: User | None, after: str = "") -> Item:
    """A new item, after another one or at the end. Its name comes from its words. Raises as `open_draft`."""
    definition = open_draft(version, actor)
    _check_room(definition)
    named = replace(item, name=fresh_name(definition, item.label))
    places = [place for place, one in enumerate(definition.items, 1) if one.name == after]
    _insert(version, definition, named, places[0] if places else len(definition.items))
    audit.record("questionnaire.add_item", version, actor, item=named.name)
    return named


def fresh_name(definition: Definition, label: str) -> str:
    """A name that no item has: words of the label, short enough for columns of a table."""
    slug = to_slug(label, otherwise="pregunta")[:LONGEST_NAME].strip("-").replace("-", "_")
    slug = slug if slug[:1].isalpha() else f"p_{slug}"
    taken = {item.name for item in definition.items}
    names = (slug if number == 1 else f"{slug}_{number}" for number in count(1))
    return next(name for name in names if name not in taken)


def _check_room(definition: Definition) -> None:
    if len(definition.items) >= MOST_ITEMS:
        raise Conflict(TOO_MANY)


def _insert(version: QuestionnaireVersion, definition: Definition, item: Item, place: int) -> None:
    write(version, replace(definition, items=(*definition.items[:place], item, *definition.items[place:])))


def change_item(version: QuestionnaireVersion, item: Item, actor: User | None, seen: str = "") -> None:
    """Write an item anew; its condition stays as it is.

    `seen` is its mark when this person opened it: Changed is raised when it has another one by now. Invalid is raised
    when an option goes that the condition of a later item looks at.
    """
    definition = open_draft(version, actor)
    present = _find(definition, item.name, GONE)
    if seen and seen != mark(present):
        raise Changed(CHANGED)
    changed = replace(item, condition=present.condition)
    _check_looked_at(definition, changed)
    _write_item(version, definition, changed)
    audit.record("questionnaire.change_item", version, actor, item=item.name)


def _check_looked_at(definition: Definition, item: Item) -> None:
    codes = {option.code for option in item.options}
    for later, test in _tests_on(definition, item.name):
        if item.options and test.value and test.value not in codes:
            raise Invalid(f"La condición de «{later.label}» mira una opción que usted quitó. Cámbiela antes.")


def _tests_on(definition: Definition, name: str) -> Iterable[tuple[Item, Look]]:
    for item in definition.items:
        for test in item.condition.tests if item.condition else ():
            if test.item == name:
                yield item, test


def dependents(definition: Definition, name: str) -> list[Item]:
    """The items whose condition looks at this one."""
    return list({item.name: item for item, _ in _tests_on(definition, name)}.values())


def _find(definition: Definition, name: str, otherwise: str = NO_ITEM) -> Item:
    try:
        return definition.item(name)
    except KeyError:
        raise (NotFound if otherwise == NO_ITEM else Changed)(otherwise) from None


def _write_item(version: QuestionnaireVersion, definition: Definition, changed: Item) -> None:
    items = tuple(changed if item.name == changed.name else item for item in definition.items)
    write(version, replace(definition, items=items))


def move_item(version: QuestionnaireVersion, name: str, place: int, actor: User | None) -> None:
    """Put an item in a place, counted from 1; beyond the ends, at the end.

    Raises Conflict when a condition would look forward, besides what `open_draft` raises.
    """
    definition = open_draft(version, actor)
    item = _find(definition, name)
    others = [one for one in definition.items if one.name != name]
    place = min(max(place, 1), len(definition.items)) - 1
    moved = replace(definition, items=(*others[:place], item, *others[place:]))
    _check_looks_back(moved)
    write(version, moved)
    audit.record("questionnaire.move_item", version, actor, item=name, place=place + 1)


def shift_item(version: QuestionnaireVersion, name: str, is_up: bool, actor: User | None) -> None:
    """One place up or down, from where it stands by now."""
    definition = open_draft(version, actor)
    _find(definition, name)
    present = [item.name for item in definition.items].index(name) + 1
    move_item(version, name, present - 1 if is_up else present + 1, actor)


def _check_looks_back(definition: Definition) -> None:
    before: set[str] = set()
    for item in definition.items:
        for test in item.condition.tests if item.condition else ():
            if test.item not in before:
                earlier = definition.item(test.item).label
                raise Conflict(f"No se movió: «{item.label}» depende de «{earlier}» y debe ir después.")
        before.add(item.name)


def duplicate_item(version: QuestionnaireVersion, name: str, actor: User | None) -> Item:
    """A copy right after it, with a name of its own and its condition."""
    definition = open_draft(version, actor)
    _check_room(definition)
    item = _find(definition, name)
    copy = replace(item, name=fresh_name(definition, item.label))
    _insert(version, definition, copy, definition.items.index(item) + 1)
    audit.record("questionnaire.duplicate_item", version, actor, item=copy.name)
    return copy


def remove_item(version: QuestionnaireVersion, name: str, actor: User | None) -> None:
    """Take an item out; for a day it can be put back. Raises Conflict while a condition looks at it."""
    definition = open_draft(version, actor)
    item = _find(definition, name)
    if later := dependents(definition, name):
        names = ", ".join(f"«{one.label}»" for one in later[:3])
        raise Conflict(f"No se quitó: hay condiciones que la miran. Cambie antes la condición de {names}.")
    kept = {"item": to_document(Definition((item,)))["items"][0], "place": definition.items.index(item)}
    version.removed = [*recently_removed(version, now()), {**kept, "at": now().isoformat()}]
    write(version, replace(definition, items=tuple(one for one in definition.items if one.name != name)))
    audit.record("questionnaire.remove_item", version, actor, item=name)


def recently_removed(version: QuestionnaireVersion, at: datetime) -> list[dict[str, Any]]:
    """What was taken out within the last day, the oldest first."""
    return [kept for kept in version.removed if at - datetime.fromisoformat(kept["at"]) < UNDONE_WITHIN]


def put_back(version: QuestionnaireVersion, name: str, actor: User | None, at: datetime | None = None) -> Item:
    """Put the item that was taken out last under this name back in its place. Raises Conflict after a day."""
    definition = open_draft(version, actor)
    _check_room(definition)
    kept = next((one for one in reversed(recently_removed(version, at or now())) if one["item"]["name"] == name), None)
    if kept is None:
        raise Conflict(TOO_LATE)
    item = from_document({"items": [kept["item"]]}).items[0]
    if any(one.name == name for one in definition.items):
        item = replace(item, name=fresh_name(definition, item.label))
    place = min(kept["place"], len(definition.items))
    item = replace(item, condition=_still_good(definition, item.condition, place))
    version.removed = [one for one in version.removed if one is not kept]
    _insert(version, definition, item, place)
    audit.record("questionnaire.put_back_item", version, actor, item=item.name)
    return item


def _still_good(definition: Definition, condition: Condition | None, place: int) -> Condition | None:
    """What is left of a condition when the draft changed since."""
    before = {item.name for item in definition.items[:place]}
    tests = tuple(test for test in condition.tests if test.item in before) if condition else ()
    return Condition(tests, condition.needs_all) if condition and tests else None


def add_test(version: QuestionnaireVersion, name: str, test: Look, actor: User | None) -> None:
    """One more look at an earlier answer before an item is shown. Raises Invalid when it would not look back."""
    definition = open_draft(version, actor)
    item = _find(definition, name)
    if test.item not in {one.name for one in earlier(definition, name)}:
        raise Invalid("Elija una pregunta que esté antes.")
    condition = item.condition or Condition(())
    if len(condition.tests) >= MOST_TESTS:
        raise Invalid(f"Una condición mira {MOST_TESTS} respuestas o menos.")
    if test not in condition.tests:
        _set_condition(version, name, replace(condition, tests=(*condition.tests, test)), actor)


def earlier(definition: Definition, name: str) -> list[Item]:
    """The items that a condition of this one may look at: those that are answered before it."""
    names = [item.name for item in definition.items]
    return [item for item in definition.items[: names.index(name)] if item.is_answered]


def drop_test(version: QuestionnaireVersion, name: str, test: Look, actor: User | None) -> None:
    """That look is no longer needed; without any, the item is always shown."""
    condition = _find(open_draft(version, actor), name).condition
    tests = tuple(one for one in condition.tests if one != test) if condition else ()
    _set_condition(version, name, replace(condition, tests=tests) if condition and tests else None, actor)


def join_tests(version: QuestionnaireVersion, name: str, needs_all: bool, actor: User | None) -> None:
    """Whether all of the looks must hold, or one is enough."""
    condition = _find(open_draft(version, actor), name).condition
    if condition is not None:
        _set_condition(version, name, replace(condition, needs_all=needs_all), actor)


def _set_condition(version: QuestionnaireVersion, name: str, condition: Condition | None, actor: User | None) -> None:
    definition = version.definition
    _write_item(version, definition, replace(_find(definition, name), condition=condition))
    audit.record("questionnaire.condition", version, actor, item=name)
