"""The shape of what is sent about improvement plans."""

from datetime import date
from typing import Any, Self
from urllib.parse import urlsplit

from wtforms import HiddenField, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from participa.improvement.drafting import NewAction, NewFinding, NewPlan
from participa.improvement.models import FINDING_ORIGIN_LABELS, FindingOrigin, ImprovementAction, ImprovementPlan
from participa.shared.forms import BaseForm, Boxes, Day, FormKey, Line, OneOf, Upload, Whole, Words
from participa.shared.seen_form import SeenForm

Pairs = list[tuple[int, str]]
YEAR = "Escriba el año. Por ejemplo: 2026."
TYPED = (FindingOrigin.CONTROL_BODY, FindingOrigin.INTERNAL_CONTROL)


class PlanForm(BaseForm):
    form_key = FormKey()
    title = Line("Nombre del plan", [DataRequired("Escriba el nombre del plan.")])
    year = Whole("Año", [InputRequired(YEAR), NumberRange(2000, 2100, message=YEAR)], words=YEAR)
    activity = OneOf("Actividad de la estrategia que cumple", coerce=int)
    event = OneOf("Espacio del que sale", coerce=int)

    def offer(self, activities: Pairs, events: Pairs) -> None:
        self.activity.choices = [SelectChoice(number, label) for number, label in activities]
        self.event.choices = [SelectChoice(0, "Ninguno en particular")]
        self.event.choices += [SelectChoice(number, label) for number, label in events]

    @classmethod
    def of(cls, plan: ImprovementPlan) -> Self:
        written = {"title": plan.title, "year": plan.year, "activity": plan.activity_id, "event": plan.event_id or 0}
        return cls(data=written)

    def written(self) -> NewPlan:
        return NewPlan(self.year.data or 0, self.title.data or "", self.activity.data, self.event.data or None)


class BringForm(BaseForm):
    chosen = Boxes("Qué entra al plan", [DataRequired("Marque al menos uno.")])

    def offer(self, sources: list[tuple[str, str]]) -> None:
        self.chosen.choices = [SelectChoice(source, words) for source, words in sources]


class FindingForm(BaseForm):
    form_key = FormKey()
    origin = RadioField(
        "Quién lo encontró",
        choices=[SelectChoice(one.value, FINDING_ORIGIN_LABELS[one]) for one in TYPED],
        default=FindingOrigin.CONTROL_BODY.value,
    )
    words = Words("Qué se encontró", [DataRequired("Escriba qué se encontró.")])
    body = Line("Órgano de control")
    document = Line("Documento", most=300)
    document_on = Day("Fecha del documento", [Optional()])
    url = Line("Enlace al documento", most=500)
    upload = Upload("O el archivo del documento")
    cause = Words("Por qué pasó")

    def validate_url(self, field: Any) -> None:
        if field.data and not _is_https(field.data):
            raise ValidationError("Escriba una dirección completa que empiece con https://")

    def written(self) -> NewFinding:
        return NewFinding(
            origin=FindingOrigin(self.origin.data),
            words=self.words.data or "",
            body=self.body.data or "",
            document=self.document.data or "",
            document_on=self.document_on.data,
            url=self.url.data or "",
            upload=self.upload.data or None,
            cause=self.cause.data or "",
        )


class CauseForm(SeenForm):
    """The cause of a finding; the words too, or the reason for another cause, as the page asks."""

    prefix = "causa-"
    words = Words("Qué se encontró")
    cause = Words("Por qué pasó", [DataRequired("Escriba por qué pasó.")])
    reason = Words("Por qué cambia la causa", most=1000)


class ActionForm(BaseForm):
    form_key = FormKey()
    text = Words("Qué se va a hacer", [DataRequired("Escriba qué se va a hacer.")])
    how_known = Words("Cómo se sabrá que se hizo", [DataRequired("Escriba cómo se sabrá que se hizo.")])
    lead_id = OneOf("Dependencia responsable", coerce=int)
    office_ids = Boxes("Otras dependencias que ayudan", coerce=int)
    due_on = Day("Hasta qué día", [DataRequired("Escriba hasta qué día.")])
    indicator = Line("Indicador", [DataRequired("Escriba qué se va a medir, y en qué unidad.")], most=300)
    baseline = Line("Cuánto es hoy", most=200)
    target = Line("Meta", [DataRequired("Escriba cuánto debe ser al final.")], most=200)

    def offer(self, offices: Pairs) -> None:
        self.lead_id.choices = [SelectChoice(number, name) for number, name in offices]
        self.office_ids.choices = [SelectChoice(number, name) for number, name in offices]

    @classmethod
    def of(cls, action: ImprovementAction) -> Self:
        commitment = action.commitment
        names = ("text", "how_known", "lead_id", "due_on")
        measured = {name: getattr(action, name) for name in ("indicator", "baseline", "target")}
        shared = [office.department_id for office in commitment.offices]
        return cls(data={**{name: getattr(commitment, name) for name in names}, **measured, "office_ids": shared})

    def written(self) -> NewAction:
        """Call it once the form is good: then there is a day."""
        due_on = self.due_on.data or date.max
        return NewAction(
            text=self.text.data or "",
            how_known=self.how_known.data or "",
            lead_id=self.lead_id.data,
            due_on=due_on,
            indicator=self.indicator.data or "",
            target=self.target.data or "",
            baseline=self.baseline.data or "",
            office_ids=self.office_ids.data or [],
        )


class PublishForm(BaseForm):
    """`seen` stands for the plan as the approver read it."""

    seen = HiddenField()


class CloseForm(BaseForm):
    reason = Words("Por qué se cierra así")


def _is_https(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and "." in (parts.hostname or "") and not any(map(str.isspace, address))
