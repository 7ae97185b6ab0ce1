"""Shape of what the team types while a hearing goes on."""

from collections.abc import Sequence
from typing import Any, Self

from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError

from participa.accounts.models import Department
from participa.hearings.models import (
    EXTENT_LABELS,
    OVERRIDE_REASON_LABELS,
    Extent,
    OverrideReason,
    Pace,
    Stage,
    TurnState,
)
from participa.hearings.rules import LONGEST_TURN, SHORTEST_TURN
from participa.shared.forms import BaseForm, FormKey, Line, Whole
from participa.shared.recording import clock_of, seconds_of

CLOCK = "Escriba horas, minutos y segundos. Por ejemplo: 0:12:30."
MINUTES = (1, 2, 3, 5, 10)


def stage_or_none(value: object) -> Stage | None:
    return Stage(str(value)) if value in list(Stage) else None


def reason_or_none(value: object) -> OverrideReason | None:
    return OverrideReason(str(value)) if value in list(OverrideReason) else None


def number_or_none(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else None


class PrepareForm(BaseForm):
    is_rehearsal = BooleanField("Es un ensayo")


class RecordingForm(BaseForm):
    """Where the recording is."""

    recording_url = Line("Enlace de la grabación", most=300)

    def validate_recording_url(self, field: Line) -> None:
        if field.data and not field.data.startswith("https://"):
            raise ValidationError("Empiece el enlace con https://")


class PaceForm(RecordingForm):
    """How a hearing goes, before and while it is open."""

    takes_questions = BooleanField("Recibir preguntas desde los teléfonos")
    takes_supports = BooleanField("Recibir apoyos")
    poll_seconds = Whole(
        "Cada cuántos segundos preguntan los teléfonos",
        [InputRequired("Escriba los segundos."), NumberRange(2, 60, "Escriba un número entre 2 y 60.")],
        "Escriba un número entre 2 y 60.",
    )
    present = Whole(
        "Personas en la sala",
        [InputRequired("Escriba cuántas personas hay."), NumberRange(0, 100_000, "Revise el número.")],
        "Escriba cuántas personas hay.",
    )
    silent_share = Whole(
        "De cada 100 turnos, cuántos son para papel y micrófono",
        [InputRequired("Escriba un número entre 0 y 100."), NumberRange(0, 100, "Escriba un número entre 0 y 100.")],
        "Escriba un número entre 0 y 100.",
    )

    def pace(self) -> Pace:
        return Pace(
            takes_questions=bool(self.takes_questions.data),
            takes_supports=bool(self.takes_supports.data),
            poll_seconds=self.poll_seconds.data or 4,
            present=self.present.data or 0,
            silent_share=self.silent_share.data or 0,
            recording_url=self.recording_url.data or "",
        )


class ClockForm(BaseForm):
    """What the recording shows now; nothing when it begins now."""

    at = Line("Qué marca la grabación ahora", [DataRequired(CLOCK)], most=10)

    def validate_at(self, field: Line) -> None:
        try:
            seconds_of(field.data or "")
        except ValueError:
            raise ValidationError(CLOCK) from None

    @property
    def second(self) -> int:
        return seconds_of(self.at.data or "")

    @classmethod
    def showing(cls, second: int | None) -> Self:
        return cls(formdata=None, data={"at": clock_of(second or 0)})


class MoveForm(BaseForm):
    """Where a question goes and, out of its order, why."""

    to = SelectField("Llevarla a", coerce=stage_or_none, choices=[SelectChoice(one.value, one.value) for one in Stage])
    reason = RadioField(
        "Por qué va antes que otras",
        coerce=reason_or_none,
        choices=[SelectChoice(one.value, label) for one, label in OVERRIDE_REASON_LABELS.items()],
        validate_choice=False,
    )
    note = Line("Algo más que se deba saber", most=300)


class AnsweredForm(BaseForm):
    extent = RadioField(
        "¿Cómo se respondió?",
        coerce=Extent,
        choices=[SelectChoice(one.value, label) for one, label in EXTENT_LABELS.items()],
    )


class AgendaForm(BaseForm):
    item = SelectField("Punto", coerce=number_or_none, choices=[], validate_choice=False)


class TurnForm(BaseForm):
    """Somebody who asks for the microphone."""

    speaker = Line("Quién habla", [DataRequired("Escriba el nombre para llamar a la persona.")], most=200)
    territory = Line("Barrio o vereda", most=120)
    minutes = SelectField(
        "Minutos",
        coerce=int,
        choices=[SelectChoice(one, str(one)) for one in MINUTES if SHORTEST_TURN <= one * 60 <= LONGEST_TURN],
        default=2,
    )


class TurnStepForm(BaseForm):
    to = SelectField("Paso", coerce=TurnState, choices=[SelectChoice(one.value, one.value) for one in TurnState])


class SaidForm(BaseForm):
    """The question that was said, in one line."""

    form_key = FormKey()
    body = Line("Lo que preguntó", [DataRequired("Escriba lo que preguntó la persona.")], most=2000)


class PromiseForm(BaseForm):
    """What somebody promises, in one line."""

    text = Line("Compromiso", [DataRequired("Escriba el compromiso en una frase.")], most=300)
    department = SelectField("Oficina", coerce=number_or_none)
    staged = Whole("Pregunta", [Optional(), NumberRange(1, 2_147_483_647)])

    def offer(self, departments: Sequence[Department]) -> Self:
        names: list[Any] = [SelectChoice("", "Sin oficina")]
        self.department.choices = [*names, *(SelectChoice(str(one.id), one.name) for one in departments)]
        return self


class OpenForm(BaseForm):
    """The button that opens the room and, on another day than that of the space, why."""

    reason = Line("Por qué se abre hoy", most=300)


class ActForm(BaseForm):
    """A button alone."""
