"""Shape of what people type besides their answers: a code, a document."""

from collections.abc import Mapping

from wtforms import SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired

from participa.shared.forms import BaseForm, Line
from participa.surveys import proofs
from participa.surveys.proofs import DOCUMENT_KIND_LABELS, DocumentKind, Proof, Way


class ProofForm(BaseForm):
    """What shows that somebody answers once."""

    main_field = ""

    def proof(self) -> Proof:
        """Of a good form."""
        raise NotImplementedError

    @classmethod
    def told(cls, fields: Mapping[str, str]) -> Proof:
        """Of what travels in the later pages of a form."""
        raise NotImplementedError


class CodeForm(ProofForm):
    main_field = "single_use_code"
    single_use_code = Line("Su código", [DataRequired("Escriba el código de su papel o su correo.")], most=60)

    def proof(self) -> Proof:
        return proofs.by_code(self.single_use_code.data or "")

    @classmethod
    def told(cls, fields: Mapping[str, str]) -> Proof:
        return proofs.by_code(fields.get("single_use_code", ""))


class DocumentForm(ProofForm):
    main_field = "document_number"
    document_kind = SelectField(
        "Tipo de documento", choices=[SelectChoice(kind.value, label) for kind, label in DOCUMENT_KIND_LABELS.items()]
    )
    document_number = Line("Número de documento", [DataRequired("Escriba el número de su documento.")], most=40)

    def validate_document_number(self, field: Line) -> None:
        """Raises ValidationError for what cannot be the number of a document."""
        number = proofs.document_number(field.data or "")
        if not 4 <= len(number) <= 20 or not any(sign.isdigit() for sign in number):
            raise ValidationError("Revise el número: escriba solo sus cifras y letras.")

    def proof(self) -> Proof:
        return proofs.by_document(DocumentKind(self.document_kind.data), self.document_number.data or "")

    @classmethod
    def told(cls, fields: Mapping[str, str]) -> Proof:
        kind = fields.get("document_kind", "")
        known = DocumentKind(kind) if kind in set(DocumentKind) else DocumentKind.CC
        return proofs.by_document(known, fields.get("document_number", ""))


FORMS: dict[Way, type[ProofForm]] = {Way.CODE: CodeForm, Way.DOCUMENT: DocumentForm}


class DraftCodeForm(BaseForm):
    """The code of a survey left half way, or that of a receipt."""

    code = Line("Su código", [DataRequired("Escriba el código.")], most=60)


class LeftForm(BaseForm):
    """What is shown of a survey whose page expired before it was sent; all else travels hidden."""

    survey_title = Line("Encuesta")
