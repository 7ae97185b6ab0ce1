"""The shape of what is sent about reports. No field takes a figure: those come from the data."""

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired

from participa.shared.forms import BaseForm, Boxes, Line, OneOf, Upload, Words
from participa.shared.seen_form import SeenForm

LONGEST_TEXT = 8000
STEPS = ("enviar", "aprobar", "devolver", "publicar", "corregir", "archivos", "descartar")


class ListForm(BaseForm):
    """How the address narrows the list of published reports; what it cannot mean narrows nothing."""

    class Meta(BaseForm.Meta):
        csrf = False

    tipo = OneOf("Tipo de informe", default="")
    anio = OneOf("Año", default="")

    @classmethod
    def asked(cls, said: MultiDict[str, str], kinds: dict[str, str], years: list[int]) -> "ListForm":
        form = cls(formdata=said)
        form.tipo.choices = [SelectChoice("", "Todos"), *(SelectChoice(name, label) for name, label in kinds.items())]
        form.anio.choices = [SelectChoice("", "Todos"), *(SelectChoice(str(year), str(year)) for year in years)]
        return form

    @property
    def kind(self) -> str:
        return _known(self.tipo)

    @property
    def year(self) -> int | None:
        return int(_known(self.anio)) if _known(self.anio) else None

    def address(self) -> dict[str, str]:
        """What narrows, as the address carries it."""
        chosen = {"tipo": self.kind, "anio": _known(self.anio)}
        return {name: value for name, value in chosen.items() if value}


def _known(field: OneOf) -> str:
    """The chosen value, when it is one of the list."""
    known = {choice.value for choice in field.choices or () if isinstance(choice, SelectChoice)}
    return field.data if field.data in known else ""


class BeginForm(BaseForm):
    about = OneOf("De qué es el informe", [DataRequired("Elija de qué es el informe.")])

    def offer(self, choices: list[tuple[str, str]]) -> None:
        self.about.choices = [SelectChoice(key, label) for key, label in choices]


class TextForm(SeenForm):
    prefix = "texto-"
    text = Words("Texto", most=LONGEST_TEXT)


class ActivitiesForm(BaseForm):
    activities = Boxes("Actividades que cumple", coerce=int)

    def offer(self, choices: list[tuple[int, str]]) -> None:
        self.activities.choices = [SelectChoice(number, label) for number, label in choices]


class StepForm(BaseForm):
    """A step of a report. `digest` stands for the version that the person read."""

    step = HiddenField()
    digest = HiddenField()
    words = Words("Qué hay que cambiar", most=1000)

    def validate_step(self, field: HiddenField) -> None:
        if field.data not in STEPS:
            raise ValidationError("Recargue la página: falta un dato del formulario.")


class WithdrawForm(BaseForm):
    reason = Words("Por qué se retira", most=1000)


class CheckForm(BaseForm):
    """The digest of a file, or the file itself; nothing of it is kept."""

    digest = Line("Huella (SHA-256)", most=200)
    upload = Upload("O el archivo")
