"""Shape of what is typed in the steps of an import."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Any

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from participa.shared.errors import Invalid
from participa.shared.forms import BaseForm, Boxes, Day, Line, Whole, Words
from participa.strategy.forms.checking import CheckedForm, order_of_days
from participa.strategy.forms.editing import choices
from participa.strategy.importing import ImportedActivity, ImportedPlan, ImportedTable, ImportProblem
from participa.strategy.importing.mending import RowWords, words_of
from participa.strategy.importing.reading import read_text
from participa.strategy.importing.sources.kinds import MAX_BYTES
from participa.strategy.models import ELEMENTO_LABELS, ETAPA_LABELS, Header, ImportDraft

MOST_LETTERS = 100_000
NOTHING = "Elija un archivo o pegue la tabla del cronograma."
TOO_LONG = "El texto pasa de 100.000 letras. Guárdelo en un archivo y súbalo."
YEAR_WORDS = "Escriba un año entre 1990 y 2099."
MARKED = "periods"
MEANINGS: Mapping[str, str] = {
    "name": "Actividad",
    "code": "Número o código",
    "section": "Sección o componente",
    "responsible_text": "Responsable",
    "starts_on": "Fecha inicial",
    "ends_on": "Fecha final",
    "schedule_text": "Fecha o periodo",
    "product": "Meta o producto",
    "indicator": "Indicador",
    "stages": "Etapa",
    "element": "Elemento",
    "budget": "Presupuesto",
    "schedule_day": "Día",
    "schedule_week": "Semana",
    "schedule_year": "Año",
    MARKED: "Periodo con X",
    "": "Se guarda aparte",
}
NO_NAME = "Diga cuál columna tiene la actividad."


class ImportForm(BaseForm):
    """A document, as file of any kind or as pasted text."""

    entity_name = Line("Entidad", [DataRequired("Escriba el nombre de la entidad.")])
    year = Whole("Vigencia (año)", [InputRequired(YEAR_WORDS), NumberRange(1990, 2099, YEAR_WORDS)], YEAR_WORDS)
    title = Line("Título", most=300)
    file = FileField("Suba el archivo")
    text = TextAreaField("O pegue la tabla")

    @classmethod
    def of(cls, draft: ImportDraft) -> "ImportForm":
        """The form of an import that was refused, to try again; a pasted text comes back."""
        form = cls(None, entity_name=draft.entity_name, year=draft.year, title=draft.title)
        if not draft.source_name:
            form.text.data = draft.source.decode()
        return form

    def document(self) -> tuple[bytes, str]:
        """The bytes and the name of the file; without one, the pasted text and no name. Raises Invalid."""
        upload = self.file.data
        if upload is not None and upload.filename:
            with closing(upload):
                return upload.stream.read(MAX_BYTES + 1), upload.filename
        return self._pasted().encode(), ""

    def _pasted(self) -> str:
        try:
            text = read_text(self.text.data or "")
        except ImportProblem as problem:
            raise Invalid(str(problem)) from problem
        if not text.strip():
            raise Invalid(NOTHING)
        if len(text) > MOST_LETTERS:
            raise Invalid(TOO_LONG)
        return text

    def header(self, name: str) -> Header:
        return Header(self.entity_name.data or "", self.year.data or 0, self.title.data or "", name)

    @property
    def has_file(self) -> bool:
        return bool(self.file.data is not None and self.file.data.filename)


@dataclass(frozen=True)
class Heading:
    """A heading of the document, once: what was understood and some of its cells."""

    text: str
    meaning: str
    samples: tuple[str, ...]


class ColumnsForm(BaseForm):
    """What each column means; made by `columns_form`."""

    headings: Sequence[Heading] = ()

    def rows(self) -> list[tuple[Heading, Any]]:
        return [(heading, self[f"column_{place}"]) for place, heading in enumerate(self.headings)]

    def choices(self, earlier: Mapping[str, str]) -> dict[str, str]:
        """What was chosen by now: earlier choices and those that differ from what the page showed."""
        chosen = dict(earlier)
        for heading, field in self.rows():
            if field.data != heading.meaning:
                chosen[heading.text] = field.data
                if field.data == MARKED:
                    del chosen[heading.text]  # only the guess knows which period
        return chosen

    def validate(self, extra_validators: Any = None) -> bool:
        fits = bool(super().validate(extra_validators))
        if fits and self.headings and not any(field.data == "name" for _, field in self.rows()):
            self.refuse("column_0", NO_NAME)
            return False
        return fits


def columns_form(tables: Sequence[ImportedTable]) -> ColumnsForm:
    """A form with a list for each heading of the tables."""
    headings = _once(_headings(tables))

    class Form(ColumnsForm):
        pass

    Form.headings = headings
    for place, heading in enumerate(headings):
        options = [SelectChoice(code, words) for code, words in _meanings_for(heading)]
        setattr(Form, f"column_{place}", SelectField(heading.text, choices=options, default=heading.meaning))
    return Form()


def _once(found: Sequence[Heading]) -> list[Heading]:
    """Each heading in its first place, with the first cells that any table has under it."""
    first: dict[str, Heading] = {}
    for one in found:
        if one.text not in first or (one.samples and not first[one.text].samples):
            first[one.text] = one
    return list(first.values())


def _headings(tables: Sequence[ImportedTable]) -> list[Heading]:
    columns = (column for table in tables for column in table.columns if column.heading)
    return [Heading(column.heading, column.meaning, column.samples) for column in columns]


def _meanings_for(heading: Heading) -> list[tuple[str, str]]:
    """Only a column that was understood as marked periods can be one."""
    return [(code, words) for code, words in MEANINGS.items() if code != MARKED or heading.meaning == MARKED]


class RowForm(CheckedForm):
    """One activity of the document, to mend it."""

    name = Words("Actividad", [DataRequired("Escriba la actividad.")], most=20_000)
    code = Line("Número o código", most=32)
    section = SelectField("Sección", coerce=int)
    responsible_text = Words("Responsable", most=20_000)
    date_text = Line("Fecha como está escrita")
    starts_on = Day("Fecha inicial", [Optional()])
    ends_on = Day("Fecha final", [Optional()])
    element = SelectField("Elemento", choices=choices(ELEMENTO_LABELS, "Ninguno"), default="")
    stages = Boxes("Etapas", choices=[SelectChoice(code, label) for code, label in ETAPA_LABELS.items()])
    goal = Words("Meta o producto", most=20_000)
    indicator = Words("Indicador", most=20_000)

    @classmethod
    def of(cls, activity: ImportedActivity, plan: ImportedPlan) -> "RowForm":
        values = asdict(words_of(activity))
        position = values.pop("section_position") or 0
        form = cls(**{**values, "element": activity.element or "", "stages": list(activity.stages)}, section=position)
        none = [SelectChoice("0", "Sin sección")]
        form.section.choices = [*none, *(SelectChoice(str(one.position), one.label) for one in plan.sections)]
        return form

    def problems(self) -> Iterator[tuple[str, str]]:
        yield from order_of_days(self.starts_on.data, self.ends_on.data)

    def words(self) -> RowWords:
        return RowWords(
            name=self.name.data or "",
            code=self.code.data or "",
            section_position=self.section.data or None,
            responsible_text=self.responsible_text.data or "",
            date_text=self.date_text.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            element=self.element.data or None,
            stages=tuple(self.stages.data or ()),
            goal=self.goal.data or "",
            indicator=self.indicator.data or "",
        )


class DropForm(BaseForm):
    """Whether a row is left out («1») or taken back («0»)."""

    dropped = HiddenField(default="1")


class OfficesForm(BaseForm):
    """Which of the offices that the document names are to be created."""

    offices = Boxes("Dependencias que no están en la lista")

    def offer(self, unknown: Mapping[str, int]) -> None:
        self.offices.choices = [SelectChoice(name, name) for name in unknown]


class ConfirmForm(BaseForm):
    """The last word, about what was on the page: `seal` is its digest."""

    seal = HiddenField()
