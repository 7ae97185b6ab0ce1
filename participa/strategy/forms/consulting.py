"""Shape of what is typed in a consultation, by citizens and by the team."""

from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, InputRequired

from participa.shared import email_address
from participa.shared.forms import BaseForm, Day, FormKey, Line, Words, new_form_key
from participa.strategy import privacy
from participa.strategy.models import DECISION_LABELS, Decision


class ConsultationForm(BaseForm):
    """From which to which day people may observe."""

    opens_on = Day("Primer día", [InputRequired("Escriba el primer día.")])
    closes_on = Day("Último día", [InputRequired("Escriba el último día.")])


class ObservationForm(BaseForm):
    """An observation. Only its text is required; the box of authorisation is never ticked beforehand."""

    form_key = FormKey()
    body = Words("¿Qué cambiaría o agregaría?", [DataRequired("Escriba su observación.")])
    email = Line("Su correo", most=254)
    manage = BooleanField(privacy.WORDS)

    def validate(self, extra_validators: Any = None) -> bool:
        fits = bool(super().validate(extra_validators))
        if self.form_key.errors:
            self.renew()
            self.form_key.errors = ["Al formulario le faltaba un dato. Ya lo corregimos: vuelva a enviarlo."]
        self._check_email()
        return fits and not self.errors

    def _check_email(self) -> None:
        """An address counts only with its authorisation, and a tick without address says nothing."""
        if not self.email.data:
            return
        found = email_address.whole(self.email.data)
        if found is None:
            self.refuse("email", email_address.WORDS)
        elif not self.manage.data:
            self.refuse("manage", "Marque esta casilla para guardar su correo, o bórrelo y opine sin correo.")
        else:
            self.email.data = found

    @property
    def shows_contact(self) -> bool:
        """Whether the part with the mail must be open."""
        return bool(self.email.data or self.email.errors or self.manage.errors)

    def renew(self) -> None:
        """Make it another form with the same content."""
        self.form_key.data = new_form_key()


class FollowObservationForm(BaseForm):
    """The code of a receipt, as somebody types it."""

    code = Line("Su código de seguimiento", [DataRequired("Escriba su código de seguimiento.")], most=60)


class ReplyForm(BaseForm):
    """What the team decides of an observation, and why."""

    decision = SelectField(
        "Decisión",
        coerce=Decision,
        choices=[SelectChoice(member.value, label) for member, label in DECISION_LABELS.items()],
    )
    reasons = Words("¿Por qué?", [DataRequired("Escriba por qué. Lo verá la ciudadanía.")])
    withheld_because = Line("Motivo para no publicar el texto", most=300)
