"""What may still change once somebody answered: the words, never what the answers stand on."""

from dataclasses import replace

from participa.questionnaires.engine.definition import Definition, Item, Option


def same_structure(one: Definition, other: Definition) -> bool:
    """Whether both ask the same and differ in nothing but words.

    Words are the labels and helps of the items, the labels of options and rows, the introduction and the thanks.
    Names, types, codes, their order, limits, what is required and the conditions are the structure.
    """
    return skeleton(one) == skeleton(other)


def skeleton(definition: Definition) -> tuple[Item, ...]:
    """The items without their words."""
    return tuple(_bones(item) for item in definition.items)


def _bones(item: Item) -> Item:
    return replace(item, label="", help="", options=_codes(item.options), rows=_codes(item.rows))


def _codes(options: tuple[Option, ...]) -> tuple[Option, ...]:
    return tuple(Option(option.code, "") for option in options)
