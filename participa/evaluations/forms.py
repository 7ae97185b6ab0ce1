"""The shape of what is sent about evaluations."""

from wtforms import BooleanField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, InputRequired, NumberRange

from participa.evaluations.models import TAG_LABELS, Tag
from participa.evaluations.rules import MOST_DAYS, USUAL_DAYS
from participa.shared.forms import BaseForm, FormKey, Line, Whole, Words

DAYS = f"Escriba un número de días, de 1 a {MOST_DAYS}."
LONGEST = 1000


class StartForm(BaseForm):
    days = Whole(
        "Días que dura abierta",
        [InputRequired(DAYS), NumberRange(1, MOST_DAYS, message=DAYS)],
        words=DAYS,
        default=USUAL_DAYS,
    )
    has_open_link = BooleanField("Abrir también un enlace para redes sociales, que se cuenta aparte")


class ExitForm(BaseForm):
    form_key = FormKey()


class TakeUpForm(BaseForm):
    """What the team publishes of something written."""

    source = HiddenField()
    words = Words("La recomendación, sin datos personales", [DataRequired("Escriba la recomendación.")], most=LONGEST)
    tag = SelectField("De qué trata", choices=[SelectChoice(tag.value, label) for tag, label in TAG_LABELS.items()])
    free_tags = Line("Otras etiquetas", most=250)

    @property
    def chosen(self) -> Tag:
        return Tag(self.tag.data)

    @property
    def tags(self) -> list[str]:
        return (self.free_tags.data or "").split(",")


class DoneForm(BaseForm):
    done = Words("Qué se hizo", [DataRequired("Escriba qué se hizo, o por qué no se puede hacer.")], most=2000)
