"""Shape of what is typed about the calendar."""

from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired, NumberRange

from participa.calendar.models import DAY_KIND_LABELS, DayKind, OwnDay
from participa.shared.business_days import LONGEST_TERM
from participa.shared.forms import DAY_WORDS, BaseForm, Day, Line, Whole

DAYS_WORDS = f"Escriba un número de días entre 1 y {LONGEST_TERM}."
REASON = "Escriba el motivo. Queda en el historial."


class CountForm(BaseForm):
    """A term to count. Comes in the address."""

    class Meta(BaseForm.Meta):
        csrf = False

    desde = Day("Fecha en que se recibió", [InputRequired(DAY_WORDS)])
    dias = Whole("Días hábiles", [InputRequired(DAYS_WORDS), NumberRange(1, LONGEST_TERM, DAYS_WORDS)], DAYS_WORDS)


class DayForm(BaseForm):
    """A day of the entity's own."""

    day = Day("Día", [InputRequired(DAY_WORDS)])
    kind = RadioField(
        "Qué pasa ese día",
        [InputRequired("Elija una opción.")],
        choices={kind.value: label for kind, label in DAY_KIND_LABELS.items()},
        coerce=lambda value: DayKind(value) if value else None,
        default=DayKind.CLOSED,
    )
    name = Line("Nombre", [DataRequired("Escriba cómo se llama ese día.")], most=120)
    legal_act = Line("Acto que lo ordena")
    reason = Line("Motivo del cambio", [DataRequired(REASON)], most=300)

    def own_day(self) -> OwnDay:
        """What was typed. Call it after `validate`."""
        if self.day.data is None:
            raise ValueError("There is no day before the form is valid.")
        return OwnDay(self.day.data, self.kind.data, self.name.data or "", self.legal_act.data or "")


class RemoveForm(BaseForm):
    """The reason for taking a day out."""

    reason = Line("Motivo del cambio", [DataRequired(REASON)], most=300)
