"""The shape of what is sent about oversight bodies, and of the code that one of them types."""

import re
from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import InputRequired

from participa.commitments.looking import Invited
from participa.events.models import Event
from participa.shared import email_address
from participa.shared.forms import BaseForm, Day, FormKey, Line, Words
from participa.shared.templating import plain_day

NO_SPACE = "Solo los compromisos que escribo abajo"
MOST_CODES = 200


class EnterForm(BaseForm):
    """The code of the link of an oversight body, from the link or typed."""

    code = Line("Código de la veeduría", [InputRequired("Escriba el código que le llegó por correo.")], most=60)


class InviteForm(BaseForm):
    """Who may look, at what, and until when."""

    form_key = FormKey()
    name = Line("Nombre de la organización", [InputRequired("Escriba el nombre de la organización.")])
    contact_mail = Line("Correo de contacto", [InputRequired("Escriba el correo al que le llega el enlace.")], most=254)
    event = SelectField("¿Qué puede verificar?", coerce=int, default=0)
    codes = Words("Códigos de los compromisos", most=4000)
    expires_on = Day("Último día de acceso", [InputRequired("Escriba hasta qué día puede entrar.")])

    def offer(self, spaces: Sequence[Event]) -> None:
        """The spaces whose commitments a body may look at."""
        rows = [SelectChoice(event.id, f"{event.title} ({plain_day(event.starts_at)})") for event in spaces]
        self.event.choices = [SelectChoice(0, NO_SPACE), *rows]

    def validate_contact_mail(self, field: Any) -> None:
        whole = email_address.whole(field.data)
        if whole is None:
            raise ValidationError(email_address.WORDS)
        field.data = whole

    def validate_codes(self, field: Any) -> None:
        if len(self.typed_codes) > MOST_CODES:
            raise ValidationError(f"Escriba {MOST_CODES} códigos o menos.")

    @property
    def typed_codes(self) -> list[str]:
        """The codes as typed, one or several in a line, each once."""
        return list(dict.fromkeys(code.upper() for code in re.split(r"[\s,;]+", self.codes.data or "") if code))

    def invited(self, numbers: Sequence[int]) -> Invited:
        """What was typed, once it is valid; `numbers` are the rows of the typed codes."""
        assert self.expires_on.data is not None  # noqa: S101 - the form is valid
        return Invited(
            name=self.name.data or "",
            contact_mail=self.contact_mail.data or "",
            expires_on=self.expires_on.data,
            event_id=self.event.data or None,
            commitment_ids=numbers,
        )


class AgainForm(BaseForm):
    """Write to a body with a new link."""

    form_key = FormKey()


class CloseForm(BaseForm):
    reason = Words("¿Por qué se cierra?", [InputRequired("Escriba por qué se cierra.")], most=300)
