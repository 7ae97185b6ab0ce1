"""The shape of what is sent from a door, from a device without connection, and from the desk."""

import re
from datetime import UTC, date, datetime, time, timedelta

from wtforms import BooleanField, RadioField, SelectField, StringField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import TextInput

from participa.attendance.arriving import Entry, Person
from participa.attendance.models import DOOR_KIND_LABELS, DoorKind, Way
from participa.registrations.models import ATTENDS_LABELS, Attends
from participa.shared.clock import BOGOTA, now
from participa.shared.forms import BaseForm, FormKey, Line

MODES = [SelectChoice(str(mode), ATTENDS_LABELS[mode]) for mode in Attends]
KINDS = [SelectChoice(str(kind), DOOR_KIND_LABELS[kind]) for kind in DoorKind]
SAME_OR_NOT = [
    SelectChoice("si", "Sí, anotar la llegada de esa inscripción"),
    SelectChoice("no", "No, es otra persona"),
]
MISSING_CODE = "Escriba el código que está en el enlace o en el comprobante."
HOUR = "Escriba la hora. Por ejemplo: 09:15."
AT_DOOR = (Way.QR, Way.CODE, Way.NAME)


class EnterForm(BaseForm):
    """The code of a door, from its link or typed."""

    code = Line("Código de la puerta", [InputRequired(MISSING_CODE)], most=60)


class FindForm(BaseForm):
    """A code or a name; it travels in the body, because names do not belong in addresses."""

    wanted = Line("Código o nombre", [InputRequired("Escriba el código o el nombre de la persona.")], most=120)


class CheckInForm(BaseForm):
    """Somebody of the list, by the key that the page gave."""

    entry_key = FormKey()
    person = StringField(validators=[InputRequired(), Length(max=64)])
    way = SelectField(choices=[SelectChoice(str(way), "") for way in AT_DOOR], default=str(Way.NAME))
    let_in = BooleanField("Dejar entrar de todas maneras")

    def entry(self) -> Entry:
        return Entry(self.entry_key.data or "", Way(self.way.data))


class WalkInForm(BaseForm):
    """Somebody without registration, in one screen."""

    entry_key = FormKey()
    first_name = Line("Nombres", [InputRequired("Escriba el nombre.")], most=120)
    last_name = Line("Apellidos", [InputRequired("Escriba el apellido.")], most=120)
    contact = Line("Teléfono o correo", [Optional()], most=120)
    attends = RadioField("Cómo asiste", choices=MODES, default=str(Attends.PRESENCIAL))
    is_another = BooleanField("Es otra persona con el mismo nombre")

    def person(self) -> Person:
        return Person(
            self.first_name.data or "", self.last_name.data or "", self.contact.data or "", Attends(self.attends.data)
        )

    def entry(self) -> Entry:
        return Entry(self.entry_key.data or "", Way.WALK_IN)


class PaperForm(WalkInForm):
    """A line of the paper list, typed afterwards with the hour that the paper says."""

    at = TimeField("Hora de llegada", [InputRequired(HOUR)], widget=TextInput(), invalid_value_message=HOUR)  # type: ignore[call-arg]  # newer than its types
    same = RadioField("¿Es la misma persona?", [Optional()], choices=SAME_OR_NOT)

    def suggest(self, hour: str) -> None:
        """The hour of the line before, because a paper list goes by hours."""
        if not self.is_submitted() and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", hour):
            self.at.data = time.fromisoformat(hour)

    def answer(self) -> bool | None:
        return {"si": True, "no": False}.get(self.same.data or "")

    def entry_on(self, day: date) -> Entry:
        """The arrival at the typed hour of `day`, on the clock of Colombia."""
        hour = self.at.data or time()
        return Entry(self.entry_key.data or "", Way.PAPER, datetime.combine(day, hour, BOGOTA))


class SentForm(BaseForm):
    """One arrival of the queue of a device: somebody of the list, or the name of somebody without registration."""

    entry_key = FormKey()
    way = SelectField(choices=[SelectChoice(str(way), "") for way in (*AT_DOOR, Way.WALK_IN)])
    at = StringField(validators=[Length(max=40)])
    sent_at = StringField(validators=[Length(max=40)])
    person = StringField(validators=[Length(max=64)])
    first_name = Line("Nombres", most=120)
    last_name = Line("Apellidos", most=120)
    contact = Line("Teléfono o correo", most=120)
    attends = SelectField(choices=MODES, default=str(Attends.PRESENCIAL))

    def validate(self, extra_validators: object = None) -> bool:
        is_whole = bool(self.person.data or (self.first_name.data and self.last_name.data))
        return super().validate(extra_validators) and is_whole  # type: ignore[arg-type]

    def entry(self) -> Entry:
        return Entry(self.entry_key.data or "", Way(self.way.data), self._noted_at())

    def _noted_at(self) -> datetime | None:
        """By our clock: the device says how long ago it was, because its own clock may be wrong by days."""
        noted, sent = _instant(self.at.data or ""), _instant(self.sent_at.data or "")
        return now() - max(sent - noted, timedelta()) if noted and sent else noted

    def walk_in(self) -> Person | None:
        if self.person.data:
            return None
        return Person(
            self.first_name.data or "", self.last_name.data or "", self.contact.data or "", Attends(self.attends.data)
        )


def _instant(typed: str) -> datetime | None:
    """What the clock of a device says, when it says it well."""
    try:
        said = datetime.fromisoformat(typed)
        return said.astimezone(UTC) if said.tzinfo else None
    except (ValueError, OverflowError):
        return None


class UndoForm(BaseForm):
    reason = Line("Por qué se deshace", [InputRequired("Escriba por qué se deshace esta llegada.")], most=200)


class LinkForm(BaseForm):
    """A link for a volunteer or for a tablet."""

    form_key = FormKey()
    kind = RadioField("Para qué es", choices=KINDS, default=str(DoorKind.DOOR))
    label = Line("Nombre de la puerta", [InputRequired("Escriba un nombre. Por ejemplo: Puerta norte.")], most=80)

    def chosen_kind(self) -> DoorKind:
        return DoorKind(self.kind.data)


class KioskForm(BaseForm):
    """What a person types on the shared tablet: the code, or the whole name."""

    wanted = Line("Su código, o su nombre y apellido", [InputRequired("Escriba su código o su nombre.")], most=120)


class KioskConfirmForm(BaseForm):
    entry_key = FormKey()
    person = StringField(validators=[InputRequired(), Length(max=64)])

    def entry(self) -> Entry:
        return Entry(self.entry_key.data or "", Way.KIOSK)
