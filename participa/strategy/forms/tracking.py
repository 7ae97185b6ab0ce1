"""Shape of what is typed about the progress of an activity and of its verification."""

from collections.abc import Iterator, Sequence

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import DataRequired, NumberRange, Optional

from participa.shared.forms import BaseForm, FormKey, Line, Upload, Whole, Words
from participa.strategy import rules
from participa.strategy.forms.checking import CheckedForm
from participa.strategy.models import (
    ACTIVITY_STATE_LABELS,
    REPORTABLE,
    RESULT_LABELS,
    ActivityState,
    Proof,
    Told,
    VerificationResult,
)

PERCENT_WORDS = "Escriba un número entero entre 0 y 100."
DESCRIBE = "Describa qué muestra. Así lo entiende quien no puede verlo."
PROMISE = "Confirme que la evidencia no tiene datos personales, o guárdela solo para el equipo."


class ReportForm(CheckedForm):
    """How a period of an activity goes, with its evidence."""

    form_key = FormKey()
    period = SelectField("Período")
    state = RadioField(
        "¿Cómo va?",
        [DataRequired("Elija cómo va la actividad.")],
        choices={state.value: ACTIVITY_STATE_LABELS[state] for state in REPORTABLE},
    )
    percent = Whole("Avance en porcentaje", [Optional(), NumberRange(0, 100, PERCENT_WORDS)], PERCENT_WORDS)
    text = Words("¿Qué se hizo?", [DataRequired("Cuente qué se hizo.")])
    file = Upload("Archivo de evidencia")
    file_description = Line("¿Qué muestra el archivo?", most=300)
    link = Line("Enlace de evidencia", most=500)
    link_description = Line("¿Qué muestra el enlace?", most=300)
    has_no_personal_data = BooleanField("La evidencia no tiene datos personales")
    is_internal = BooleanField("Guardar la evidencia solo para el equipo")

    def offer(self, periods: Sequence[tuple[str, str]]) -> None:
        """The codes and words of the periods of the activity."""
        self.period.choices = list(periods)

    def told(self) -> Told:
        return Told(
            state=ActivityState(self.state.data),
            text=self.text.data or "",
            period=self.period.data or "",
            percent=self.percent.data,
            proofs=tuple(self._proofs()),
            is_internal=bool(self.is_internal.data),
        )

    def _proofs(self) -> Iterator[Proof]:
        if self.file.data:
            yield Proof(self.file_description.data or "", upload=self.file.data)
        if self.link.data:
            yield Proof(self.link_description.data or "", url=self.link.data)

    def problems(self) -> Iterator[tuple[str, str]]:
        if self.file.data and not self.file_description.data:
            yield "file_description", DESCRIBE
        if self.link.data and not self.link_description.data:
            yield "link_description", DESCRIBE
        if self.link.data and not rules.is_safe_address(self.link.data):
            yield "link", "Escriba un enlace que empiece por https://. Por ejemplo: https://www.ejemplo.gov.co/acta."
        has_evidence = bool(self.file.data or self.link.data)
        if has_evidence and not (self.has_no_personal_data.data or self.is_internal.data):
            yield "has_no_personal_data", PROMISE


class VerificationForm(BaseForm):
    """What internal control found of a report."""

    form_key = FormKey()
    result = RadioField(
        "¿Qué encontró?",
        [DataRequired("Elija qué encontró.")],
        choices={result.value: label for result, label in RESULT_LABELS.items()},
    )
    note = Words("Nota", most=1000)

    def found(self) -> VerificationResult:
        return VerificationResult(self.result.data)
