"""Shape of what is written of the agenda, the route, the documents and the activities of a space."""

from collections.abc import Sequence

from wtforms import BooleanField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from participa.events.forms.fields import Address
from participa.events.models import (
    DOCUMENT_KIND_LABELS,
    MEMORIAS,
    ROUTE_MOMENT_LABELS,
    DocumentKind,
    NewDocument,
    RouteMoment,
)
from participa.shared.forms import BaseForm, Day, FormKey, Line, Upload, Whole, Words
from participa.strategy.models import Activity

MOST_MINUTES = 24 * 60
MINUTES_WORDS = "Escriba los minutos, de 1 a 1440."
LONGEST_CHOICE = 110


class ItemForm(BaseForm):
    """A point of the agenda."""

    mark = HiddenField()
    title = Line("Punto", [DataRequired("Escriba el punto.")], most=300)
    minutes = Whole(
        "Minutos",
        [InputRequired(MINUTES_WORDS), NumberRange(1, MOST_MINUTES, message=MINUTES_WORDS)],
        words=MINUTES_WORDS,
    )
    responsible = Line("A cargo de", most=200)


class StepForm(BaseForm):
    """A task of the route."""

    mark = HiddenField()
    text = Words("Qué se hace", [DataRequired("Escriba qué se hace.")], most=1000)
    responsible = Line("Quién responde", most=200)


class NewStepForm(StepForm):
    moment = SelectField(
        "Momento",
        choices=[SelectChoice(moment.value, label) for moment, label in ROUTE_MOMENT_LABELS.items()],
        coerce=RouteMoment,
    )


class ActivityForm(BaseForm):
    """One more activity that the space fulfils."""

    activity = SelectField("Actividad", coerce=int)

    def offer(self, activities: Sequence[Activity]) -> None:
        self.activity.choices = [SelectChoice(row.id, _choice(row)) for row in activities]


class NewDocumentForm(BaseForm):
    """A document with its file or its link."""

    form_key = FormKey()
    kind = SelectField(
        "Qué es",
        choices=[
            SelectChoice(kind.value, label) for kind, label in DOCUMENT_KIND_LABELS.items() if kind not in MEMORIAS
        ],
        coerce=DocumentKind,
    )
    title = Line("Título", [DataRequired("Escriba el título del documento.")])
    upload = Upload("Archivo")
    url = Address("O un enlace")
    published_on = Day("Publicado desde", [Optional()])

    def given(self) -> NewDocument:
        return NewDocument(
            kind=self.kind.data,
            title=self.title.data or "",
            upload=self.upload.data or None,
            url=self.url.data or "",
            published_on=self.published_on.data,
        )


class NewMemoriaForm(BaseForm):
    """A document that tells what happened."""

    form_key = FormKey()
    kind = SelectField(
        "Qué es",
        choices=[
            SelectChoice(kind.value, label)
            for kind, label in DOCUMENT_KIND_LABELS.items()
            if kind in MEMORIAS and kind not in (DocumentKind.PHOTO, DocumentKind.RECORDING)
        ],
        coerce=DocumentKind,
    )
    title = Line("Título", [DataRequired("Escriba el título del documento.")])
    upload = Upload("Archivo")
    url = Address("O un enlace")

    def given(self) -> NewDocument:
        upload, url = self.upload.data or None, self.url.data or ""
        return NewDocument(self.kind.data, self.title.data or "", upload, url)


class PhotoForm(BaseForm):
    """A photo, with words for who does not see it."""

    form_key = FormKey()
    title = Line("Qué momento es", [DataRequired("Escriba qué momento muestra.")])
    upload = Upload("Fotografía", is_required=True)
    alt_text = Line("Descripción", [DataRequired("Describa la fotografía para quien no puede verla.")], most=300)
    is_image_authorized = BooleanField(
        "Las personas que se reconocen autorizaron usar su imagen, o no se reconoce a nadie"
    )

    def given(self) -> NewDocument:
        return NewDocument(
            kind=DocumentKind.PHOTO,
            title=self.title.data or "",
            upload=self.upload.data or None,
            alt_text=self.alt_text.data or "",
            is_image_authorized=bool(self.is_image_authorized.data),
        )


class MemoriaForm(BaseForm):
    """The recording and the acta as text."""

    seen = HiddenField()
    recording_url = Address("Enlace de la grabación")
    minutes_text = Words("Acta o resumen en texto", most=20000)


def _choice(activity: Activity) -> str:
    name = " ".join(activity.name.split())
    short = name if len(name) <= LONGEST_CHOICE else f"{name[:LONGEST_CHOICE].rstrip()}…"
    return f"{activity.strategy.year} · {activity.slug} · {short}"
