"""Shape of what is typed about strategies."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, SelectMultipleField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from participa.accounts.models import Department
from participa.shared.business_days import WorkCalendar
from participa.shared.forms import BaseForm, Day, Line, Whole, Words
from participa.strategy import rules
from participa.strategy.importing import ImportedPlan, ImportProblem, WarningCode, fingerprint, read_plan
from participa.strategy.importing.reading import MAX_BYTES, read_text
from participa.strategy.models import (
    ACTIVITY_STATE_LABELS,
    ActivityState,
    FollowUp,
)

MOST_LETTERS = 100_000
NOTHING = "Elija un archivo o pegue la tabla del cronograma."
TOO_LONG = "El texto pasa de 100.000 letras. Divida el cronograma, o pida que lo importen desde el servidor."
YEAR_WORDS = "Escriba un año entre 1990 y 2099."
NO_TABLE = frozenset({WarningCode.NO_TABLE, WarningCode.NO_ACTIVITIES})


class ImportForm(BaseForm):
    """A document, as file or as pasted text; the text travels through the preview together with its digest."""

    entity_name = Line("Entidad", [DataRequired("Escriba el nombre de la entidad.")])
    year = Whole("Vigencia (año)", [InputRequired(YEAR_WORDS), NumberRange(1990, 2099, YEAR_WORDS)], YEAR_WORDS)
    title = Line("Título", most=300)
    file = FileField("Suba un archivo de texto")
    text = TextAreaField("O pegue la tabla")
    digest = HiddenField()
    source_name = HiddenField()
    confirm = SubmitField("Importar como borrador")

    def read(self, calendar: WorkCalendar) -> ImportedPlan:
        """What the document says. Raises ImportProblem with the sentence to show."""
        self._take_file()
        text = read_text(self.text.data or "")
        if not text.strip():
            raise ImportProblem(NOTHING)
        if len(text) > MOST_LETTERS:
            raise ImportProblem(TOO_LONG)
        plan = read_plan(text, self.year.data, calendar)
        if problem := next((warning.text for warning in plan.warnings if warning.code in NO_TABLE), None):
            raise ImportProblem(problem)
        return plan

    def _take_file(self) -> None:
        upload = self.file.data
        if upload is None or not upload.filename:
            return
        with closing(upload):
            self.text.data = read_text(upload.stream.read(MAX_BYTES + 1))
        self.source_name.data = upload.filename[-200:]

    def confirms(self, plan: ImportedPlan) -> bool:
        """Whether the person confirms this very plan, as it was shown."""
        return bool(self.confirm.data) and self.digest.data == fingerprint(plan)

    @property
    def changed_since_shown(self) -> bool:
        """In a preview: the person confirmed, but the text is no longer the one of the figures shown."""
        return bool(self.confirm.data)


class FollowUpForm(BaseForm):
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

    def validate(self, extra_validators: Any = None) -> bool:
        fits = super().validate(extra_validators)
        for name, problem in self._problems():
            self.refuse(name, problem)
            fits = False
        return bool(fits)

    def _problems(self) -> Iterator[tuple[str, str]]:
        first, last = self.starts_on.data, self.ends_on.data
        if self.state.data in rules.WITH_REASON and not self.note.data:
            yield "note", "Escriba el motivo. Lo verá la ciudadanía."
        if self.state.data is ActivityState.RESCHEDULED and not (first and last):
            yield "ends_on" if first else "starts_on", "Escriba las dos fechas nuevas."
        if first and last and last < first:
            yield "ends_on", "La fecha final es anterior a la inicial."


class MoveForm(BaseForm):
    """A confirmation."""
