"""One form on its way through the pages of a survey: what it brings, where it stands and where it goes.

Nothing is stored before the end. Earlier answers travel in the form and are looked at again at each step.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from participa.questionnaires.engine import answering, branching, carrying, ordering, showing
from participa.questionnaires.engine.answering import Answers
from participa.questionnaires.engine.definition import Definition, Item
from participa.shared.forms import new_form_key
from participa.surveys import device
from participa.surveys.models import Survey

KEY_LENGTHS = range(16, 65)
PROOF_FIELDS = ("single_use_code", "document_kind", "document_number")
REVIEW = -1


@dataclass(frozen=True)
class Passage:
    """`page` counts from 0; REVIEW is the page where all is read before sending."""

    survey: Survey
    answers: Answers = field(default_factory=dict)
    seed: str = ""
    page: int = 0
    form_key: str = ""
    opened: str = ""
    proof: Mapping[str, str] = field(default_factory=dict)

    @property
    def definition(self) -> Definition:
        return self.survey.version.definition

    @property
    def items(self) -> tuple[Item, ...]:
        return branching.page_items(self.definition, self.answers, self.page)

    @property
    def carried(self) -> str:
        return carrying.write(self.answers, self.seed)

    @property
    def whole_answers(self) -> Answers:
        """What is sent at the end, with the order in which options were shown."""
        return {**self.answers, ordering.ORDER: ordering.orders(self.definition.items, self.seed)}

    @property
    def has_before(self) -> bool:
        return self.page_before is not None

    @property
    def page_before(self) -> int | None:
        last = len(self.definition.pages) if self.page == REVIEW else self.page
        return branching.page_before(self.definition, self.answers, last)

    @property
    def number(self) -> int:
        """Which page this is of those that these answers let see, counted from 1."""
        before = (p for p in range(self.page) if branching.page_items(self.definition, self.answers, p))
        return sum(1 for _ in before) + 1

    def shown(self, errors: Mapping[str, str] | None = None) -> list[showing.Shown]:
        return showing.show(self.items, self.answers, errors, self.seed)

    def errors(self) -> dict[str, str]:
        return answering.check(self.definition, self.items, self.answers)

    def at(self, page: int) -> "Passage":
        return replace(self, page=page)

    def onward(self) -> "Passage":
        following = branching.page_after(self.definition, self.answers, self.page)
        return self.at(REVIEW if following is None else following)

    def back(self) -> "Passage":
        before = self.page_before
        return self if before is None else self.at(before)

    def moved(self, asked: str) -> "Passage":
        """After a button of a ranking was pressed."""
        return replace(self, answers=ordering.move(self.items, self.answers, asked, self.seed))

    def page_of(self, name: str) -> int:
        """The page of an item; the first when no page has it."""
        found = (number for number, page in enumerate(self.definition.pages) if any(one.name == name for one in page))
        return next(found, 0)

    def content(self) -> dict[str, Any]:
        """What is kept of it half way, without the proof: a number of a document is never stored."""
        return {"answers": self.answers, "seed": self.seed, "page": self.page, "form_key": self.form_key}


def first(survey: Survey) -> Passage:
    """A new form, on its first page."""
    start = branching.first_page(survey.version.definition, {}) or 0
    return Passage(survey, {}, new_form_key(), start, new_form_key(), device.opened_now())


def sent(survey: Survey, fields: MultiDict[str, str]) -> Passage:
    """The form as it was sent, with what was typed on its page. It never raises."""
    definition = survey.version.definition
    brought = carrying.read(definition, fields.get("carried", ""), new_form_key())
    here = Passage(survey, brought.answers, brought.seed, _page(definition, fields), _key(fields))
    here = replace(here, opened=fields.get("opened", "") or device.opened_now(), proof=_proof(fields))
    if "carried" not in fields or "typed" not in fields:
        return here
    typed = answering.read(here.items, fields.to_dict(flat=False))
    kept = {name: value for name, value in brought.answers.items() if name not in {one.name for one in here.items}}
    return replace(here, answers={**kept, **typed})


def resumed(survey: Survey, content: Mapping[str, Any]) -> Passage:
    """A form that was left half way."""
    definition = survey.version.definition
    brought = carrying.read(definition, carrying.write(content["answers"], content["seed"]), new_form_key())
    page = content["page"] if content["page"] in range(len(definition.pages)) else REVIEW
    return Passage(survey, brought.answers, brought.seed, page, content["form_key"], device.opened_now())


def _page(definition: Definition, fields: MultiDict[str, str]) -> int:
    asked = fields.get("page", 0, type=int)
    return asked if asked == REVIEW or asked in range(len(definition.pages)) else 0


def _key(fields: MultiDict[str, str]) -> str:
    typed = fields.get("form_key", "")
    is_good = len(typed) in KEY_LENGTHS and typed.replace("-", "").replace("_", "").isalnum() and typed.isascii()
    return typed if is_good else new_form_key()


def _proof(fields: MultiDict[str, str]) -> dict[str, str]:
    return {name: fields.get(name, "")[:60] for name in PROOF_FIELDS if fields.get(name)}
