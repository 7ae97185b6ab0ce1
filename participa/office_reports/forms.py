"""The shape of what is sent about reports."""

from typing import Any
from urllib.parse import urlsplit

from wtforms import BooleanField, IntegerField, ValidationError
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from participa.office_reports.models import NUMBERED, PARTS, NewEvidence, OfficeReport, Written
from participa.shared.forms import BaseForm, Boxes, Day, FormKey, Line, Upload, Whole, Words
from participa.shared.seen_form import STALE_PAGE, SeenForm

MOST = 8000
MOST_PEOPLE = 1_000_000
COUNT = "Escriba un número. Por ejemplo: 120."


class AskForm(BaseForm):
    offices = Boxes("Dependencias que informan", [DataRequired("Elija al menos una dependencia.")], coerce=int)
    due_on = Day("Hasta qué día", [DataRequired("Escriba hasta qué día se reciben.")])


class UnaskForm(BaseForm):
    """A button alone."""


class ReportForm(BaseForm):
    """The six parts and who fills them in. What is sent while somebody types may lack anything."""

    revision = IntegerField(widget=HiddenInput(), validators=[InputRequired(message=STALE_PAGE)])
    activities = Words(NUMBERED["activities"], most=MOST)
    groups = Words(NUMBERED["groups"], most=MOST)
    topics = Words(NUMBERED["topics"], most=MOST)
    observations = Words(NUMBERED["observations"], most=MOST)
    outcome = Words(NUMBERED["outcome"], most=MOST)
    commitments = Words(NUMBERED["commitments"], most=MOST)
    attendees = Whole("Personas que asistieron", [Optional(), NumberRange(0, MOST_PEOPLE, message=COUNT)], words=COUNT)
    filled_as = Line("Cargo de quien llena el informe", most=120)

    @classmethod
    def fresh(cls, report: OfficeReport) -> "ReportForm":
        written = {"filled_as": report.filled_as, "attendees": report.attendees, "revision": report.revision}
        return cls(formdata=None, data={**report.parts, **written})

    @property
    def written(self) -> Written:
        parts = {name: self[name].data or "" for name in PARTS}
        return Written(parts, self.filled_as.data or "", self.attendees.data)

    def now_seen(self, report: OfficeReport) -> None:
        """Let the form be sent again after the person has seen what changed meanwhile."""
        self.revision.raw_data = None
        self.revision.data = report.revision


class JoinForm(SeenForm):
    """The report as the team read it."""


class ReturnForm(SeenForm):
    note = Words("Qué se debe corregir", [DataRequired("Escriba qué se debe corregir.")], most=2000)


class SummaryForm(BaseForm):
    summary = Words("Palabras del equipo", most=MOST)


class EvidenceForm(BaseForm):
    """A file or a link. Only what is marked may leave the team."""

    form_key = FormKey()
    title = Line("Qué muestra", [DataRequired("Escriba qué muestra este soporte.")])
    upload = Upload("Archivo")
    url = Line("O un enlace", most=500)
    alt_text = Line("Si es una imagen, descríbala", most=300)
    is_public = BooleanField("Se puede publicar: no tiene datos personales, o las personas lo autorizaron")

    def validate_url(self, field: Any) -> None:
        if field.data and not _is_https(field.data):
            raise ValidationError("Escriba una dirección completa que empiece con https://")

    def given(self) -> NewEvidence:
        return NewEvidence(
            title=self.title.data or "",
            upload=self.upload.data or None,
            url=self.url.data or "",
            alt_text=self.alt_text.data or "",
            is_public=bool(self.is_public.data),
        )


def _is_https(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and "." in (parts.hostname or "") and not any(map(str.isspace, address))
