"""The extra questions of a space inside the form of a registration.

All are on one page, so that it works without JavaScript: one that depends on another says in words when to answer it,
and what an answer hides is dropped here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from participa.questionnaires.engine import answering, ordering, phrasing, showing
from participa.questionnaires.engine.answering import Answers, Checked
from participa.questionnaires.engine.definition import Definition, Item
from participa.questionnaires.models import QuestionnaireVersion
from participa.registrations.application import Extra

MOVE = "mover"


class ExtraForm:
    """What was kept or sent for the questions of a version; without a version there is nothing to ask.

    `seed` decides the order of options shown by chance. `is_lenient`: the team may leave out what is required.
    """

    def __init__(self, version: QuestionnaireVersion | None = None, seed: str = "", is_lenient: bool = False) -> None:
        self.version, self.seed = version, seed
        self.definition = _lenient(version.definition, is_lenient) if version else Definition()
        self.answers: Answers = {}
        self.errors: dict[str, str] = {}
        self._order: dict[str, list[str]] = ordering.orders(self.definition.items, seed) if seed else {}

    def fill(self, kept: Mapping[str, Any]) -> None:
        """Show what a registration answered before; the order in which it saw the options stays with it."""
        self.answers = {name: value for name, value in kept.items() if name != ordering.ORDER}
        self._order = kept.get(ordering.ORDER, {})

    def take(self, fields: Mapping[str, Sequence[str]]) -> bool:
        """Read what was sent; true when it was only a button that moves an option of a ranking."""
        self.answers = answering.read(self.definition.items, fields)
        asked = next(iter(fields.get(MOVE, ())), "")
        if asked:
            self.answers = ordering.move(self.definition.items, self.answers, asked, self.seed)
        return bool(asked)

    def check(self) -> bool:
        """Note what to mend in what was sent; whether nothing is."""
        self.errors = self._whole().errors
        return not self.errors

    def _whole(self) -> Checked:
        return answering.whole(self.definition, {**self.answers, ordering.ORDER: self._order})

    @property
    def given(self) -> Extra | None:
        """What is kept: nothing when the space asks nothing."""
        return Extra(self.version.id, self._whole().answers) if self.version else None

    @property
    def shown(self) -> list[showing.Shown]:
        """The items, each with the words that say when to answer it."""
        items = [self._explained(item) for item in self.definition.items]
        return showing.show(items, self.answers, self.errors, self.seed)

    def _explained(self, item: Item) -> Item:
        if item.condition is None:
            return item
        when = f"Responda solo {phrasing.condition_words(self.definition, item.condition)}."
        return replace(item, help=f"{when} {item.help}".strip())

    @property
    def linked_errors(self) -> list[tuple[str, str]]:
        """For the summary of errors: the id of a control, and what to mend there."""
        return [(one.first_control, f"{one.item.label}: {one.error}") for one in self.shown if one.error]


def _lenient(definition: Definition, is_lenient: bool) -> Definition:
    if not is_lenient:
        return definition
    return replace(definition, items=tuple(replace(item, is_required=False) for item in definition.items))
