"""The shape of a report, and of what moves a commitment with a public reason."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from wtforms import BooleanField, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from participa.accounts.models import Department
from participa.commitments.models import Commitment, CommitmentState, CommitmentStep, Proof, Told
from participa.commitments.rules import LEAST_REASON, is_safe_address, says_why
from participa.shared import personal_data
from participa.shared.forms import BaseForm, Boxes, Day, FormKey, Line, OneOf, Upload, Whole, Words
from participa.shared.templating import long_day

MOST_REASON = 2000
WHOLE = ""
PERCENT_WORDS = "Escriba un número entero entre 0 y 100."
DESCRIBE = "Describa qué muestra. Así lo entiende quien no puede verlo."
LINK_WORDS = "Escriba un enlace que empiece por https://. Por ejemplo: https://www.ejemplo.gov.co/acta."
PROMISE = "Confirme que la evidencia no tiene datos personales, o guárdela solo para el equipo."
REASON_WORDS = f"Explique el motivo con {LEAST_REASON} letras o más."
READ_AGAIN = "El texto tiene {found}. Quítelo, o marque que lo revisó."
TEAM_ONLY = "No escriba los datos que quiere ocultar. El texto tiene {found}."
NO_DATE = "Escriba la fecha nueva."


class PublicForm(BaseForm):
    """What is typed is public at once: what may be personal data is said, and a person decides."""

    open_to_all: tuple[str, ...] = ("reason",)

    form_key = FormKey()
    was_read = BooleanField("Lo revisé: el texto no tiene datos de personas")

    def validate(self, extra_validators: Any = None) -> bool:
        fits = bool(super().validate(extra_validators))
        typed = "\n".join(self[name].data or "" for name in self.open_to_all)
        if (found := personal_data.findings(typed)) and not self.was_read.data:
            self.refuse("was_read", READ_AGAIN.format(found=personal_data.described(found)))
            return False
        return fits


class ReportForm(PublicForm):
    """What the office did, how far it is, and what shows it."""

    open_to_all = ("text", "file_description", "link_description")

    text = Words("¿Qué se hizo?", [DataRequired("Cuente qué se hizo.")])
    step = RadioField("¿Se terminó un paso?", [Optional()], default=WHOLE)
    percent = Whole("¿En qué porcentaje va?", [Optional(), NumberRange(0, 100, PERCENT_WORDS)], PERCENT_WORDS)
    file = Upload("Archivo o fotografía")
    file_description = Line("¿Qué muestra el archivo?", most=300)
    link = Line("Enlace", most=500)
    link_description = Line("¿Qué muestra el enlace?", most=300)
    shows_result = BooleanField("La evidencia muestra el resultado terminado, y no solo el trabajo")
    has_no_personal_data = BooleanField("La evidencia no tiene datos personales")
    is_internal = BooleanField("Guardar la evidencia solo para el equipo")

    def offer(self, steps: Sequence[CommitmentStep]) -> None:
        """The steps that are not done."""
        self.step.choices = _choices("Todavía no", steps, _words_of)

    @property
    def has_evidence(self) -> bool:
        return bool(self.file.data or self.link.data)

    def validate_file_description(self, field: Any) -> None:
        if self.file.data and not field.data:
            raise ValidationError(DESCRIBE)

    def validate_link_description(self, field: Any) -> None:
        if self.link.data and not field.data:
            raise ValidationError(DESCRIBE)

    def validate_link(self, field: Any) -> None:
        if field.data and not is_safe_address(field.data):
            raise ValidationError(LINK_WORDS)

    def validate_has_no_personal_data(self, field: Any) -> None:
        if self.has_evidence and not (field.data or self.is_internal.data):
            raise ValidationError(PROMISE)

    def told(self) -> Told:
        """What was typed, once it is valid."""
        step_id = int(self.step.data) if self.step.data else None
        return Told(self.text.data or "", self.percent.data, step_id, tuple(self._proofs()))

    def _proofs(self) -> Iterator[Proof]:
        marks = (bool(self.shows_result.data), bool(self.is_internal.data))
        if self.file.data:
            yield Proof(self.file_description.data or "", self.file.data, "", *marks)
        if self.link.data:
            yield Proof(self.link_description.data or "", None, self.link.data, *marks)


class ReasonForm(PublicForm):
    """Anything that needs a public reason."""

    reason = Words("¿Por qué?", [DataRequired(REASON_WORDS)], most=MOST_REASON)

    def validate_reason(self, field: Any) -> None:
        if field.data and not says_why(field.data):
            raise ValidationError(REASON_WORDS)


class SetBackForm(ReasonForm):
    """The percentage that is true, less than what was reported, or a step that is not done after all."""

    percent = Whole(
        "¿Cuál es el porcentaje verdadero?",
        [InputRequired(PERCENT_WORDS), NumberRange(0, 100, PERCENT_WORDS)],
        PERCENT_WORDS,
    )
    step = RadioField("¿Hay un paso que no estaba hecho?", [Optional()], default=WHOLE)

    def offer(self, steps: Sequence[CommitmentStep]) -> None:
        """The steps that are done."""
        self.step.choices = _choices("Ninguno", steps, lambda step: step.text)


class RescheduleForm(ReasonForm):
    """Another date for all of it or for one step."""

    step = RadioField("¿Qué fecha cambia?", [Optional()], default=WHOLE)
    due_on = Day("Fecha nueva", [InputRequired(NO_DATE)])

    def offer(self, commitment: Commitment, steps: Sequence[CommitmentStep]) -> None:
        """The whole and the steps that are not done, with their dates of now."""
        whole = f"La de todo el compromiso: {_day_of(commitment)}"
        self.step.choices = _choices(whole, steps, _words_of)


class ReassignForm(ReasonForm):
    """Who leads it and who shares it from now on."""

    lead = OneOf("Dependencia que lidera", [DataRequired("Elija una dependencia.")])
    offices = Boxes("Dependencias que comparten la responsabilidad")

    def offer(self, offices: Sequence[Department]) -> None:
        choices = [SelectChoice(str(office.id), office.name) for office in offices]
        self.lead.choices, self.offices.choices = choices, choices

    @property
    def shared(self) -> list[int]:
        return [int(number) for number in self.offices.data or []]


class EndForm(ReasonForm):
    """That it will not be done."""

    state = RadioField(
        "¿Cómo termina?",
        [DataRequired("Elija cómo termina.")],
        choices=[
            SelectChoice(str(CommitmentState.UNFULFILLED), "No se cumplió: la entidad no hizo lo que prometió"),
            SelectChoice(str(CommitmentState.NOT_VIABLE), "No es viable: una causa ajena o legal impide hacerlo"),
        ],
    )


class ReopenForm(ReasonForm):
    """That it is owed again; of what was fulfilled, how far it is in truth."""

    percent = Whole("¿En qué porcentaje va de verdad?", [Optional(), NumberRange(0, 99, PERCENT_WORDS)], PERCENT_WORDS)


class WithdrawForm(BaseForm):
    """Why a piece of evidence is no longer public; only the team reads it."""

    reason = Words("¿Por qué se deja de publicar?", [DataRequired(REASON_WORDS)], most=500)

    def validate_reason(self, field: Any) -> None:
        if field.data and not says_why(field.data):
            raise ValidationError(REASON_WORDS)
        if found := personal_data.findings(field.data or ""):
            raise ValidationError(TEAM_ONLY.format(found=personal_data.described(found)))


def _choices(
    none: str, steps: Sequence[CommitmentStep], words_of: Callable[[CommitmentStep], str]
) -> list[SelectChoice]:
    """The whole, or no step, and then each of these."""
    return [SelectChoice(WHOLE, none), *(SelectChoice(str(step.id), words_of(step)) for step in steps)]


def _words_of(step: CommitmentStep) -> str:
    return f"{step.text} ({_day_of(step)})"


def _day_of(of: Commitment | CommitmentStep) -> str:
    return long_day(of.due_on) if of.due_on else "sin fecha"
