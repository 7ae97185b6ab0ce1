"""Shape of a correction: every word of a questionnaire that was used, and why it changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from wtforms import HiddenField
from wtforms.validators import DataRequired

from participa.questionnaires.engine.definition import Definition, Item, Option
from participa.shared.forms import BaseForm, Words
from participa.shared.html import to_line, to_plain

LONGEST = {"label": 500, "help": 1000, "options": 200, "rows": 200}
NAMED = {"label": "Una pregunta", "help": "Una ayuda", "options": "Una opción", "rows": "Una fila"}
EMPTY = "Ningún texto puede quedar vacío."


class CorrectionForm(BaseForm):
    """The words that every correction has. Those of the items are read by `corrected`."""

    seen = HiddenField()
    intro = Words("Texto del comienzo", most=2000)
    thanks = Words("Texto del final", most=2000)
    reason = Words("¿Por qué se corrige?", [DataRequired("Escriba por qué se corrige.")], most=500)


@dataclass(frozen=True)
class Word:
    """One field of the page: its name, what it is called and what it says now."""

    name: str
    label: str
    value: str


def words_of(item: Item) -> list[Word]:
    """The fields of an item."""
    return list(_words(item))


def _words(item: Item) -> Iterator[Word]:
    yield Word(f"label-{item.name}", "Pregunta" if item.is_answered else "Título", item.label)
    yield Word(f"help-{item.name}", "Ayuda" if item.is_answered else "Texto", item.help)
    for place, row in enumerate(item.rows, 1):
        yield Word(f"rows-{item.name}-{row.code}", f"Fila {place}", row.label)
    for place, option in enumerate(item.options, 1):
        yield Word(f"options-{item.name}-{option.code}", f"Opción {place}", option.label)


def corrected(definition: Definition, form: CorrectionForm, fields: Mapping[str, str]) -> Definition:
    """The definition with the words that were typed; what did not come stays."""
    items = tuple(_corrected(item, fields) for item in definition.items)
    return Definition(items, form.intro.data or "", form.thanks.data or "")


def _corrected(item: Item, fields: Mapping[str, str]) -> Item:
    def said(kind: str, present: Option) -> Option:
        typed = fields.get(f"{kind}-{item.name}-{present.code}", present.label)
        return Option(present.code, to_line(typed))

    return replace(
        item,
        label=to_plain(fields.get(f"label-{item.name}", item.label)),
        help=to_plain(fields.get(f"help-{item.name}", item.help)),
        options=tuple(said("options", option) for option in item.options),
        rows=tuple(said("rows", row) for row in item.rows),
    )


def wrong_words(definition: Definition) -> list[str]:
    """What to mend in the words, in whole sentences."""
    return list(dict.fromkeys(sentence for item in definition.items for sentence in _wrong(item)))


def _wrong(item: Item) -> Iterator[str]:
    listed = {"options": [one.label for one in item.options], "rows": [one.label for one in item.rows]}
    texts = {"label": [item.label], **listed}
    if not all(text for found in texts.values() for text in found):
        yield EMPTY
    for kind, found in {**texts, "help": [item.help]}.items():
        if any(len(text) > LONGEST[kind] for text in found):
            yield f"{NAMED[kind]} de más de {LONGEST[kind]} letras no cabe. Acorte el texto."
