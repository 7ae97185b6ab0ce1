"""Shape of what the team types about sheets. The form of a sheet has one short field for each question."""

from typing import Any

from wtforms import Field, HiddenField
from wtforms.validators import DataRequired, InputRequired, NumberRange

from participa.questionnaires.engine import answering, phrasing
from participa.questionnaires.engine.answering import Answers
from participa.questionnaires.engine.definition import Definition, Item, ItemType
from participa.shared.forms import BaseForm, Line, Whole, Words
from participa.surveys.paper import numbering, rules, typing

FREE = frozenset({ItemType.SHORT_TEXT, ItemType.PLACE, ItemType.DATE})
NOT_A_SHEET = "Ese número no es de esta encuesta. Cópielo de la hoja con sus dos letras, por ejemplo 0014-K7."


class PrintForm(BaseForm):
    first = Whole("Desde la hoja", [InputRequired("Escriba el número de la primera hoja."), NumberRange(1, 5000)])
    last = Whole("Hasta la hoja", [InputRequired("Escriba el número de la última hoja."), NumberRange(1, 5000)])

    def validate_last(self, field: Whole) -> None:
        first, last = self.first.data or 0, field.data or 0
        if last < first or last - first >= rules.MOST_AT_ONCE:
            field.errors = [*field.errors, f"Imprima hasta {rules.MOST_AT_ONCE} hojas cada vez, de menor a mayor."]


class SheetNumberForm(BaseForm):
    sheet = Line("Número de la hoja", [DataRequired("Escriba el número que trae la hoja.")], most=20)

    def number_for(self, survey_id: int) -> int | None:
        """The number of the sheet; nothing, and the error said, when it is none of this survey."""
        number = numbering.number_of(survey_id, self.sheet.data or "")
        if number is None:
            self.refuse("sheet", NOT_A_SHEET)
        return number


class VoidForm(SheetNumberForm):
    reason = Words("Por qué no cuenta", [DataRequired("Diga por qué no cuenta, por ejemplo: llegó rota.")], most=300)


class SheetForm(SheetNumberForm):
    """One field for each question, in the order of the paper. `read` gives the answers and says what to mend."""

    mark = HiddenField()
    definition: Definition

    @classmethod
    def of(cls, definition: Definition) -> type["SheetForm"]:
        """The form of a questionnaire."""
        items = definition.to_answer
        fields: dict[str, Any] = {_name(item): _field(number, item) for number, item in enumerate(items, 1)}
        return type("SheetFormOfOne", (cls,), {"definition": definition, **fields})

    @property
    def questions(self) -> list[tuple[Item, Field, str]]:
        """Each question with its field and what to type."""
        return [(item, self[_name(item)], _hint(self.definition, item)) for item in self.definition.to_answer]

    def read(self) -> Answers | None:
        """The answers; nothing, and each error at its field, when something cannot be read."""
        definition = typing.on_paper(self.definition)
        typed = {item.name: str(self[_name(item)].data or "") for item in definition.to_answer}
        answers, errors = typing.read_all(definition.to_answer, typed)
        errors = {**answering.check(definition, definition.items, answers), **errors}
        for name, sentence in errors.items():
            self.refuse(f"q_{name}", sentence)
        return None if errors else answers

    def fill(self, answers: Answers) -> None:
        for item in self.definition.to_answer:
            self[_name(item)].data = typing.write(item, answers.get(item.name))


def _name(item: Item) -> str:
    return f"q_{item.name}"


def _field(number: int, item: Item) -> Field:
    label = f"{number}. {item.label}"
    if item.type is ItemType.LONG_TEXT:
        return Words(label, most=5000)
    return Line(label, most=1000 if item.type in FREE else 600)


def _hint(definition: Definition, item: Item) -> str:
    condition = f"Solo {phrasing.condition_words(definition, item.condition)}." if item.condition else ""
    return " · ".join(part for part in (typing.how_to(item), condition) if part)
