"""Shape of what is typed about terms."""

from typing import Any

from wtforms import HiddenField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import URL, DataRequired, InputRequired, Optional, Regexp

from participa.accounts.models import Department
from participa.shared import recording
from participa.shared.business_days import TRAFFIC_LIGHT_LABELS, TrafficLight
from participa.shared.forms import BaseForm, Day, Line, WallClock, Words

HOURS = [SelectChoice(str(hour), f"{hour % 12 or 12}:00 {'a. m.' if hour < 12 else 'p. m.'}") for hour in range(5, 19)]
CLOCK_WORDS = "Escriba el minuto así: 1:23:45, o 23:45."
SECURE = Regexp(r"^https://", message="La dirección empieza por https://.")
NUMBERS = Regexp(r"^\s*\d{1,2}(\s*[,;]\s*\d{1,2})*\s*$", message="Escriba números con comas. Por ejemplo: 5, 2, 0.")


class FilterForm(BaseForm):
    """The filters of the list; they live in the address."""

    class Meta(BaseForm.Meta):
        csrf = False

    dependencia = SelectField("Dependencia", [Optional()], default="", validate_choice=False)
    semaforo = SelectField(
        "Plazo",
        [Optional()],
        choices=[SelectChoice("", "Todos"), *(SelectChoice(x.value, TRAFFIC_LIGHT_LABELS[x]) for x in TrafficLight)],
        default="",
        validate_choice=False,
    )

    def offer(self, departments: list[Department]) -> "FilterForm":
        self.dependencia.choices = [SelectChoice("", "Todas"), *(SelectChoice(str(x.id), x.name) for x in departments)]
        return self


class PlanForm(BaseForm):
    offsets = Line("Días hábiles antes del vencimiento", [DataRequired("Escriba los días."), NUMBERS], most=40)
    hour = SelectField("Hora de los avisos", choices=HOURS, default="7")

    @property
    def chosen(self) -> list[int]:
        return [int(word) for word in (self.offsets.data or "").replace(";", ",").split(",")]


class LiveForm(BaseForm):
    minute = Line("Minuto de la grabación", [DataRequired(CLOCK_WORDS)], most=9)
    url = Line(
        "Dirección de la grabación",
        [Optional(), SECURE, URL(message="Escriba una dirección completa.")],
        most=300,
    )

    def validate_minute(self, field: Any) -> None:
        try:
            recording.seconds_of(field.data or "")
        except ValueError:
            raise ValidationError(CLOCK_WORDS) from None

    @property
    def second(self) -> int:
        return recording.seconds_of(self.minute.data or "")


class HandoverForm(BaseForm):
    number = Line("Número en el sistema de PQRSD", [DataRequired("Escriba el número.")], most=60)
    handed_on = Day("Día en que pasó", [InputRequired("Escriba el día.")])


class OutageForm(BaseForm):
    began_at = WallClock("Empezó", [InputRequired("Escriba cuándo empezó.")])
    ended_at = WallClock("Terminó", [Optional()])
    what = Words("Qué pasó", [DataRequired("Escriba qué pasó.")], most=1000)


class EndForm(BaseForm):
    ended_at = WallClock("Terminó", [InputRequired("Escriba cuándo terminó.")])


class DoForm(BaseForm):
    """A button: nothing to fill in."""


class CopyForm(BaseForm):
    """The follow code, which travels in the body and never in an address."""

    code = HiddenField(validators=[DataRequired("Escriba otra vez su código de seguimiento.")])
