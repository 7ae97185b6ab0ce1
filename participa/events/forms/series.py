"""Shape of a series: what its spaces have in common, and a small table of where and when."""

from datetime import date, datetime, time
from typing import cast

from wtforms import DateField, FieldList, Form, FormField, TimeField, ValidationError
from wtforms.validators import DataRequired, Optional

from participa.events.forms.spaces import Basics
from participa.events.models import EventDetails, Stop
from participa.shared.clock import BOGOTA
from participa.shared.forms import FormKey, Line, Words

ROWS, FEWEST = 8, 2
INCOMPLETE = "Complete esta fila o déjela en blanco: nombre, lugar, fecha, inicio y fin."
ENDS_AFTER = "La hora de fin va después de la hora de inicio."
BAD_DATE = "Escriba la fecha así: 2026-08-04."
BAD_HOUR = "Escriba la hora así: 09:00."


class StopForm(Form):
    """A row of the table; a blank one does not count."""

    label = Line("Comuna o sector", most=100)
    place = Line("Lugar", most=300)
    address = Line("Dirección", most=300)
    day = DateField("Fecha", [Optional()], invalid_value_message=BAD_DATE)  # type: ignore[call-arg] # newer than its types
    starts = TimeField("Empieza", [Optional()], invalid_value_message=BAD_HOUR)  # type: ignore[call-arg] # the same
    ends = TimeField("Termina", [Optional()], invalid_value_message=BAD_HOUR)  # type: ignore[call-arg] # the same

    @property
    def is_blank(self) -> bool:
        return not any(field.data or field.errors for field in self)

    def validate(self, extra_validators: object = None) -> bool:
        fits = super().validate()
        if not fits or self.is_blank:
            return fits
        if not (self.label.data and self.place.data and self.day.data and self.starts.data and self.ends.data):
            self.label.errors = [INCOMPLETE]
        elif self.ends.data <= self.starts.data:
            self.ends.errors = [ENDS_AFTER]
        return not any(field.errors for field in self)

    def stop(self) -> Stop:
        """Where and when; only for a row that fits."""
        day = cast(date, self.day.data)
        starts_at, ends_at = (
            datetime.combine(day, cast(time, hour), tzinfo=BOGOTA) for hour in (self.starts.data, self.ends.data)
        )
        return Stop(self.label.data or "", self.place.data or "", self.address.data or "", starts_at, ends_at)


class SeriesForm(Basics):
    """Several spaces in one go."""

    form_key = FormKey()
    title = Line("Nombre de la serie", [DataRequired("Escriba el nombre de la serie.")], most=90)
    methodology = Words("Metodología", most=5000)
    rules = Words("Reglas para participar", most=5000)
    stops = FieldList(FormField(StopForm), min_entries=ROWS, max_entries=3 * ROWS)

    def validate_stops(self, field: FieldList) -> None:  # type: ignore[type-arg] # its stubs are generic, it is not
        if sum(not row.form.is_blank for row in field) < FEWEST:
            raise ValidationError("Llene dos filas o más. Para un solo espacio, use «Crear espacio».")

    def chosen(self) -> list[Stop]:
        return [row.form.stop() for row in self.stops if not row.form.is_blank]

    def common(self) -> EventDetails:
        """What all have in common; the dates are those of the first row."""
        first = self.chosen()[0]
        return EventDetails(**self.changes(), starts_at=first.starts_at, ends_at=first.ends_at)
