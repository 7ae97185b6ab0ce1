"""Shape of what the team sends about the written answer, who reviews it, and the texts from which it is begun."""

from collections.abc import Sequence
from typing import Self

from wtforms import BooleanField, Field, HiddenField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired

from participa.accounts.models import Department
from participa.questions.enclosed import Enclosed
from participa.questions.forms.staff import NOTHING, REVIEWED, DeskForm, NoteForm, StepForm
from participa.questions.models import AnswerTemplate, AnswerVersion
from participa.shared.forms import BaseForm, Boxes, Line, Upload, Words

LONGEST_LINE, MOST_LINES = 200, 15
PROMISE_WHAT = "Escriba qué se promete y para cuándo."
PROMISE_TICK = "Marque la casilla del compromiso, o borre esta línea."


class AnswerForm(DeskForm):
    """The text and what goes with it. Without `whole` only the text was sent, and the rest stays as it is."""

    prefix = "respuesta-"

    body = Words("Su respuesta", [DataRequired(message="Escriba la respuesta.")], most=10_000)
    whole = HiddenField(default="1")
    kept = Boxes("Archivos que van con la respuesta", coerce=int, validate_choice=False)
    file = Upload("Adjuntar un archivo")
    file_words = Line("¿Qué es el archivo?", most=200)
    has_promise = BooleanField("Esta respuesta promete algo")
    promise = Line("Qué se promete y para cuándo", most=300)
    ticks = Boxes("Antes de enviarla, revise", validate_choice=False)
    reviewed = BooleanField(REVIEWED)
    template = SelectField("Plantilla", coerce=int, validate_choice=False, default=NOTHING)

    def validate_promise(self, field: Field) -> None:
        if self.has_promise.data and not field.data:
            raise ValidationError(PROMISE_WHAT)
        if field.data and not self.has_promise.data:
            raise ValidationError(PROMISE_TICK)

    def offer(
        self, version: AnswerVersion | None, checklist: Sequence[str], templates: Sequence[AnswerTemplate] = ()
    ) -> Self:
        """Put in the lists the files of the version, the checklist and the templates."""
        files = version.attachments if version else []
        self.kept.choices = [SelectChoice(one.file_id, f"{one.words} ({one.file.size_label})") for one in files]
        self.ticks.choices = [SelectChoice(words, words) for words in checklist]
        offered = [SelectChoice(template.id, template.title) for template in templates]
        self.template.choices = [SelectChoice(NOTHING, "Elija una plantilla"), *offered]
        return self

    @property
    def typed(self) -> str:
        return self.body.data or ""

    def enclosed(self, checklist: Sequence[str]) -> Enclosed:
        """What was sent beside the text."""
        if not self.whole.raw_data or not self.whole.data:
            return Enclosed()
        return Enclosed(
            ticked={words: words in (self.ticks.data or []) for words in checklist},
            kept=frozenset(self.kept.data or []),
            upload=self.file.data or None,
            upload_words=self.file_words.data or "",
            promise=self.promise.data if self.has_promise.data else "",
        )


class CorrectionForm(AnswerForm):
    prefix = "correccion-"

    note = Words("Qué corrige y por qué", [DataRequired(message="Escriba qué corrige.")], most=1000)


class ApproveForm(StepForm):
    """To approve or publish; what may be personal data has to be looked at."""

    reviewed = BooleanField(REVIEWED)


class ReviewForm(NoteForm):
    """What who reviews before the approver says."""

    prefix = "revision-"

    note = Words("Nota para el equipo", most=2000)


class SkipForm(NoteForm):
    prefix = "seguir-"


class SettingsForm(BaseForm):
    """Who looks at an answer before the approver, and what the office looks at."""

    head = BooleanField("Quien dirige la dependencia que responde")
    legal = SelectField("Dependencia jurídica", coerce=int)
    communications = BooleanField("Comunicaciones")
    checklist = Words("Lista de revisión", most=3000)

    def offer(self, departments: Sequence[Department]) -> Self:
        none = SelectChoice(NOTHING, "Sin revisión jurídica")
        self.legal.choices = [none, *(SelectChoice(one.id, one.name) for one in departments)]
        return self

    def validate_checklist(self, field: Field) -> None:
        lines = [line for line in (field.data or "").splitlines() if line.strip()]
        if len(lines) > MOST_LINES or any(len(line.strip()) > LONGEST_LINE for line in lines):
            raise ValidationError(f"Escriba hasta {MOST_LINES} renglones, de {LONGEST_LINE} letras o menos cada uno.")


class TemplateForm(BaseForm):
    """A text from which answers are begun."""

    title = Line("Nombre de la plantilla", [DataRequired(message="Escriba el nombre.")], most=120)
    body = Words("Texto", [DataRequired(message="Escriba el texto.")], most=8000)
    for_all = BooleanField("Para todas las dependencias")
    is_active = BooleanField("Se ofrece al escribir una respuesta", default=True)
