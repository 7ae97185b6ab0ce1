"""What citizens send of a commitment: an address to be told at, a code, and what they saw."""

from typing import Any

from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired

from participa.commitments import privacy, rules
from participa.commitments.models import PieceState
from participa.questions.asking import PetitionForm
from participa.shared import email_address
from participa.shared.forms import BaseForm, Line, Upload, Words

CHECK_BOX = "Marque esta casilla para que podamos guardar su correo y escribirle."
MOST_REASON = 300


class FollowForm(BaseForm):
    """An address, and the authorisation to use it for this alone."""

    website = StringField("Deje este campo vacío")
    email = Line("Su correo", [DataRequired("Escriba su correo.")], most=254)
    agrees = BooleanField(privacy.FOLLOW_WORDS, [DataRequired(CHECK_BOX)])

    def validate_email(self, field: Line) -> None:
        """In its usual form, whoever typed it."""
        found = email_address.whole(field.data or "")
        if field.data and found is None:
            self.refuse("email", email_address.WORDS)
        elif found:
            field.data = found

    @property
    def fell_into_trap(self) -> bool:
        return bool((self.website.data or "").strip())


class CodeForm(BaseForm):
    """The code of a mail, as it came in the link or as somebody types it."""

    code = Line("El código del correo", [DataRequired("Escriba el código que está en el correo.")], most=60)


class ObserveForm(PetitionForm):
    """What was not fulfilled, in the words of who saw it, with something that shows it."""

    body = Words("¿Qué no se ha cumplido?", [DataRequired("Escriba qué no se ha cumplido.")])
    upload = Upload("Una foto o un PDF")
    url = Line("O un enlace", most=500)
    description = Line("¿Qué se ve allí?", most=300)

    def validate(self, extra_validators: Any = None) -> bool:
        is_shaped = super().validate(extra_validators)
        if self.url.data and not rules.is_safe_address(self.url.data):
            self.refuse("url", "Escriba el enlace completo. Empieza por https://.")
        if self.shows_something and not self.description.data:
            self.refuse("description", "Diga en pocas palabras qué se ve allí.")
        return is_shaped and not self.errors

    @property
    def shows_something(self) -> bool:
        return bool(self.upload.data or self.url.data)

    @property
    def is_showing_open(self) -> bool:
        """Whether the part with the evidence must be open: it holds something, or something in it is wrong."""
        names = ("upload", "url", "description")
        return any(self[name].data or self[name].errors for name in names)


class PieceForm(BaseForm):
    """What the team decides of a piece that came with an observation."""

    state = RadioField(
        "¿Se publica?",
        [DataRequired("Elija si se publica o no.")],
        choices=[
            SelectChoice(PieceState.ACCEPTED.value, "Sí, publicarla"),
            SelectChoice(PieceState.KEPT_BACK.value, "No publicarla"),
        ],
    )
    reason = Words("Por qué", [DataRequired("Escriba por qué.")], most=MOST_REASON)

    @property
    def chosen(self) -> PieceState:
        return PieceState(self.state.data)
