"""What was answered on earlier pages travels in the form, in one hidden field: nothing is stored before the end.

It comes back from outside: it is read like anything that people send, and `answering.whole` looks at it all again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from participa.questionnaires.engine.answering import Answers
from participa.questionnaires.engine.branching import is_empty
from participa.questionnaires.engine.definition import Definition, ItemType

FIELD = "carried"
MOST_LETTERS = 400_000
LONGEST_SEED = 64


@dataclass(frozen=True)
class Carried:
    """The answers of the pages before, and the seed of the order in which this form shows its options."""

    answers: Answers = field(default_factory=dict)
    seed: str = ""


def write(answers: Mapping[str, Any], seed: str) -> str:
    """The text of the hidden field."""
    return json.dumps({"seed": seed, "answers": answers}, ensure_ascii=False, separators=(",", ":"))


def read(definition: Definition, text: str, new_seed: str) -> Carried:
    """What the field brings of this questionnaire; `new_seed` begins a form that brings none. It never raises.

    A file is left out: its name says whose it is, so only who keeps the file may write it among the answers.
    """
    parts = _parts(text)
    told, seed = parts.get("answers"), parts.get("seed")
    told = told if isinstance(told, dict) else {}
    taken = {item.name: told.get(item.name) for item in definition.to_answer if item.type is not ItemType.FILE}
    answers = {name: value for name, value in taken.items() if not is_empty(value) and _is_plain(value)}
    return Carried(answers, seed if isinstance(seed, str) and 0 < len(seed) <= LONGEST_SEED else new_seed)


def _parts(text: str) -> dict[str, Any]:
    if len(text) > MOST_LETTERS:
        return {}
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()  # half of a letter, which no page can show
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _is_plain(value: Any) -> bool:
    """Whether it has the form of an answer: a text, a number, a list of codes, or one of them for each part."""
    if isinstance(value, list):
        return all(isinstance(code, str) for code in value)
    if isinstance(value, dict):
        return all(isinstance(part, str | int) for part in value.values())
    return isinstance(value, str | int)
