"""The lists of the sheet «choices», as options."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from participa.questionnaires.engine.definition import DECLINED, MOST_OPTIONS, Option
from participa.questionnaires.exchange.brought import Unread
from participa.questionnaires.exchange.document import CODE
from participa.questionnaires.exchange.xlsform.sheets import Line
from participa.shared.html import to_line
from participa.shared.slugs import to_slug

LONGEST_LABEL = 200


@dataclass
class OptionList:
    """The options of a list. `codes`: as they were written and as they are now, when that is not the same."""

    options: list[Option] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    may_decline: bool = False
    unread: list[Unread] = field(default_factory=list)


def lists_of(lines: Sequence[Line]) -> Mapping[str, OptionList]:
    """The lists by their names."""
    lists: dict[str, OptionList] = {}
    for line in lines:
        found = lists.setdefault(line["list_name"], OptionList())
        name = line["name"] or line["value"]
        if not name:
            found.unread.append(Unread(line.where, "La opción no tiene nombre; no se leyó."))
        elif name == DECLINED:
            found.may_decline = True
        elif len(found.options) >= MOST_OPTIONS:
            found.unread.append(Unread(line.where, f"La lista tiene más de {MOST_OPTIONS} opciones; esta no se leyó."))
        else:
            _add(found, name, line)
        found.unread += [
            Unread(line.where, f"La columna «{column[:40]}» no se lee.")
            for column in line.cells
            if column not in KNOWN and not column.startswith(("$", "_", "label::"))
        ]
    return lists


KNOWN = {"list_name", "name", "value", "label"}


def _add(found: OptionList, name: str, line: Line) -> None:
    taken = {option.code for option in found.options}
    code = name if CODE.fullmatch(name) else re.sub(r"\W", "_", to_slug(name, "opcion"))[:40]
    if code in taken or name in found.codes:
        found.unread.append(Unread(line.where, f"La opción «{name[:40]}» está repetida en su lista; no se leyó."))
        return
    label = to_line(line["label"] or name)
    if len(label) > LONGEST_LABEL:
        found.unread.append(Unread(line.where, f"La opción tiene más de {LONGEST_LABEL} letras; se cortó."))
    if code != name:
        found.codes[name] = code
    found.options.append(Option(code, label[:LONGEST_LABEL]))
