"""The shape of what is sent about the document of an encounter. No field takes a figure: those come from the data."""

from wtforms import IntegerField
from wtforms.validators import DataRequired, InputRequired
from wtforms.widgets import HiddenInput

from participa.encounters.models import Encounter
from participa.shared.forms import BaseForm, Boxes, OneOf, Words
from participa.shared.seen_form import STALE_PAGE, SeenForm

MOST = 3000


class BeginForm(BaseForm):
    space = OneOf("Espacio de diálogo", [DataRequired("Elija el espacio.")])


class ChooseForm(SeenForm):
    """What is in; without a mark in a list, all of it."""

    prefix = "entra-"

    years = Boxes("Años en que se registraron", coerce=int)
    event_ids = Boxes("Espacios donde se prometieron", coerce=int)
    office_ids = Boxes("Dependencias que responden", coerce=int)
    opening = Words("Texto de apertura", most=MOST)

    @classmethod
    def of(cls, encounter: Encounter) -> "ChooseForm":
        chosen = ("years", "event_ids", "office_ids", "opening")
        return cls.fresh(encounter, **{name: getattr(encounter, name) for name in chosen})


class RemarkForm(BaseForm):
    text = Words("Palabras de la dependencia", most=MOST)


class PublishForm(BaseForm):
    """`after` is how many versions there were when the page was opened."""

    after = IntegerField(widget=HiddenInput(), validators=[InputRequired(message=STALE_PAGE)])
    reason = Words("Qué cambia en esta versión", most=500)
