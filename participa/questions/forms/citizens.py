"""Shape of what citizens send: a question, a follow code, and what the public list is asked for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired
from wtforms.widgets import ListWidget, RadioInput

from participa.questions.asking import PetitionForm, labelled
from participa.questions.models import KIND_LABELS, Kind
from participa.questions.submission import Submission
from participa.shared.forms import BaseForm, Line, OneOf, Words

Choices = Sequence[tuple[int, str]]


class OfferedList(OneOf):
    """A choice among rows of the database, which is asked only when the list is shown or somebody chose from it."""

    offer: Callable[[], Choices] = staticmethod(list)
    none_label = "No sé"

    def iter_choices(self) -> Iterator[Any]:
        self._fill()
        return super().iter_choices()

    def pre_validate(self, form: Any) -> None:
        if self.data is not None:
            self._fill()
            super().pre_validate(form)

    def _fill(self) -> None:
        rows = [SelectChoice(str(number), label) for number, label in self.offer()]
        self.choices = [SelectChoice("", self.none_label), *rows]


class OfferedOptions(OfferedList):
    """The same as options that are all in view."""

    widget = ListWidget(prefix_label=False)
    option_widget = RadioInput()


def number_or_none(value: object) -> int | None:
    return int(str(value)) if value not in (None, "", "None") else None


class AskForm(PetitionForm):
    """A question, and what may be told about it."""

    kind = OneOf("¿Qué es?", coerce=Kind, choices=labelled(KIND_LABELS), default=Kind.QUESTION)
    topic = OfferedOptions("¿De qué tema?", coerce=number_or_none)
    department = OfferedList("¿Qué oficina debería responder?", coerce=number_or_none)
    neighbourhood = Line("Su barrio o vereda", most=120)

    @property
    def shows_details(self) -> bool:
        """Whether the part about the question must be open."""
        chosen = self.topic.data or self.department.data or self.neighbourhood.data or self.kind.data != Kind.QUESTION
        return bool(chosen or any(self[name].errors for name in ("kind", "topic", "department", "neighbourhood")))

    def submission(self) -> Submission:
        about = {"kind": self.kind.data, "topic_id": self.topic.data, "department_id": self.department.data}
        return replace(super().submission(), neighbourhood=self.neighbourhood.data or "", **about)


class FollowForm(BaseForm):
    """The code of a receipt, as somebody types it."""

    code = Line("Su código de seguimiento", [DataRequired("Escriba su código de seguimiento.")], most=60)


class FileForm(BaseForm):
    """Which file of the answer who asked wants to have."""

    code = HiddenField(validators=[DataRequired("Escriba otra vez su código de seguimiento.")])
    name = HiddenField(validators=[DataRequired("Recargue la página: falta un dato del formulario.")])


class AuthorForm(BaseForm):
    """What who asked writes from the follow page, with the code of the receipt in the body."""

    gives_code_back: ClassVar[bool] = True
    code = HiddenField(validators=[DataRequired("Escriba otra vez su código de seguimiento.")])
    words = Words("Sus palabras", [DataRequired("Escriba sus palabras.")], most=2000)


class ClarifyForm(AuthorForm):
    words = Words("Su aclaración", [DataRequired("Escriba su aclaración.")], most=2000)


class ObjectForm(AuthorForm):
    words = Words("Por qué su pregunta es distinta", [DataRequired("Escriba por qué es distinta.")], most=2000)
