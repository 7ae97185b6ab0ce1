"""Shape of what is written of a dialogue space, part by part."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from participa.events.forms.fields import Address, Lines, require_order
from participa.events.models import (
    ACCESSIBILITY_LABELS,
    EVENT_TYPE_LABELS,
    MODALITY_LABELS,
    EventDetails,
    EventType,
    Modality,
)
from participa.shared.forms import MOMENT_WORDS, BaseForm, Boxes, Line, WallClock, Whole, Words
from participa.strategy.models import ValueGroup

ENDS_AFTER = "La hora de fin va después de la hora de inicio."
MOST_SEATS = 1_000_000
SEATS = [Optional(), NumberRange(1, MOST_SEATS, message="Escriba un número desde 1.")]
WHOLE_NUMBER = "Escriba un número entero, sin puntos."


class PartForm(BaseForm):
    """A part of a space. `seen`: its mark when the person opened it."""

    seen = HiddenField()

    def changes(self) -> dict[str, Any]:
        """The fields of this part as they are stored."""
        kept = {name: self._fields[name] for name in self.names()}
        return {name: field.lines if isinstance(field, Lines) else field.data for name, field in kept.items()}

    def first_empty(self) -> str:
        """The field that most likely mends a refusal for what is missing: the first without a value, or the first."""
        names = self.names()
        return next((name for name in names if not self._fields[name].data), names[0])

    def names(self) -> list[str]:
        """The fields of the space that it changes."""
        return [name for name in self._fields if name not in ("seen", "csrf_token", "form_key", "stops")]

    def offer(self, groups: Sequence[ValueGroup]) -> None:
        """Take what can be chosen here from the catalogues; most parts offer nothing."""

    def show(self) -> None:
        """Fill in what a form cannot read from a row by itself; most parts need nothing."""


class Basics(PartForm):
    type = SelectField(
        "Tipo de espacio",
        choices=[SelectChoice(kind.value, label) for kind, label in EVENT_TYPE_LABELS.items()],
        coerce=str,
    )
    modality = RadioField(
        "Modalidad",
        [InputRequired("Elija cómo se hará el espacio.")],
        choices=[SelectChoice(kind.value, label) for kind, label in MODALITY_LABELS.items()],
    )
    title = Line("Título", [DataRequired("Escriba el título del espacio.")])
    objective = Words("Objetivo", most=1000)

    def changes(self) -> dict[str, Any]:
        values = super().changes()
        return values | {"type": EventType(values["type"]), "modality": Modality(values["modality"])}


class BasicsForm(Basics):
    """What it is."""

    scope = Words("Alcance", most=1000)


class EventForm(Basics):
    """A new dialogue space. Only what a draft needs; convening asks for more."""

    starts_at = WallClock("Empieza", [InputRequired(MOMENT_WORDS)])
    ends_at = WallClock("Termina", [InputRequired(MOMENT_WORDS)])
    place = Line("Lugar", most=300)
    stream_url = Address("Enlace de la transmisión")

    def validate_ends_at(self, field: WallClock) -> None:
        require_order(self.starts_at.data, field.data, ENDS_AFTER)

    def details(self) -> EventDetails:
        return EventDetails(**self.changes())


class WhenForm(PartForm):
    """When and where."""

    starts_at = WallClock("Empieza", [InputRequired(MOMENT_WORDS)])
    ends_at = WallClock("Termina", [InputRequired(MOMENT_WORDS)])
    place = Line("Lugar", most=300)
    address = Line("Dirección", most=300)
    map_url = Address("Enlace a un mapa")
    capacity_in_room = Whole("Cupos en el lugar", SEATS, words=WHOLE_NUMBER)
    stream_url = Address("Enlace de la transmisión")
    capacity_online = Whole("Cupos por internet", SEATS, words=WHOLE_NUMBER)

    def validate_ends_at(self, field: WallClock) -> None:
        require_order(self.starts_at.data, field.data, ENDS_AFTER)


class MethodForm(PartForm):
    """How it is done."""

    methodology = Words("Metodología", most=5000)
    rules = Words("Reglas para participar", most=5000)


class WindowsForm(PartForm):
    """From when to when people register and ask."""

    registration_opens_at = WallClock("Las inscripciones abren", [Optional()])
    registration_closes_at = WallClock("Las inscripciones cierran", [Optional()])
    questions_open_at = WallClock("Las preguntas abren", [Optional()])
    questions_close_at = WallClock("Las preguntas cierran", [Optional()])

    def validate_registration_closes_at(self, field: WallClock) -> None:
        opens_at = self.registration_opens_at.data
        require_order(opens_at, field.data, "El cierre de inscripciones va después de la apertura.")

    def validate_questions_close_at(self, field: WallClock) -> None:
        require_order(self.questions_open_at.data, field.data, "El cierre de preguntas va después de la apertura.")


class TopicsForm(PartForm):
    """What it is about and whom it concerns."""

    topics = Lines("Temas", most=4000)
    goals = Lines("Metas de las que se rinde cuentas", most=4000)
    value_groups = Boxes("Grupos de valor", coerce=int)

    def offer(self, groups: Sequence[ValueGroup]) -> None:
        self.groups = {group.id: group for group in groups}
        self.value_groups.choices = [SelectChoice(group.id, group.name) for group in groups]

    def show(self) -> None:
        if not self.is_submitted():
            self.value_groups.data = [group.id for group in self.value_groups.object_data or []]

    def changes(self) -> dict[str, Any]:
        chosen = [self.groups[number] for number in self.value_groups.data or []]
        return super().changes() | {"value_groups": chosen}


class AccessForm(PartForm):
    """What it offers so that everybody can take part."""

    accessibility = Boxes(
        "¿Qué ofrece este espacio?",
        choices=[SelectChoice(offered.value, label) for offered, label in ACCESSIBILITY_LABELS.items()],
    )
    accessibility_other = Words("Otros apoyos", most=1000)


class MoveForm(BaseForm):
    """The note of a step. Two steps require it as a reason; the service knows which."""

    note = Words("Nota", most=1000)


class RescheduleForm(MoveForm):
    """The reason and, when it is already known, the new date."""

    starts_at = WallClock("Nueva fecha y hora de inicio", [Optional()])
    ends_at = WallClock("Nueva hora de fin", [Optional()])

    def validate_ends_at(self, field: WallClock) -> None:
        require_order(self.starts_at.data, field.data, ENDS_AFTER)
        if self.starts_at.data is not None and field.data is None:
            raise ValidationError(MOMENT_WORDS)
