"""The shape of whatever citizens send to be answered: their words, where the answer goes and what they authorise.

Rooms above make their own form of it, so that what becomes a question is asked in one way everywhere.
"""

from collections.abc import Mapping
from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired

from participa.questions import device, privacy
from participa.questions.models import ANSWER_MEDIUM_LABELS, AnswerMedium, Purpose
from participa.questions.submission import Submission
from participa.shared.forms import BaseForm, FormKey, Line, Words, new_form_key
from participa.shared.phone_numbers import is_number

ENCODED = "=?"  # inside an address it is read as other letters
CONTACTS = {
    AnswerMedium.EMAIL: ("email", "Escriba su correo para enviarle la respuesta."),
    AnswerMedium.PHONE: ("phone", "Escriba su teléfono para darle la respuesta."),
    AnswerMedium.POST: ("address", "Escriba la dirección a la que enviamos la carta."),
}
NAMES = ("first_names", "last_names", "document", "organization")


def labelled(labels: Mapping[Any, str]) -> list[SelectChoice]:
    return [SelectChoice(member.value, label) for member, label in labels.items()]


class PetitionForm(BaseForm):
    """Only the text is required; boxes of authorisation are never ticked beforehand."""

    form_key = FormKey()
    opened = HiddenField(default=device.opened_now)
    website = StringField("Deje este campo vacío")
    body = Words("¿Qué quiere preguntar?", [DataRequired("Escriba su pregunta.")])
    answer_medium = RadioField(
        "¿Cómo quiere recibir la respuesta?",
        coerce=AnswerMedium,
        choices=labelled(ANSWER_MEDIUM_LABELS),
        default=AnswerMedium.PUBLICATION,
    )
    email = Line("Su correo", most=254)
    phone = Line("Su teléfono", most=40)
    address = Line("Su dirección", most=200)
    first_names = Line("Nombres", most=120)
    last_names = Line("Apellidos", most=120)
    document = Line("Número de documento", most=40)
    organization = Line("Organización", most=200)
    is_minor = BooleanField("Tengo menos de 18 años")
    manage = BooleanField(privacy.words(Purpose.MANAGE))
    publish_name = BooleanField(privacy.words(Purpose.PUBLISH_NAME))
    invite = BooleanField(privacy.words(Purpose.INVITE))

    def validate(self, extra_validators: Any = None) -> bool:
        is_shaped = super().validate(extra_validators)
        self._check_key()
        self._check_contact()
        self._check_authorizations()
        return is_shaped and not self.errors

    def _check_key(self) -> None:
        if self.form_key.errors:
            self.form_key.data = new_form_key()
            self.form_key.errors = ["Al formulario le faltaba un dato. Ya lo corregimos: vuelva a enviarlo."]

    def _check_contact(self) -> None:
        """Only the contact of the chosen medium counts; what was typed for another one is not kept."""
        name, message = CONTACTS.get(self.answer_medium.data, ("", ""))
        if not name:
            return
        if not self[name].data:
            self.refuse(name, message)
        elif name == "email":
            self._check_email()
        elif name == "phone" and not is_number(self.phone.data or ""):
            self.refuse("phone", "Escriba solo los números del teléfono, de 7 a 15 cifras.")

    def _check_email(self) -> None:
        typed = (self.email.data or "").replace(ENCODED, " ")
        try:
            found = validate_email(typed, check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError:
            self.refuse("email", "Ese correo no parece completo. Se escribe así: nombre@correo.com")
        else:
            self.email.data = found.normalized

    def _check_authorizations(self) -> None:
        if self.person() and not self.manage.data:
            self.refuse("manage", "Marque esta casilla para guardar sus datos, o bórrelos y pregunte sin nombre.")
        if self.publish_name.data and not self.is_minor.data and not (self.first_names.data or self.last_names.data):
            self.refuse("publish_name", "Escriba su nombre, o quite esta marca.")

    def person(self) -> dict[str, str]:
        """What was written that points to a person, by field: the name, and the contact of the chosen medium."""
        contact = CONTACTS.get(self.answer_medium.data, ("", ""))[0]
        names = (*NAMES, contact) if contact else NAMES
        return {name: self[name].data for name in names if self[name].data}

    def purposes(self) -> frozenset[Purpose]:
        """What was authorised; invitations only by a contact that was given."""
        boxes = {Purpose.MANAGE: self.manage, Purpose.PUBLISH_NAME: self.publish_name}
        if self.answer_medium.data in (AnswerMedium.EMAIL, AnswerMedium.PHONE):
            boxes[Purpose.INVITE] = self.invite
        return frozenset(purpose for purpose, box in boxes.items() if box.data)

    @property
    def shows_name(self) -> bool:
        """Whether the part with the name must be open: it holds something, or something in it is wrong."""
        return any(self[name].data or self[name].errors for name in (*NAMES, "publish_name"))

    def renew(self) -> None:
        """Make it another form with the same content: what it sends is a new question."""
        self.form_key.data = new_form_key()

    def submission(self) -> Submission:
        person: dict[str, Any] = {**self.person()}
        return Submission(
            body=self.body.data or "",
            answer_medium=self.answer_medium.data,
            is_minor=self.is_minor.data,
            purposes=self.purposes(),
            **person,
        )
