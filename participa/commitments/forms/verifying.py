"""The shape of a verification."""

from typing import Any

from wtforms import RadioField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import InputRequired

from participa.commitments.looking import Checked, personal_in
from participa.commitments.models import (
    AGREEMENT_LABELS,
    COMPLETION_LABELS,
    COMPLETION_PERCENT,
    Agreement,
    Completion,
    Proof,
)
from participa.commitments.rules import is_safe_address
from participa.shared.forms import BaseForm, Day, FormKey, Line, Upload, Words

MOST = 4000
NO_DAY = "Escriba qué día lo miró."
NO_NOTE = "Escriba qué encontró. Lo verá la ciudadanía."
NO_DESCRIPTION = "Describa qué muestra la evidencia."
NO_LINK = "Escriba una dirección completa que empiece con https://"


def level_words(level: Completion) -> str:
    """«Avance medio: 40 % a 69 %»."""
    lowest, highest = COMPLETION_PERCENT[level]
    band = f"{lowest}\u00a0%" if lowest == highest else f"{lowest}\u00a0% a {highest}\u00a0%"
    return f"{COMPLETION_LABELS[level]}: {band}"


LEVELS = [SelectChoice(str(level), level_words(level)) for level in Completion]
AGREEMENTS = [SelectChoice(str(one), AGREEMENT_LABELS[one]) for one in Agreement]


class CheckForm(BaseForm):
    """What somebody found who looked at a commitment, with what shows it."""

    form_key = FormKey()
    checked_on = Day("¿Qué día lo miró?", [InputRequired(NO_DAY)])
    completion = RadioField(
        "¿Qué tanto encontró hecho?", [InputRequired("Elija qué tanto encontró hecho.")], choices=LEVELS
    )
    agreement = RadioField(
        "¿Coincide con lo que informa la dependencia?",
        [InputRequired("Elija si coincide con lo que informa la dependencia.")],
        choices=AGREEMENTS,
    )
    note = Words("¿Qué encontró?", [InputRequired(NO_NOTE)], most=MOST)
    upload = Upload("Archivo o fotografía")
    url = Line("O un enlace", most=500)
    description = Line("¿Qué muestra la evidencia?", most=300)

    def validate_note(self, field: Any) -> None:
        if words := personal_in(field.data or ""):
            raise ValidationError(words)

    def validate_url(self, field: Any) -> None:
        if field.data and not is_safe_address(field.data):
            raise ValidationError(NO_LINK)

    def validate_description(self, field: Any) -> None:
        if (self.upload.data or self.url.data) and not field.data:
            raise ValidationError(NO_DESCRIPTION)

    def checked(self) -> Checked:
        """What was typed, once it is valid."""
        assert self.checked_on.data is not None  # noqa: S101 - the form is valid
        return Checked(
            checked_on=self.checked_on.data,
            completion=Completion(self.completion.data),
            agreement=Agreement(self.agreement.data),
            note=self.note.data or "",
            proofs=self._proofs(),
        )

    def _proofs(self) -> list[Proof]:
        words = self.description.data or ""
        file = [Proof(words, upload=self.upload.data)] if self.upload.data else []
        link = [Proof(words, url=self.url.data)] if self.url.data else []
        return file + link
