"""Shape of what is typed about strategies."""

from collections.abc import Iterator, Sequence

from wtforms import SelectField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from participa.accounts.models import Department
from participa.shared.forms import BaseForm, Day, Words
from participa.strategy import rules
from participa.strategy.forms.checking import CheckedForm, order_of_days
from participa.strategy.models import (
    ACTIVITY_STATE_LABELS,
    ActivityState,
    FollowUp,
)


class FollowUpForm(CheckedForm):
    """How an activity goes and whose it is."""

    state = SelectField(
        "Estado",
        choices={state.value: label for state, label in ACTIVITY_STATE_LABELS.items()},
        coerce=ActivityState,
    )
    note = Words("Motivo o explicación", most=1000)
    starts_on = Day("Nueva fecha inicial", [Optional()])
    ends_on = Day("Nueva fecha final", [Optional()])
    departments = SelectMultipleField(
        "Dependencias responsables",
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, offices: Sequence[Department]) -> None:
        self.departments.choices = {str(office.id): office.name for office in offices}

    def follow_up(self, offices: Sequence[Department]) -> FollowUp:
        chosen = tuple(office for office in offices if office.id in (self.departments.data or ()))
        return FollowUp(self.state.data, self.note.data or "", chosen, self.starts_on.data, self.ends_on.data)

    def problems(self) -> Iterator[tuple[str, str]]:
        first, last = self.starts_on.data, self.ends_on.data
        if self.state.data in rules.WITH_REASON and not self.note.data:
            yield "note", "Escriba el motivo. Lo verá la ciudadanía."
        if self.state.data is ActivityState.RESCHEDULED and not (first and last):
            yield "ends_on" if first else "starts_on", "Escriba las dos fechas nuevas."
        yield from order_of_days(first, last)


class MoveForm(BaseForm):
    """A confirmation."""
