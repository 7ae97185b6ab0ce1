"""Shape of what is written of sections, activities and value groups by hand."""

from collections.abc import Iterator, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, NumberRange, Optional

from participa.accounts.models import Department
from participa.shared.forms import BaseForm, Boxes, Day, Line, Whole, Words
from participa.strategy import when
from participa.strategy.forms.checking import CheckedForm, order_of_days
from participa.strategy.models import (
    ELEMENTO_LABELS,
    ETAPA_LABELS,
    ODS_LABELS,
    Activity,
    Description,
    SectionWords,
    ValueGroup,
)

BUDGET_WORDS = "Escriba el presupuesto en pesos, solo con números. Por ejemplo: 45.000.000."
MOST_PESOS = 10**15
LONGEST = 20_000  # letters, as many as a row of a document may bring


def choices(labels: dict[str, str], none: str) -> list[SelectChoice]:
    return [SelectChoice("", none), *(SelectChoice(code, label) for code, label in labels.items())]


class Pesos(Whole):
    """Whole pesos; the sign, spaces and points of thousands do not matter."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        cleaned = [value.replace("$", "").replace(".", "").replace(" ", "") for value in valuelist]
        self.data = None
        super().process_formdata([value for value in cleaned if value])


class SectionForm(BaseForm):
    """The words of a section."""

    label = Line("Nombre de la sección", [DataRequired("Escriba el nombre de la sección.")], most=300)
    elemento = SelectField("Elemento", choices=choices(ELEMENTO_LABELS, "Ninguno"), default="")
    etapa = SelectField("Etapa", choices=choices(ETAPA_LABELS, "Ninguna"), default="")

    def words(self) -> SectionWords:
        return SectionWords(self.label.data or "", self.elemento.data or None, self.etapa.data or None)


class DescriptionForm(CheckedForm):
    """An activity, whole. `mark`: what the person saw of it."""

    mark = HiddenField()
    name = Words("¿Qué se va a hacer?", [DataRequired("Escriba la actividad.")], most=LONGEST)
    section = SelectField("Sección", coerce=int)
    code = Line("Código", most=32)
    starts_on = Day("Fecha inicial", [Optional()])
    ends_on = Day("Fecha final", [Optional()])
    date_text = Line("Fecha con palabras")
    responsible_text = Words("Responsable, como está escrito", most=LONGEST)
    departments = Boxes("Dependencias responsables", coerce=int)
    elemento = SelectField("Elemento", choices=choices(ELEMENTO_LABELS, "El de la sección"), default="")
    etapas = Boxes("Etapas", choices=[SelectChoice(code, label) for code, label in ETAPA_LABELS.items()])
    goal = Words("Meta o producto", most=LONGEST)
    indicator = Words("Indicador", most=LONGEST)
    meta_pdm = Words("Meta del plan de desarrollo", most=1000)
    budget = Pesos("Presupuesto en pesos", [Optional(), NumberRange(0, MOST_PESOS, BUDGET_WORDS)], BUDGET_WORDS)
    value_groups = Boxes("Grupos de valor", coerce=int)
    topics = Boxes("Temas")
    ods = Boxes(
        "Objetivos de desarrollo sostenible",
        coerce=int,
        choices=[SelectChoice(str(number), f"{number}. {label}") for number, label in ODS_LABELS.items()],
    )

    @classmethod
    def of(cls, activity: Activity | None) -> "DescriptionForm":
        """The form with what is written now."""
        if activity is None:
            return cls()
        linked = {
            "section": activity.section_id,
            "departments": [office.id for office in activity.departments],
            "value_groups": [group.id for group in activity.value_groups],
            "topics": list(activity.topics),
            "mark": activity.mark,
            "date_text": when.as_words(activity),
        }
        return cls(**(_values(activity) | linked))

    def offer(
        self,
        sections: Sequence[tuple[int, str]],
        offices: Sequence[Department],
        groups: Sequence[ValueGroup],
        topics: Sequence[str],
    ) -> None:
        self.section.choices = [SelectChoice(str(number), label) for number, label in sections]
        self.departments.choices = [SelectChoice(str(office.id), office.name) for office in offices]
        self.value_groups.choices = [SelectChoice(str(group.id), group.name) for group in groups]
        self.topics.choices = [SelectChoice(topic, topic) for topic in topics]

    def problems(self) -> Iterator[tuple[str, str]]:
        yield from order_of_days(self.starts_on.data, self.ends_on.data)

    def description(self, offices: Sequence[Department], groups: Sequence[ValueGroup]) -> Description:
        return Description(
            section_id=self.section.data,
            name=self.name.data or "",
            code=self.code.data or "",
            responsible_text=self.responsible_text.data or "",
            departments=tuple(office for office in offices if office.id in (self.departments.data or ())),
            elemento=self.elemento.data or None,
            etapas=tuple(self.etapas.data or ()),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            date_text=self.date_text.data or "",
            goal=self.goal.data or "",
            indicator=self.indicator.data or "",
            meta_pdm=self.meta_pdm.data or "",
            ods=tuple(self.ods.data or ()),
            budget=self.budget.data,
            value_groups=tuple(group for group in groups if group.id in (self.value_groups.data or ())),
            topics=tuple(self.topics.data or ()),
        )


AS_WRITTEN = (
    *("name", "code", "starts_on", "ends_on", "responsible_text", "etapas", "goal", "indicator"),
    *("meta_pdm", "budget", "ods"),
)


def _values(activity: Activity) -> dict[str, Any]:
    return {name: getattr(activity, name) for name in AS_WRITTEN} | {"elemento": activity.elemento or ""}


class PlaceForm(BaseForm):
    """Up or down."""

    way = SelectField("Hacia", choices=[SelectChoice("arriba", "Subir"), SelectChoice("abajo", "Bajar")])


class ValueGroupForm(BaseForm):
    """A value group of the catalogue."""

    name = Line("Nombre del grupo", [DataRequired("Escriba el nombre del grupo.")], most=120)
    is_active = BooleanField("Se puede elegir", default=True)
