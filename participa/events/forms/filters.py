"""Shape of what narrows the calendar; it lives in the address."""

from collections.abc import Mapping
from datetime import date

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version

from participa.events.models import EVENT_TYPE_LABELS, MODALITY_LABELS, EventType, Modality
from participa.shared.forms import BaseForm


def choices(labels: Mapping[EventType, str] | Mapping[Modality, str], none: str) -> list[SelectChoice]:
    return [SelectChoice("", none), *(SelectChoice(kind.value, label) for kind, label in labels.items())]


class CalendarForm(BaseForm):
    """Type, modality and month."""

    class Meta(BaseForm.Meta):
        csrf = False

    tipo = SelectField("Tipo", choices=choices(EVENT_TYPE_LABELS, "Todos"), validate_choice=False)
    modalidad = SelectField("Modalidad", choices=choices(MODALITY_LABELS, "Todas"), validate_choice=False)
    mes = SelectField("Mes", validate_choice=False)

    def offer(self, months: list[tuple[str, str]]) -> None:
        self.mes.choices = [SelectChoice("", "Todos"), *(SelectChoice(code, label) for code, label in months)]

    @property
    def type(self) -> EventType | None:
        return EventType(self.tipo.data) if self.tipo.data in set(EventType) else None

    @property
    def modality(self) -> Modality | None:
        return Modality(self.modalidad.data) if self.modalidad.data in set(Modality) else None

    @property
    def month(self) -> date | None:
        """The first day of the month; None when it is none."""
        try:
            return date.fromisoformat(f"{self.mes.data or ''}-01")
        except ValueError:
            return None
