"""What phones ask: a question of up to 400 letters."""

from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired

from participa.questions import services as questions
from participa.questions.services import Submission
from participa.shared.forms import BaseForm, FormKey, Words, new_form_key

MOST_LETTERS = 400


class SpokenForm(BaseForm):
    """A form whose refusal a script may read aloud."""

    @property
    def first_error(self) -> str:
        """The first sentence of what is wrong, or nothing."""
        return next((str(error) for field in self for error in field.errors), "")


class LiveAskForm(SpokenForm):
    """A question for the hearing. `is_other`: who asks has seen those that resemble and sends it all the same."""

    form_key = FormKey()
    opened = HiddenField(default=questions.opened_now)
    website = StringField("Deje este campo vacío")
    body = Words("¿Qué quiere preguntar?", [DataRequired("Escriba su pregunta.")], most=MOST_LETTERS)
    is_other = HiddenField()

    @property
    def is_too_long(self) -> bool:
        return len(self.body.data or "") > MOST_LETTERS

    def renew(self) -> None:
        """Make it another form with the same content: what it sends is a new question."""
        self.form_key.data = new_form_key()

    def submission(self) -> Submission:
        return Submission(body=self.body.data or "")
