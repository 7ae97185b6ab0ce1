"""Shape of what is written of a commitment before it is public."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, IntegerField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import HiddenInput

from participa.commitments.drafting import NewCommitment
from participa.commitments.models import PRIORITY_LABELS, Commitment, Priority
from participa.shared.forms import BaseForm, Boxes, Day, FormKey, Line, Words
from participa.shared.seen_form import SeenForm

Choice = tuple[int, str]
ROWS, MOST_ROWS = 3, 30
MOST_PARTNERS, LONGEST_PARTNER = 10, 200
MOST_QUESTIONS = 40
FIRST_YEAR, LAST_YEAR = 2000, 2100
NO_STEP = "Escriba qué se hace en este paso, o borre su fecha."
UNKNOWN = "No hay una pregunta con el radicado {radicado}."


class StepForm(Form):
    """A row of the steps; a blank one does not count."""

    text = Line("Paso", most=300)
    due_on = Day("Para cuándo", [Optional()])

    @property
    def is_blank(self) -> bool:
        return not self.text.data and not self.due_on.data and not self.due_on.errors

    def validate(self, extra_validators: object = None) -> bool:
        fits = super().validate()
        if fits and self.due_on.data and not self.text.data:
            self.text.errors = [NO_STEP]
        return not any(field.errors for field in self)


class CommitmentForm(BaseForm):
    """What was promised, who does it, by when and how one will know. `revision` is what the author opened."""

    form_key = FormKey()
    revision = IntegerField(widget=HiddenInput(), validators=[Optional()])
    text = Words("El compromiso", [DataRequired("Escriba qué se prometió.")], most=600)
    how_known = Words("Cómo se sabrá que se cumplió", most=600)
    due_on = Day("Fecha límite", [Optional()])
    lead = SelectField("Dependencia que responde", coerce=int)
    offices = Boxes("Otras dependencias que responden", coerce=int)
    partners = Words("Otras entidades que responden", most=2000)
    steps = FieldList(FormField(StepForm), min_entries=ROWS, max_entries=MOST_ROWS)
    promised_on = Day("Cuándo se prometió", [InputRequired("Escriba qué día se prometió.")])
    event = SelectField("Espacio donde se prometió", coerce=int)
    questions = Line("Preguntas de las que nace", most=600)
    activity = SelectField("Actividad de la estrategia", coerce=int)
    topic = SelectField("Tema", coerce=int)
    place = SelectField("Territorio", coerce=int)
    plan_goal = Line("Meta del plan de desarrollo", most=300)
    scope = Words("Alcance", most=600)
    priority = SelectField(
        "Prioridad",
        choices=[SelectChoice(one.value, label) for one, label in PRIORITY_LABELS.items()],
        coerce=Priority,
    )

    def offer(self, choices: "Choices") -> "CommitmentForm":
        """What can be chosen, with what is chosen already."""
        self.lead.choices = [SelectChoice(0, "Elija la dependencia"), *_choices(choices.offices)]
        self.offices.choices = _choices(choices.offices)
        self.event.choices = [SelectChoice(0, "Ninguno"), *_choices(choices.spaces)]
        self.activity.choices = [SelectChoice(0, "La del espacio, si la hay"), *_choices(choices.activities)]
        self.topic.choices = [SelectChoice(0, "Sin tema"), *_choices(choices.topics)]
        self.place.choices = [SelectChoice(0, "Todo el municipio"), *_choices(choices.places)]
        return self

    def validate_lead(self, field: Any) -> None:
        if not field.data:
            raise ValidationError("Elija la dependencia que responde.")

    def validate_promised_on(self, field: Any) -> None:
        _check_year(field.data)

    def validate_due_on(self, field: Any) -> None:
        _check_year(field.data)
        if field.data and self.promised_on.data and field.data < self.promised_on.data:
            raise ValidationError("La fecha límite va después del día en que se prometió.")

    def validate_partners(self, field: Any) -> None:
        if len(self.named_partners) > MOST_PARTNERS:
            raise ValidationError(f"Escriba {MOST_PARTNERS} entidades o menos, una por renglón.")
        if any(len(name) > LONGEST_PARTNER for name in self.named_partners):
            raise ValidationError("Un nombre es muy largo. Escriba una entidad por renglón.")

    def validate_questions(self, field: Any) -> None:
        if len(self.radicados) > MOST_QUESTIONS:
            raise ValidationError(f"Escriba {MOST_QUESTIONS} radicados o menos.")

    @property
    def named_partners(self) -> list[str]:
        lines = (" ".join(line.split()) for line in (self.partners.data or "").splitlines())
        return list(dict.fromkeys(filter(None, lines)))

    @property
    def radicados(self) -> list[str]:
        return list(dict.fromkeys(filter(None, re.split(r"[\s,;]+", self.questions.data or ""))))

    def link(self, find: Callable[[list[str]], dict[str, int]]) -> bool:
        """Look the filing numbers up; one that there is not is said beside its field."""
        self.question_ids = find(self.radicados)
        unknown = [radicado for radicado in self.radicados if radicado not in self.question_ids]
        if unknown:
            self.refuse("questions", UNKNOWN.format(radicado=unknown[0]))
        return not unknown

    def add_row(self) -> None:
        """One more empty step, if there is room."""
        if len(self.steps) < MOST_ROWS:
            self.steps.append_entry()

    def given(self, promised_on: date, **origin: Any) -> NewCommitment:
        """What was written, with where it comes from. `promised_on` counts when the field says nothing."""
        return NewCommitment(
            text=self.text.data or "",
            lead_id=self.lead.data,
            promised_on=self.promised_on.data or promised_on,
            how_known=self.how_known.data or "",
            scope=self.scope.data or "",
            due_on=self.due_on.data,
            office_ids=self.offices.data or [],
            partners=self.named_partners,
            steps=[(row.form.text.data, row.form.due_on.data) for row in self.steps if row.form.text.data],
            event_id=self.event.data or None,
            activity_id=self.activity.data or None,
            topic_id=self.topic.data or None,
            place_id=self.place.data or None,
            plan_goal=self.plan_goal.data or "",
            priority=self.priority.data,
            question_ids=sorted(self.question_ids.values()),
            **origin,
        )


class Choices:
    """The lists of the form, each with what the row has already although it is no longer offered."""

    def __init__(
        self,
        offices: list[Choice],
        spaces: list[Choice],
        activities: list[Choice],
        topics: list[Choice],
        places: list[Choice],
    ) -> None:
        self.offices, self.spaces, self.activities = offices, spaces, activities
        self.topics, self.places = topics, places


def from_row(row: Commitment) -> dict[str, Any]:
    """The form of one that is changed."""
    rows = [{"text": step.text, "due_on": step.due_on} for step in row.steps]
    return {
        **{name: getattr(row, name) for name in ("text", "how_known", "scope", "plan_goal", "priority")},
        **{name: getattr(row, name) for name in ("due_on", "promised_on", "revision")},
        **{name: getattr(row, f"{name}_id") or 0 for name in ("lead", "event", "activity", "topic", "place")},
        "offices": [office.department_id for office in row.offices],
        "partners": "\n".join(partner.name for partner in row.partners),
        "questions": ", ".join(link.question.radicado for link in row.questions),
        "steps": [*rows, *({} for _ in range(max(ROWS - len(rows), 0)))],
    }


class PublishForm(SeenForm):
    """That somebody looked at it before everybody reads it."""

    is_looked_at = BooleanField("Revisé el texto: no tiene datos personales")


class DiscardForm(SeenForm):
    """Only the confirmation."""


class SetAsideForm(BaseForm):
    reason = Words("Por qué no es un compromiso", [DataRequired("Escriba por qué no es un compromiso.")], most=300)


class JoinForm(BaseForm):
    """The commitment that is the same."""

    code = Line("Código del compromiso", [DataRequired("Escriba el código. Por ejemplo: C-2026-00001.")], most=16)


class ListForm(BaseForm):
    """What narrows the list; it lives in the address."""

    class Meta(BaseForm.Meta):
        csrf = False

    ver = HiddenField()
    q = Line("Palabras o código", most=100)
    dependencia = SelectField("Dependencia", validate_choice=False)
    espacio = HiddenField()
    anio = SelectField("Año", validate_choice=False)

    def offer(self, offices: Iterable[Choice], years: Iterable[int]) -> "ListForm":
        every = [SelectChoice(str(number), name) for number, name in offices]
        self.dependencia.choices = [SelectChoice("", "Todas"), *every]
        self.anio.choices = [SelectChoice("", "Todos"), *(SelectChoice(str(year), str(year)) for year in years)]
        return self


def _choices(rows: Iterable[Choice]) -> list[SelectChoice]:
    return [SelectChoice(number, name) for number, name in rows]


def _check_year(day: date | None) -> None:
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError("Revise el año.")
