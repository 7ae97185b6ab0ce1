"""Shape of what citizens send: a question, a follow code, and what the public list is asked for."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired
from wtforms.widgets import ListWidget, RadioInput

from participa.questions import privacy
from participa.questions.models import ANSWER_MEDIUM_LABELS, KIND_LABELS, AnswerMedium, Kind, Purpose
from participa.questions.submission import Submission
from participa.shared.forms import BaseForm, FormKey, Line, Words, new_form_key

Choices = Sequence[tuple[int, str]]
PHONE = re.compile(r"(?=(?:\D*\d){7,15}\D*$)[0-9 +().-]+")
CONTACTS = {
    AnswerMedium.EMAIL: ("email", "Escriba su correo para enviarle la respuesta."),
    AnswerMedium.PHONE: ("phone", "Escriba su teléfono para darle la respuesta."),
    AnswerMedium.POST: ("address", "Escriba la dirección a la que enviamos la carta."),
}
IDENTIFYING = ("first_names", "last_names", "email", "phone", "address", "organization")


class OfferedList(SelectField):
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
    body = Words("¿Qué quiere preguntar?", [DataRequired("Escriba su pregunta.")])
    kind = SelectField("¿Qué es?", coerce=Kind, choices=labelled(KIND_LABELS), default=Kind.QUESTION)
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
        name, message = CONTACTS.get(self.answer_medium.data, ("", ""))
        if name and not self[name].data:
            self.refuse(name, message)
        if self.email.data:
            self._check_email()
        if self.phone.data and not PHONE.fullmatch(self.phone.data):
            self.refuse("phone", "Escriba solo los números del teléfono, de 7 a 15 cifras.")

    def _check_email(self) -> None:
        try:
            found = validate_email(self.email.data or "", check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError:
            self.refuse("email", "Ese correo no parece completo. Se escribe así: nombre@correo.com")
        else:
            self.email.data = found.normalized

    def _check_authorizations(self) -> None:
        if self.names_somebody and not self.manage.data:
            self.refuse("manage", "Marque esta casilla para guardar sus datos, o bórrelos y pregunte sin nombre.")
        if self.publish_name.data and not self.is_minor.data and not self.full_name:
            self.refuse("publish_name", "Escriba su nombre, o quite esta marca.")
        if self.invite.data and not self.is_minor.data and not (self.email.data or self.phone.data):
            self.refuse("invite", "Escriba un correo o un teléfono, o quite esta marca.")

    @property
    def names_somebody(self) -> bool:
        """Whether it holds data that point to a person."""
        return any(self[name].data for name in IDENTIFYING)

    @property
    def full_name(self) -> str:
        return f"{self.first_names.data or ''}{self.last_names.data or ''}"

    @property
    def shows_person(self) -> bool:
        """Whether the part about the person must be open: it holds something, or something in it is wrong."""
        of_person = ("first_names", "last_names", "organization", "is_minor", "manage", "publish_name", "invite")
        return any(self[name].data or self[name].errors for name in of_person)

    @property
    def shows_details(self) -> bool:
        """Whether the part about the question must be open."""
        chosen = self.topic.data or self.department.data or self.neighbourhood.data or self.kind.data != Kind.QUESTION
        return bool(chosen or any(self[name].errors for name in ("kind", "topic", "department", "neighbourhood")))

    def renew(self) -> None:
        """Make it another form with the same content: what it sends is a new question."""
        self.form_key.data = new_form_key()

    def submission(self) -> Submission:
        purposes = {Purpose.MANAGE: self.manage, Purpose.PUBLISH_NAME: self.publish_name, Purpose.INVITE: self.invite}
        lines = ("first_names", "last_names", "email", "phone", "address", "organization", "neighbourhood")
        return Submission(
            body=self.body.data or "",
            kind=self.kind.data,
            answer_medium=self.answer_medium.data,
            topic_id=self.topic.data,
            department_id=self.department.data,
            is_minor=self.is_minor.data,
            purposes=frozenset(purpose for purpose, box in purposes.items() if box.data),
            **{name: self[name].data or "" for name in lines},
        )


class FollowForm(BaseForm):
    """The code of a receipt, as somebody types it."""

    code = Line("Su código de seguimiento", [DataRequired("Escriba su código de seguimiento.")], most=60)
