"""Shape of what the team types at the counter."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias

from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from participa.intake.models import VOID_REASON_LABELS, VoidReason
from participa.questions.models import CHANNEL_LABELS, KIND_LABELS, AnswerMedium, Channel, Kind, Purpose
from participa.questions.services import Submission, authorization_words
from participa.shared import email_address
from participa.shared.business_days import FIRST_YEAR, LAST_YEAR
from participa.shared.forms import BaseForm, FormKey, Line, Upload, WallClock, Whole, Words
from participa.shared.phone_numbers import is_number

SPOKEN = (
    *(Channel.ORAL, Channel.PHONE, Channel.MAIL),
    *(Channel.SOCIAL, Channel.BOX, Channel.WORKSHOP),
)
LARGEST = 999_999
CHECKS = [
    SelectChoice(1, "Todas"),
    SelectChoice(5, "Más o menos una de cada 5"),
    SelectChoice(10, "Más o menos una de cada 10"),
]
KINDS = [SelectChoice(kind.value, label) for kind, label in KIND_LABELS.items()]
AUTHORISED = "La persona autorizó guardar estos datos para responderle."
CLOCK_WORDS = "Escriba el día y la hora."
CLOCK_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
NUMBER = "Escriba el número de la hoja."
COUNT = "Escriba cuántas hojas contó."
Rows: TypeAlias = Sequence[tuple[int, str]]


class ToldClock(WallClock):
    """The day and the hour in which something came; required, with or without the seconds."""

    words = CLOCK_WORDS
    first_year, last_year = FIRST_YEAR + 1, LAST_YEAR - 1

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, [InputRequired(CLOCK_WORDS)], format=CLOCK_FORMATS, **options)

    def instant(self) -> datetime:
        """What was typed, after the form was found good."""
        typed: datetime | None = self.data
        if typed is None:
            raise ValueError(CLOCK_WORDS)
        return typed


class PersonForm(BaseForm):
    """Who asks and where the answer goes: both optional, with the authorisation that the person gave."""

    who = Line("Quién pregunta", most=120)
    contact = Line("Correo, teléfono o dirección para responder", most=200)
    authorised = BooleanField(AUTHORISED)

    def validate(self, extra_validators: Any = None) -> bool:
        is_shaped = super().validate(extra_validators)
        if self.names_somebody and not self.authorised.data:
            self.refuse("authorised", "Sin autorización, deje en blanco el nombre y los demás datos.")
        if "@" in (self.contact.data or ""):
            self._check_email()
        return is_shaped and not self.errors

    @property
    def names_somebody(self) -> bool:
        """Whether personal data were typed."""
        return bool(self.who.data or self.contact.data)

    def _check_email(self) -> None:
        whole = email_address.whole(self.contact.data or "")
        if whole is None:
            self.refuse("contact", email_address.WORDS)
        else:
            self.contact.data = whole

    def person(self) -> dict[str, Any]:
        """The personal data as the question keeps them; the contact tells by itself what it is."""
        contact, name = self.contact.data or "", self.who.data or ""
        values: dict[str, Any] = {"first_names": name} if name else {}
        if contact:
            medium, column = _medium_of(contact)
            values |= {"answer_medium": medium, column: contact}
        if values:
            values["purposes"] = frozenset({Purpose.MANAGE})
        return values


def _medium_of(contact: str) -> tuple[AnswerMedium, str]:
    if "@" in contact:
        return AnswerMedium.EMAIL, "email"
    return (AnswerMedium.PHONE, "phone") if is_number(contact) else (AnswerMedium.POST, "address")


def number_or_none(value: object) -> int | None:
    return int(str(value)) if value not in (None, "", "None") else None


class SpaceForm(BaseForm):
    """A choice among the public spaces."""

    event = SelectField("Espacio", coerce=number_or_none)

    def offer(self, spaces: list[tuple[int, str]]) -> None:
        self.event.choices = [
            SelectChoice("", "Sin espacio"),
            *(SelectChoice(str(number), title) for number, title in spaces),
        ]


class SpokenForm(PersonForm, SpaceForm):
    """One line: what was said, from where, and when in truth."""

    form_key = FormKey()
    body = Words("Lo que preguntó", [DataRequired("Escriba lo que preguntó la persona.")])
    channel = RadioField(
        "¿Cómo llegó?",
        coerce=Channel,
        choices=[SelectChoice(channel.value, CHANNEL_LABELS[channel]) for channel in SPOKEN],
        default=Channel.ORAL,
    )
    came_at = ToldClock("Cuándo llegó de verdad")
    outage = SelectField("¿Fue por una interrupción del servicio?", coerce=number_or_none)
    reason = Line("Por qué se registra después", most=250)

    def offer_outages(self, outages: Rows) -> None:
        self.outage.choices = [SelectChoice("", "No"), *(SelectChoice(str(row), words) for row, words in outages)]

    @property
    def why(self) -> str:
        """Why it is typed late, with the number of the certificate when it was for an interruption."""
        outage = f"Interrupción del servicio, constancia {self.outage.data}." if self.outage.data else ""
        return f"{outage} {self.reason.data or ''}".strip()

    def submission(self) -> Submission:
        return Submission(body=self.body.data or "", **self.person())


class BoxForm(SpaceForm):
    """What a box is and when its slips came."""

    label = Line("Nombre de la caja", [DataRequired("Escriba un nombre. Por ejemplo: Buzón de la entrada.")], most=80)
    collected_at = ToldClock("Cuándo se reciben las hojas")


class BatchForm(BoxForm):
    """A new box."""

    form_key = FormKey()
    first = Whole("Primera hoja", [InputRequired(NUMBER), NumberRange(1, LARGEST, NUMBER)], NUMBER)
    last = Whole("Última hoja", [InputRequired(NUMBER), NumberRange(1, LARGEST, NUMBER)], NUMBER)
    check_one_of = RadioField("¿Cuántas revisa otra persona?", coerce=int, choices=CHECKS, default=1)


class CloseForm(BaseForm):
    counted = Whole("¿Cuántas hojas tiene en la mano?", [InputRequired(COUNT), NumberRange(0, LARGEST, COUNT)], COUNT)


class AskedForm(BaseForm):
    """What the person thinks that the question is about, and whose; the moderation decides later."""

    topic = SelectField("Tema", coerce=number_or_none)
    department = SelectField("Oficina que debería responder", coerce=number_or_none)

    def offer(self, topics: Rows, departments: Rows) -> None:
        for field, rows in ((self.topic, topics), (self.department, departments)):
            field.choices = [SelectChoice("", "No lo dice"), *(SelectChoice(str(row), name) for row, name in rows)]


class SlipForm(PersonForm, AskedForm):
    """A slip, typed with the keyboard alone."""

    number = Whole("Hoja", [InputRequired(NUMBER), NumberRange(1, LARGEST, NUMBER)], NUMBER)
    body = Words("Lo que dice la hoja", [DataRequired("Escriba lo que dice la hoja, con sus mismas palabras.")])
    kind = SelectField("Qué es", coerce=Kind, choices=KINDS, default=Kind.QUESTION)
    document = Line("Documento", most=40)
    organization = Line("Organización", most=200)
    neighbourhood = Line("Barrio o vereda", most=120)
    is_minor = BooleanField("Marcó que tiene menos de 18 años")
    late_reason = Line("Por qué se registran después de recibidas", most=300)
    scan = Upload("Foto o copia de la hoja")

    @property
    def names_somebody(self) -> bool:
        return bool(super().names_somebody or self.document.data or self.organization.data)

    def submission(self) -> Submission:
        person = self.person()
        if self.names_somebody:
            person["purposes"] = frozenset({Purpose.MANAGE})
        return Submission(
            body=self.body.data or "",
            kind=self.kind.data,
            topic_id=self.topic.data,
            department_id=self.department.data,
            document=self.document.data or "",
            organization=self.organization.data or "",
            neighbourhood=self.neighbourhood.data or "",
            is_minor=self.is_minor.data,
            **person,
        )


class CheckForm(SlipForm):
    """What another person reads on the slip, before it is filed. The address says which slip."""

    number = None  # type: ignore[assignment]  # WTForms leaves out what is set to None
    note = Line("Qué corrigió", most=300)


class VoidForm(BaseForm):
    first = Whole("Desde la hoja", [InputRequired(NUMBER), NumberRange(1, LARGEST, NUMBER)], NUMBER)
    last = Whole("Hasta la hoja", [Optional(), NumberRange(1, LARGEST, NUMBER)], NUMBER)
    reason = RadioField(
        "Motivo",
        coerce=VoidReason,
        choices=[SelectChoice(reason.value, label) for reason, label in VOID_REASON_LABELS.items()],
        default=VoidReason.BLANK,
    )
    note = Line("Nota", most=300)


class KioskForm(PersonForm):
    """The short form of the shared tablet."""

    form_key = FormKey()
    body = Words("¿Qué quiere preguntar?", [DataRequired("Escriba su pregunta.")])
    who = Line("Su nombre", most=120)
    contact = Line("Su correo, teléfono o dirección", most=200)
    authorised = BooleanField(authorization_words())
    is_minor = BooleanField("Tengo menos de 18 años")

    def submission(self) -> Submission:
        return Submission(body=self.body.data or "", is_minor=self.is_minor.data, **self.person())
