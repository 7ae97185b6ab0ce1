"""Shape of what citizens send: a question, a follow code, and what the public list is asked for."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from email_validator import EmailNotValidError, validate_email
from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired
from wtforms.widgets import ListWidget, RadioInput

from participa.questions import device, privacy
from participa.questions.models import ANSWER_MEDIUM_LABELS, KIND_LABELS, AnswerMedium, Kind, Purpose
from participa.questions.submission import Submission
from participa.shared.forms import BaseForm, FormKey, Line, OneOf, Words, new_form_key

Choices = Sequence[tuple[int, str]]
ENCODED = "=?"  # inside an address it is read as other letters
PHONE = re.compile(r"(?=(?:\D*\d){7,15}\D*$)[0-9 +().-]+")
CONTACTS = {
    AnswerMedium.EMAIL: ("email", "Escriba su correo para enviarle la respuesta."),
    AnswerMedium.PHONE: ("phone", "Escriba su teléfono para darle la respuesta."),
    AnswerMedium.POST: ("address", "Escriba la dirección a la que enviamos la carta."),
}
NAMES = ("first_names", "last_names", "document", "organization")


class OfferedList(OneOf):
    """A choice among rows of the database, which is asked only when the list is shown or somebody chose from it."""

    offer: Callable[[], Choices] = staticmethod(list)
    none_label = "No sé"

    def iter_choices(self) -> Iterator[Any]:
        self._fill()
        return super().iter_choices()

    def pre_validate(self, form: Any) -> None:
        if self.data is not None:
            self._fill()
            super().pre_validate(form)

    def _fill(self) -> None:
        rows = [SelectChoice(str(number), label) for number, label in self.offer()]
        self.choices = [SelectChoice("", self.none_label), *rows]


class OfferedOptions(OfferedList):
    """The same as options that are all in view."""

    widget = ListWidget(prefix_label=False)
    option_widget = RadioInput()


def number_or_none(value: object) -> int | None:
    return int(str(value)) if value not in (None, "", "None") else None


def labelled(labels: Mapping[Any, str]) -> list[SelectChoice]:
    return [SelectChoice(member.value, label) for member, label in labels.items()]


class AskForm(BaseForm):
    """A question. Only its text is required; boxes of authorisation are never ticked beforehand."""

    form_key = FormKey()
    opened = HiddenField(default=device.opened_now)
    website = StringField("Deje este campo vacío")
    body = Words("¿Qué quiere preguntar?", [DataRequired("Escriba su pregunta.")])
    kind = OneOf("¿Qué es?", coerce=Kind, choices=labelled(KIND_LABELS), default=Kind.QUESTION)
    topic = OfferedOptions("¿De qué tema?", coerce=number_or_none)
    department = OfferedList("¿Qué oficina debería responder?", coerce=number_or_none)
    neighbourhood = Line("Su barrio o vereda", most=120)
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
        elif name == "phone" and not PHONE.fullmatch(self.phone.data or ""):
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

    @property
    def shows_details(self) -> bool:
        """Whether the part about the question must be open."""
        chosen = self.topic.data or self.department.data or self.neighbourhood.data or self.kind.data != Kind.QUESTION
        return bool(chosen or any(self[name].errors for name in ("kind", "topic", "department", "neighbourhood")))

    def renew(self) -> None:
        """Make it another form with the same content: what it sends is a new question."""
        self.form_key.data = new_form_key()

    def submission(self) -> Submission:
        return Submission(
            body=self.body.data or "",
            kind=self.kind.data,
            answer_medium=self.answer_medium.data,
            topic_id=self.topic.data,
            department_id=self.department.data,
            neighbourhood=self.neighbourhood.data or "",
            is_minor=self.is_minor.data,
            purposes=self.purposes(),
            **self.person(),
        )


class FollowForm(BaseForm):
    """The code of a receipt, as somebody types it."""

    code = Line("Su código de seguimiento", [DataRequired("Escriba su código de seguimiento.")], most=60)


class FileForm(BaseForm):
    """Which file of the answer who asked wants to have."""

    code = HiddenField(validators=[DataRequired("Escriba otra vez su código de seguimiento.")])
    name = HiddenField(validators=[DataRequired("Recargue la página: falta un dato del formulario.")])


class AuthorForm(BaseForm):
    """What who asked writes from the follow page, with the code of the receipt in the body."""

    gives_code_back: ClassVar[bool] = True
    code = HiddenField(validators=[DataRequired("Escriba otra vez su código de seguimiento.")])
    words = Words("Sus palabras", [DataRequired("Escriba sus palabras.")], most=2000)


class ClarifyForm(AuthorForm):
    words = Words("Su aclaración", [DataRequired("Escriba su aclaración.")], most=2000)


class ObjectForm(AuthorForm):
    words = Words("Por qué su pregunta es distinta", [DataRequired("Escriba por qué es distinta.")], most=2000)
