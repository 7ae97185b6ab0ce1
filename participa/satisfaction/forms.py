"""Shape of what who asked says of the answer, and of a request to correct it."""

from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, InputRequired

from participa.satisfaction.models import VERDICT_LABELS, Verdict
from participa.shared.forms import BaseForm, Words

CHOICES = [SelectChoice(verdict.value, label) for verdict, label in VERDICT_LABELS.items()]
COMMENT = "¿Qué le faltó a la respuesta?"


class OpinionForm(BaseForm):
    """Yes, partly or no, with the code of the receipt in the body. The comment is for the team."""

    code = HiddenField(validators=[DataRequired("Escriba otra vez su código de seguimiento.")])
    verdict = RadioField(
        "¿Le respondieron lo que preguntó?", [InputRequired("Marque sí, en parte o no.")], choices=CHOICES
    )
    comment = Words(COMMENT, most=1000)

    @property
    def chosen(self) -> Verdict:
        return Verdict(self.verdict.data)


class CorrectionRequestForm(BaseForm):
    """What the office must correct."""

    note = Words("Qué debe corregir la oficina", [DataRequired("Escriba qué debe corregir la oficina.")], most=1000)
