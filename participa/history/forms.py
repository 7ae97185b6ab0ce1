"""The shape of what is sent about history, and of what the public list is asked for."""

from typing import Any

from wtforms import Form, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired

from participa.history.models import KIND_CODES, KIND_PLURALS, HistoryKind
from participa.history.privacy import described_in
from participa.shared.forms import BaseForm, FormKey, Line, OneOf, Upload, Words

KINDS = {code: kind for kind, code in KIND_CODES.items()}
CHOICES = [SelectChoice(KIND_CODES[kind], KIND_PLURALS[kind]) for kind in HistoryKind]


def _says_nobody(_form: Any, field: Any) -> None:
    seen = described_in(field.data or "")
    if seen:
        raise ValidationError(f"Se publica y hay un dato personal: {seen}. Quítelo.")


class UploadForm(BaseForm):
    form_key = FormKey()
    kind = OneOf("Qué trae el archivo", choices=CHOICES)
    source = Line(
        "De dónde viene", [DataRequired("Escriba el sistema o la entidad de origen."), _says_nobody], most=120
    )
    file = Upload("Archivo CSV", is_required=True)

    @property
    def chosen_kind(self) -> HistoryKind:
        return KINDS[self.kind.data]


class WithdrawForm(BaseForm):
    reason = Words("Motivo", [DataRequired("Escriba el motivo. Se publica."), _says_nobody], most=500)


class YearForm(Form):
    """How the rows of a year are narrowed; what makes no sense is left out."""

    clase = OneOf("Clase", choices=[SelectChoice("", "Todo"), *CHOICES], default="")

    @property
    def chosen_kind(self) -> HistoryKind | None:
        return None if self.clase.errors else KINDS.get(self.clase.data or "")
