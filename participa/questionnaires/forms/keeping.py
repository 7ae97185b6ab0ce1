"""Shape of what is typed about a questionnaire as a whole."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired

from participa.questionnaires.models import PURPOSE_LABELS, Purpose, VersionState
from participa.questionnaires.narrowing import Wanted
from participa.questionnaires.official import TEMPLATES
from participa.shared.forms import BaseForm, FormKey, Line, Words

BLANK = "blank"
NO_TITLE = "Escriba el nombre del cuestionario."
STATE_LABELS = {VersionState.DRAFT: "Borrador", VersionState.FROZEN: "En uso"}
IN_ARCHIVE = "archived"
PURPOSES = [SelectChoice(purpose.value, label) for purpose, label in PURPOSE_LABELS.items()]


class FilterForm(BaseForm):
    """What narrows the list; it lives in the address."""

    class Meta(BaseForm.Meta):
        csrf = False

    buscar = Line("Nombre", most=100)
    uso = SelectField("Para qué", choices=[SelectChoice("", "Todos"), *PURPOSES], validate_choice=False)
    estado = SelectField(
        "Estado",
        choices=[
            SelectChoice("", "Borrador o en uso"),
            *(SelectChoice(state.value, label) for state, label in STATE_LABELS.items()),
            SelectChoice(IN_ARCHIVE, "Archivado"),
        ],
        validate_choice=False,
    )

    def wanted(self) -> Wanted:
        purpose = Purpose(self.uso.data) if self.uso.data in set(Purpose) else None
        state = VersionState(self.estado.data) if self.estado.data in set(VersionState) else None
        return Wanted(self.buscar.data or "", purpose, state, self.estado.data == IN_ARCHIVE)


class NewForm(BaseForm):
    """A new questionnaire, empty or from a template."""

    form_key = FormKey()
    start = RadioField(
        "¿Cómo quiere empezar?",
        choices=[
            *(SelectChoice(code, f"{one.title}. {one.description}") for code, one in TEMPLATES.items()),
            SelectChoice(BLANK, "En blanco. Usted escribe todas las preguntas."),
        ],
        validators=[DataRequired("Elija cómo empezar.")],
    )
    title = Line("Nombre", most=200)
    purpose = SelectField("Para qué se usará", choices=PURPOSES, default=Purpose.OTHER.value, coerce=Purpose)

    def validate(self, extra_validators: Any = None) -> bool:
        fits = bool(super().validate(extra_validators))
        if self.start.data == BLANK and not self.title.data:
            self.refuse("title", NO_TITLE)
            return False
        return fits


class AboutForm(BaseForm):
    """Name and use of a questionnaire."""

    title = Line("Nombre", [DataRequired(NO_TITLE)], most=200)
    purpose = SelectField("Para qué se usará", choices=PURPOSES, coerce=Purpose)


class CopyForm(BaseForm):
    """The name of a copy."""

    form_key = FormKey()
    title = Line("Nombre de la copia", [DataRequired("Escriba el nombre de la copia.")], most=200)


class TextsForm(BaseForm):
    """What is read before the first question and after the last."""

    seen = HiddenField()
    intro = Words("Texto del comienzo", most=2000)
    thanks = Words("Texto del final", most=2000)


class ImportForm(BaseForm):
    """A file with a questionnaire."""

    file = FileField("Archivo", [FileRequired(message="Elija el archivo.")])


class ConfirmImportForm(BaseForm):
    """What was read of a file, to be kept after a look at it."""

    form_key = FormKey()
    title = Line("Nombre", [DataRequired(NO_TITLE)], most=200)
    purpose = SelectField("Para qué se usará", choices=PURPOSES, coerce=Purpose)
    document = HiddenField()


class ConfirmForm(BaseForm):
    """A confirmation."""
