"""Shape of what is typed about guests and invitations."""

from collections.abc import Sequence
from contextlib import closing
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, NumberRange, Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from participa.invitations import letter_words, lists, rules
from participa.invitations.models import (
    CALL_RESULT_LABELS,
    GUEST_KIND_LABELS,
    MINUTES_LABELS,
    CallResult,
    Guest,
    GuestDetails,
    GuestKind,
    InvitationLetter,
)
from participa.registrations.models import ATTENDS_LABELS, Attends
from participa.shared.addresses import LARGEST
from participa.shared.forms import BaseForm, Day, Line, Whole, Words
from participa.strategy.models import ValueGroup

KINDS = {kind.value: label for kind, label in GUEST_KIND_LABELS.items()}
PEOPLE = f"Escriba un número entre 1 y {rules.MOST_PEOPLE}."
SOURCE = "Escriba de dónde salieron estos datos. La ley pide poder mostrarlo."
STANDINGS = {
    "": "Todos",
    "con": "Con permiso de correo",
    "sin": "Sin permiso de correo",
    "baja": "Pidieron no recibir más",
    "rebote": "Su buzón rechaza",
}
WAYS = {way.value: label for way, label in ATTENDS_LABELS.items()}
Groups = Sequence[ValueGroup]


def _number(text: str | None) -> int | None:
    number = int(text) if text and text.isdecimal() else None
    return number if number and number <= LARGEST else None


def _offer(field: Any, groups: Groups, none: str) -> None:
    field.choices = {"": none} | {str(group.id): group.name for group in groups}


class GuestForm(BaseForm):
    """A guest typed by hand."""

    name = Line("Nombre")
    organization = Line("Organización")
    kind = SelectField("Clase", choices=KINDS)
    email = Line("Correo", most=254)
    phone = Line("Teléfono", most=40)
    address = Line("Dirección", most=300)
    territory = Line("Barrio, vereda o comuna", most=120)
    value_group = SelectField("Grupo de valor", default="")
    source = Line("De dónde salieron los datos", [DataRequired(SOURCE)], most=300)
    authorization = Words("Autorización para escribirle", most=2000)
    authorized_on = Day("Fecha de la autorización", [Optional()])

    def offer(self, groups: Groups) -> None:
        _offer(self.value_group, groups, "Ninguno")

    def fill(self, guest: Guest) -> None:
        self.value_group.data = str(guest.value_group_id or "")

    def validate_name(self, field: Any) -> None:
        if not field.data and not self.organization.data:
            raise StopValidation("Escriba el nombre o la organización.")

    def validate_email(self, field: Any) -> None:
        if field.data and not rules.is_address(field.data):
            raise StopValidation("Escriba el correo así: nombre@sitio.co.")

    def validate_phone(self, field: Any) -> None:
        if field.data and not 7 <= len(rules.digits(field.data)) <= 15:
            raise StopValidation("Escriba un teléfono de 7 a 15 números.")

    def validate_authorized_on(self, field: Any) -> None:
        if self.authorization.data and not field.data:
            raise StopValidation("Escriba en qué fecha dio la autorización.")

    def details(self) -> GuestDetails:
        texts = ("name", "organization", "email", "phone", "address", "territory", "source", "authorization")
        written: dict[str, Any] = {name: self[name].data or "" for name in texts}
        return GuestDetails(
            **written,
            kind=GuestKind(self.kind.data),
            value_group_id=_number(self.value_group.data),
            authorized_on=self.authorized_on.data,
        )


class UploadForm(BaseForm):
    """A list of guests as a file, and what holds for all of it."""

    file = FileField("Archivo de la lista")
    source = Line("De dónde salieron los datos", [DataRequired(SOURCE)], most=300)
    authorization = Words("Autorización que vale para toda la lista", most=2000)
    authorized_on = Day("Fecha de esa autorización", [Optional()])

    def validate_file(self, field: Any) -> None:
        if not field.data or not getattr(field.data, "filename", ""):
            raise StopValidation("Elija el archivo de la lista.")

    def validate_authorized_on(self, field: Any) -> None:
        if self.authorization.data and not field.data:
            raise StopValidation("Escriba en qué fecha dieron la autorización.")

    def content(self) -> bytes:
        with closing(self.file.data) as upload:
            content: bytes = upload.stream.read(lists.MOST_BYTES + 1)
        return content

    def usual(self) -> GuestDetails:
        return GuestDetails(
            source=self.source.data or "",
            authorization=self.authorization.data or "",
            authorized_on=self.authorized_on.data,
        )


class LetterForm(BaseForm):
    """The words of a letter and whom it is for."""

    subject = Line("Asunto", [DataRequired("Escriba el asunto.")], most=150)
    body = Words("Carta", [DataRequired("Escriba la carta.")], most=5000)
    kind = SelectField("Clase", choices={"": "Todas"} | KINDS, default="")
    value_group = SelectField("Grupo de valor", default="")
    territory = SelectField("Barrio, vereda o comuna", default="")

    def offer(self, groups: Groups, territories: Sequence[str]) -> None:
        _offer(self.value_group, groups, "Todos")
        self.territory.choices = {"": "Todos"} | {name: name for name in territories}

    def fill(self, letter: InvitationLetter | None) -> None:
        """The words to begin with."""
        self.subject.data = letter.subject if letter else letter_words.FIRST_SUBJECT
        self.body.data = letter.body if letter else letter_words.FIRST_BODY
        audience = letter.audience if letter else {}
        self.kind.data = str(audience.get("kind", ""))
        self.value_group.data = str(audience.get("value_group_id", ""))
        self.territory.data = audience.get("territory", "")

    def audience(self) -> dict[str, Any]:
        kind = self.kind.data
        group = _number(self.value_group.data)
        return {
            "kind": GuestKind(kind) if kind else None,
            "value_group_id": group,
            "territory": self.territory.data or "",
        }


class ReturnForm(BaseForm):
    """Why a letter goes back to its author."""

    reason = Words("Qué hay que cambiar", [DataRequired("Escriba qué hay que cambiar.")], most=1000)


class RemindersForm(BaseForm):
    """When the reminders of a space leave."""

    minutes = SelectMultipleField(
        "Cuándo salen",
        choices={str(minutes): label for minutes, label in MINUTES_LABELS.items()},
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def chosen(self) -> list[int]:
        return [int(minutes) for minutes in self.minutes.data or []]


class CallForm(BaseForm):
    """How a call to a guest ended."""

    result = RadioField(
        "¿Qué dijo?",
        [DataRequired("Elija cómo terminó la llamada.")],
        choices={result.value: label for result, label in CALL_RESULT_LABELS.items()},
    )
    people = Whole("Cuántas personas van", [Optional(), NumberRange(1, rules.MOST_PEOPLE, PEOPLE)], PEOPLE, default=1)
    may_register = BooleanField("Autorizó de palabra usar sus datos para guardar el puesto")
    note = Line("Nota", most=300)

    @property
    def outcome(self) -> CallResult:
        return CallResult(self.result.data)


class CodeForm(BaseForm):
    """The code of an invitation, typed or from the link."""

    code = Line("Código de su invitación", [DataRequired("Escriba el código de su invitación.")], most=60)


class ReplyForm(BaseForm):
    """Yes or no; the code travels in the body only."""

    code = HiddenField()
    comes = RadioField(
        "¿Va a asistir?",
        [DataRequired("Elija una respuesta.")],
        choices={"si": "Sí, voy a asistir", "no": "No puedo ir"},
    )
    people = Whole("¿Cuántas personas van, con usted?", [Optional(), NumberRange(1, rules.MOST_PEOPLE, PEOPLE)], PEOPLE)
    attends = RadioField(
        "¿Cómo va a participar?", [Optional()], choices={way.value: label for way, label in ATTENDS_LABELS.items()}
    )
    manage = BooleanField("Autorizo usar mi nombre y mi contacto para guardar mi puesto")

    def validate_manage(self, field: Any) -> None:
        if self.comes.data == "si" and not field.data:
            raise StopValidation("Para guardar su puesto necesitamos esta autorización.")

    @property
    def way(self) -> Attends | None:
        return Attends(self.attends.data) if self.attends.data else None
