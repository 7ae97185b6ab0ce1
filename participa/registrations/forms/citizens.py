"""Shape of what people send: a registration, a group, a code."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from participa.events.models import Event
from participa.questionnaires.models import QuestionnaireVersion
from participa.registrations import privacy, rules
from participa.registrations.application import Application, GroupApplication, Need
from participa.registrations.forms.extra import ExtraForm
from participa.registrations.models import (
    ATTENDS_LABELS,
    CAPACITY_AS_LABELS,
    DOCUMENT_TYPE_LABELS,
    NEED_KIND_LABELS,
    Attends,
    CapacityAs,
    DocumentType,
    ExtraAnswers,
    NeedKind,
    Registration,
    RegistrationPurpose,
)
from participa.shared.forms import BaseForm, FormKey, Line, Words, new_form_key
from participa.shared.phone_numbers import is_number

ENCODED = "=?"  # inside an address it is read as other letters
BOXES = {
    RegistrationPurpose.MANAGE: "manage",
    RegistrationPurpose.ORGANISATION: "allow_organisation",
    RegistrationPurpose.NEEDS: "allow_needs",
    RegistrationPurpose.GUARDIAN: "allow_guardian",
    RegistrationPurpose.INVITE: "invite",
}
GUARDIAN = {
    "guardian_name": "Escriba el nombre de quien le representa.",
    "guardian_link": "Escriba quién es: por ejemplo, mamá, papá o tutor.",
    "guardian_contact": "Escriba el teléfono o el correo de quien le representa.",
}
PLAIN = (
    *("first_name", "last_name", "email", "phone", "document_number", "organisation"),
    *("neighbourhood", "commune", "speak_topic"),
)


def labelled(labels: Mapping[Any, str]) -> list[SelectChoice]:
    return [SelectChoice(member.value, label) for member, label in labels.items()]


def document_or_none(value: object) -> DocumentType | None:
    return DocumentType(str(value)) if value not in (None, "", "None") else None


class ContactForm(BaseForm):
    """A form with a mail and a telephone, of which one is enough."""

    NO_CONTACT = "Escriba un correo o un teléfono. Con uno basta."

    email = Line("Correo", most=254)
    phone = Line("Teléfono", most=40)

    def validate(self, extra_validators: Any = None) -> bool:
        is_shaped = super().validate(extra_validators)
        self._check()
        return is_shaped and not self.errors

    def _check(self) -> None:
        self._check_key()
        if self.NO_CONTACT and not self.email.data and not self.phone.data:
            self.refuse("email", self.NO_CONTACT)
        if self.email.data:
            self._check_email()
        if self.phone.data and not is_number(self.phone.data):
            self.refuse("phone", "Escriba solo los números del teléfono, de 7 a 15 cifras.")

    def _check_key(self) -> None:
        if "form_key" in self and self["form_key"].errors:
            self["form_key"].data = new_form_key()
            self["form_key"].errors = ["Al formulario le faltaba un dato. Ya lo corregimos: vuelva a enviarlo."]

    def _check_email(self) -> None:
        typed = (self.email.data or "").replace(ENCODED, " ")
        try:
            found = validate_email(typed, check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError:
            self.refuse("email", "Ese correo no parece completo. Se escribe así: nombre@correo.com")
        else:
            self.email.data = found.normalized


class SpaceForm(ContactForm):
    """A form for one space, which offers the ways of attending that it has."""

    attends = RadioField("¿Cómo va a asistir?", coerce=Attends, choices=labelled(ATTENDS_LABELS))

    def offer(self, event: Event) -> None:
        """Show the ways of attending that the space has; with one only, it is the answer."""
        ways = rules.modes(event)
        self.attends.choices = labelled({way: ATTENDS_LABELS[way] for way in ways})
        if len(ways) == 1:
            self.attends.data = ways[0]
            self.attends.raw_data = [ways[0].value]

    @property
    def asks_how(self) -> bool:
        return len(list(self.attends.choices or [])) > 1

    def _check(self) -> None:
        super()._check()
        if self.attends.errors or self.attends.data is None:
            self.attends.errors = ["Elija cómo va a asistir."]


class PersonForm(SpaceForm):
    """A person who comes. Only the name, a contact and the way of attending are required; no box is ticked before.

    `extra` are the questions that the space asks besides, and `moves` that only a button of a ranking was pressed.
    """

    IS_LENIENT = False

    extra = ExtraForm()
    moves = False

    first_name = Line("Nombres", [DataRequired("Escriba sus nombres.")], most=120)
    last_name = Line("Apellidos", [DataRequired("Escriba sus apellidos.")], most=120)
    email = Line("Correo", most=254)  # again, so that it comes after
    phone = Line("Teléfono", most=40)
    capacity_as = SelectField(
        "¿En calidad de qué participa?",
        coerce=CapacityAs,
        choices=labelled(CAPACITY_AS_LABELS),
        default=CapacityAs.CITIZEN,
    )
    neighbourhood = Line("Barrio o vereda", most=120)
    commune = Line("Comuna o corregimiento", most=120)
    document_type = SelectField(
        "Tipo de documento",
        coerce=document_or_none,
        choices=[SelectChoice("", "Sin documento"), *labelled(DOCUMENT_TYPE_LABELS)],
    )
    document_number = Line("Número de documento", most=40)
    organisation = Line("Organización", most=200)
    allow_organisation = BooleanField(privacy.words(RegistrationPurpose.ORGANISATION))
    needs = SelectMultipleField(
        "¿Qué apoyos necesita?",
        coerce=NeedKind,
        choices=labelled(NEED_KIND_LABELS),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    need_words = Line("¿Cuál otro apoyo?", most=300)
    allow_needs = BooleanField(privacy.words(RegistrationPurpose.NEEDS))
    wants_to_speak = BooleanField("Quiero tomar la palabra")
    speak_topic = Words("¿Sobre qué quiere hablar?", most=300)
    is_minor = BooleanField("La persona que asiste tiene menos de 18 años")
    guardian_name = Line("Nombre de quien le representa", most=240)
    guardian_link = Line("¿Quién es?", most=120)
    guardian_contact = Line("Teléfono o correo de quien le representa", most=254)
    allow_guardian = BooleanField(privacy.words(RegistrationPurpose.GUARDIAN))
    manage = BooleanField(privacy.words(RegistrationPurpose.MANAGE))
    invite = BooleanField(privacy.words(RegistrationPurpose.INVITE))

    def ask(
        self,
        version: QuestionnaireVersion | None,
        seed: str = "",
        sent: Mapping[str, Sequence[str]] | None = None,
        kept: ExtraAnswers | None = None,
    ) -> None:
        """Ask the questions of the space too: with what was kept for them and, on a form that was sent, what came.

        `sent` are all fields of the request; without them, or before anything was sent, the form only shows.
        """
        self.extra = ExtraForm(version, seed, self.IS_LENIENT)
        if version is not None and kept is not None and kept.version.questionnaire_id == version.questionnaire_id:
            self.extra.fill(kept.answers)
        if version is not None and sent is not None and self.is_submitted():
            self.moves = self.extra.take(sent)

    @property
    def errors(self) -> dict[Any, Any]:
        return {**super().errors, **({"extra": list(self.extra.errors.values())} if self.extra.errors else {})}

    @property
    def linked_errors(self) -> list[tuple[str, str]]:
        return self.extra.linked_errors

    def _check(self) -> None:
        super()._check()
        self.extra.check()
        self._check_needs()
        if self.is_minor.data:
            self._check_guardian()
        if not self.manage.data:
            self.refuse("manage", "Marque esta casilla. Sin su autorización no podemos guardar la inscripción.")
        if self.organisation.data and not self.allow_organisation.data:
            self.refuse("allow_organisation", "Marque esta casilla, o borre la organización.")

    def _check_needs(self) -> None:
        if NeedKind.OTHER in (self.needs.data or []) and not self.need_words.data:
            self.refuse("need_words", "Cuéntenos cuál es el otro apoyo.")
        if self.needs.data and not self.allow_needs.data:
            self.refuse("allow_needs", "Marque esta casilla, o quite los apoyos.")

    def _check_guardian(self) -> None:
        for name, message in GUARDIAN.items():
            if not self[name].data:
                self.refuse(name, message)
        if not self.allow_guardian.data:
            self.refuse("allow_guardian", "Hace falta la autorización de quien representa a la persona.")

    def shows(self, *names: str) -> bool:
        """Whether a folded part must be open: it holds something, or something in it is wrong."""
        return any(self[name].data or self[name].errors for name in names)

    def asked_needs(self) -> tuple[Need, ...]:
        chosen = self.needs.data or []
        words = self.need_words.data or ""
        return tuple(Need(kind, words if kind is NeedKind.OTHER else "") for kind in NeedKind if kind in chosen)

    def purposes(self) -> frozenset[RegistrationPurpose]:
        """What was authorised, of what there is something to authorise."""
        given = {purpose for purpose, name in BOXES.items() if self[name].data}
        if not self.organisation.data:
            given.discard(RegistrationPurpose.ORGANISATION)
        if not self.needs.data:
            given.discard(RegistrationPurpose.NEEDS)
        given.discard(RegistrationPurpose.INVITE if self.is_minor.data else RegistrationPurpose.GUARDIAN)
        return frozenset(given)

    def application(self) -> Application:
        guardian = {name: self[name].data or "" for name in GUARDIAN} if self.is_minor.data else {}
        return Application(
            attends=self.attends.data,
            capacity_as=self.capacity_as.data,
            document_type=self.document_type.data,
            wants_to_speak=bool(self.wants_to_speak.data),
            is_minor=bool(self.is_minor.data),
            needs=self.asked_needs(),
            purposes=self.purposes(),
            extra=self.extra.given,
            **{name: self[name].data or "" for name in PLAIN},
            **guardian,
        )


class RegisterForm(PersonForm):
    """The public form."""

    form_key = FormKey()

    def renew(self) -> None:
        """Make it another form with the same content: what it sends is a new registration."""
        self.form_key.data = new_form_key()


class GroupForm(SpaceForm):
    """People whom an organisation brings: one contact, one name a line (or a table with the name first)."""

    form_key = FormKey()
    organisation = Line("Organización o grupo", [DataRequired("Escriba el nombre de la organización o del grupo.")])
    contact_name = Line("Su nombre", [DataRequired("Escriba su nombre.")], most=240)
    email = Line("Correo", most=254)  # again, so that it comes after
    phone = Line("Teléfono", most=40)
    names = Words("¿Quiénes vienen?", [DataRequired("Escriba los nombres, uno en cada línea.")], most=20_000)
    may_wait = BooleanField("Inscriba a quienes alcancen. Deje al resto en la lista de espera.")
    manage = BooleanField("Autorizo a guardar estos datos. Cada persona de la lista me dio su permiso.")

    def _check(self) -> None:
        super()._check()
        if self.names.data and not 0 < len(self.people()) <= rules.LARGEST_GROUP:
            self.refuse("names", f"Escriba entre 1 y {rules.LARGEST_GROUP} nombres.")
        if not self.manage.data:
            self.refuse("manage", "Marque esta casilla. Sin autorización no podemos guardar los datos.")

    def people(self) -> tuple[str, ...]:
        """The names, without numbers, separators and empty lines."""
        lines = (re.sub(r"^\s*\d+\s*[.)\-]?\s+", "", line) for line in (self.names.data or "").splitlines())
        names = (" ".join(re.split(r"[;,\t]", line)).split() for line in lines)
        return tuple(" ".join(words)[:240] for words in names if words)

    def application(self) -> GroupApplication:
        return GroupApplication(
            organisation=self.organisation.data or "",
            contact_name=self.contact_name.data or "",
            names=self.people(),
            attends=self.attends.data,
            email=self.email.data or "",
            phone=self.phone.data or "",
        )


class CodeForm(BaseForm):
    """The code of a receipt, as somebody types it."""

    code = Line("El código de su inscripción", [DataRequired("Escriba el código de su inscripción.")], most=60)


class MineForm(BaseForm):
    """A button of one's own registration: the code travels in the body, never in the address."""

    code = HiddenField()

    @classmethod
    def with_code(cls, code: str) -> "MineForm":
        return cls(formdata=None, data={"code": code})


class MemberForm(BaseForm):
    """Which person of a group a button is for."""

    code = HiddenField()
    member = HiddenField()

    @property
    def number(self) -> int:
        """The number of the registration; 0 for what is none."""
        sent = self.member.data or ""
        return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


class ChangeForm(PersonForm):
    """The registration as it stands, to be corrected. `save` tells the sent form from the one just asked for."""

    code = HiddenField()
    save = HiddenField(default="si")

    @classmethod
    def of(cls, registration: Registration, code: str) -> "ChangeForm":
        """The form filled in with what is kept."""
        given = {one.purpose for one in registration.authorizations}
        boxes = {name: purpose in given for purpose, name in BOXES.items()}
        needs = [need.kind for need in registration.needs]
        other = next((need.words for need in registration.needs if need.kind is NeedKind.OTHER), "")
        told = {"needs": needs, "need_words": other, "code": code, "save": "si"}
        return cls(formdata=None, data={**_kept(registration), **boxes, **told})


def _kept(registration: Registration) -> dict[str, Any]:
    names = (*PLAIN, *GUARDIAN, "attends", "capacity_as", "document_type", "wants_to_speak", "is_minor")
    return {name: getattr(registration, name) for name in names}
