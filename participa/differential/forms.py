"""The shape of the answers about groups: all optional, «Prefiero no responder» chosen beforehand, one permission."""

from typing import Any

from wtforms import BooleanField, Field, HiddenField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from participa.differential.models import CONSENT_WORDS, NO_ANSWER, NOBODY_ELSE, QUESTIONS, GroupQuestion
from participa.shared.forms import BaseForm, FormKey, new_form_key

NOTHING_SAID = "Escoja al menos una respuesta. Si prefiere no responder, puede cerrar esta página."
NOT_ALLOWED = "Marque esta casilla para que podamos sumar sus respuestas. Sin su permiso no se guarda nada."


def _field(question: GroupQuestion) -> Field:
    choices = [SelectChoice(code, label) for code, label in question.offered.items()]
    if not question.several:
        return RadioField(question.words, choices=choices, default=NO_ANSWER)
    boxes = ListWidget(prefix_label=False)
    return SelectMultipleField(question.words, choices=choices, widget=boxes, option_widget=CheckboxInput())


class AnswerForm(BaseForm):
    """One set of answers. The key of the form is the permit: of the registration, or made with the page."""

    form_key = FormKey()
    gender, age, ethnicity, disability, condition = map(_field, QUESTIONS)
    consent = BooleanField(CONSENT_WORDS, [DataRequired(NOT_ALLOWED)])

    def validate(self, extra_validators: Any = None) -> bool:
        is_shaped = super().validate(extra_validators)
        if self.form_key.errors:
            self.form_key.data = new_form_key()
        if is_shaped and not any(set(chosen) - {NO_ANSWER} for chosen in self.answers().values()):
            self.refuse("gender", NOTHING_SAID)
        return is_shaped and not self.errors

    def answers(self) -> dict[str, list[str]]:
        """The choices by question. «Ninguna» beside others says nothing; nothing chosen is «no_answer»."""
        return {question.key: _meant(self[question.key].data, question) for question in QUESTIONS}


def _meant(data: Any, question: GroupQuestion) -> list[str]:
    chosen = list(data or []) if question.several else [data or NO_ANSWER]
    belongs = [choice for choice in chosen if choice not in NOBODY_ELSE]
    if belongs:
        return belongs
    return chosen[:1] or [NO_ANSWER]


class PermitForm(BaseForm):
    """The permit that a receipt carries."""

    permit = HiddenField("", [Regexp(r"^[0-9a-f]{32}$", message="Vuelva a su comprobante e intente otra vez.")])
