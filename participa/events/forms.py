"""What can be typed about a dialogue space."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from wtforms import DateTimeLocalField, HiddenField, RadioField, SelectField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Optional

from participa.events.models import (
    EVENT_TYPE_LABELS,
    MODALITY_LABELS,
    EventDetails,
    EventType,
    Modality,
)
from participa.shared.clock import BOGOTA, local
from participa.shared.forms import BaseForm, Line, Words

FIRST_YEAR, LAST_YEAR = 2000, 2100
DATE_MESSAGE = "Escriba la fecha y la hora. Por ejemplo: 2026-08-04 09:00."


class WallClock(DateTimeLocalField):
    """A date and hour as the clock on a wall in Colombia shows them; `data` is an aware instant."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(DATE_MESSAGE) from None
        if self.data is not None:
            self.data = self.data.replace(tzinfo=BOGOTA)

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            raise ValidationError("Revise el año.")

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return local(self.data).strftime("%Y-%m-%dT%H:%M") if self.data else ""


class EventForm(BaseForm):
    """A dialogue space. Only what a draft needs is required; convening asks for more. `mark`: what the person saw."""

    mark = HiddenField()
    type = SelectField(
        "Tipo de espacio", choices={kind.value: EVENT_TYPE_LABELS[kind] for kind in EventType}, coerce=str
    )
    modality = RadioField(
        "Modalidad",
        [InputRequired("Elija cómo se hará el espacio.")],
        choices={kind.value: MODALITY_LABELS[kind] for kind in Modality},
    )
    title = Line("Título", [DataRequired("Escriba el título del espacio.")])
    objective = Words("Objetivo", most=1000)
    starts_at = WallClock("Empieza", [InputRequired(DATE_MESSAGE)])
    ends_at = WallClock("Termina", [InputRequired(DATE_MESSAGE)])
    place = Line("Lugar", most=300)
    stream_url = Line("Enlace de la transmisión", most=500)
    methodology = Words("Metodología", most=5000)
    rules = Words("Reglas para participar", most=5000)
    questions_open_at = WallClock("Las preguntas abren", [Optional()])
    questions_close_at = WallClock("Las preguntas cierran", [Optional()])

    def validate_ends_at(self, field: WallClock) -> None:
        _require_order(self.starts_at.data, field.data, "La hora de fin va después de la hora de inicio.")

    def validate_questions_close_at(self, field: WallClock) -> None:
        _require_order(self.questions_open_at.data, field.data, "El cierre de preguntas va después de la apertura.")

    def validate_stream_url(self, field: Line) -> None:
        if field.data and not _is_https(field.data):
            raise ValidationError("Escriba una dirección completa que empiece con https://")

    def details(self) -> EventDetails:
        values = {name: field.data for name, field in self._fields.items() if name in EventDetails.__dataclass_fields__}
        values["type"], values["modality"] = EventType(values["type"]), Modality(values["modality"])
        return EventDetails(**values)


class MoveForm(BaseForm):
    """The note of a step. Two steps require it as a reason; the service knows which."""

    note = Words("Nota", most=1000)


def _require_order(first: datetime | None, then: datetime | None, message: str) -> None:
    if first is not None and then is not None and then <= first:
        raise ValidationError(message)


def _is_https(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    has_host = bool(parts.hostname) and "." in (parts.hostname or "")
    return parts.scheme == "https" and has_host and parts.username is None and not any(map(str.isspace, address))
