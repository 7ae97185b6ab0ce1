"""What phones send: a question of up to 400 letters, a support, what was read."""

from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Regexp

from participa.questions import services as questions
from participa.questions.services import Submission
from participa.shared.addresses import LARGEST
from participa.shared.forms import BaseForm, FormKey, Words, new_form_key

MOST_LETTERS = 400
NUMBERS = Regexp(r"^[0-9 ]{0,700}$", message="Recargue la página: falta un dato del formulario.")


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


class SupportForm(SpokenForm):
    """The number of a card to support or of one to leave, and those of the cards that were in view."""

    apoyar = StringField("Apoyar", [NUMBERS])
    quitar = StringField("Quitar", [NUMBERS])
    leidas = StringField("Leídas", [NUMBERS])

    @property
    def wanted(self) -> int | None:
        return next(iter(numbers(self.apoyar.data)), None)

    @property
    def left(self) -> int | None:
        return next(iter(numbers(self.quitar.data)), None)

    @property
    def read(self) -> list[int]:
        return numbers(self.leidas.data)


def numbers(typed: str | None) -> list[int]:
    """Row numbers with spaces between; what no row can have is left out."""
    return [number for number in map(int, (typed or "").split()) if 0 < number <= LARGEST]
