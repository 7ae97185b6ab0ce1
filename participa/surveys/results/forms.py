"""Shape of what the team decides about results."""

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, InputRequired, Optional

from participa.shared.forms import BaseForm, Line, Words
from participa.surveys.results.models import PRIVATE_REASON_LABELS, PrivateReason, WordsState
from participa.surveys.results.services import Decision

PUBLISH = "publicar"
UNSAID = "Cuente qué se hizo con los resultados."
CHOICES = [
    SelectChoice(PUBLISH, "Publicarla"),
    *(SelectChoice(reason.value, f"No publicarla: {label.lower()}") for reason, label in PRIVATE_REASON_LABELS.items()),
]


class WordsForm(BaseForm):
    """Publish what somebody wrote, or not, for a reason of the list."""

    decision = RadioField("¿Se publica?", [InputRequired("Elija una opción.")], choices=CHOICES)
    heading = Line("Título del grupo", most=80)
    reviewed = BooleanField("Miré lo marcado: no dice de quién se trata")
    seen = HiddenField()

    @property
    def state(self) -> WordsState:
        return WordsState.APPROVED if self.decision.data == PUBLISH else WordsState.PRIVATE

    @property
    def reason(self) -> PrivateReason | None:
        return None if self.decision.data == PUBLISH else PrivateReason(self.decision.data)

    @property
    def decided(self) -> Decision:
        is_reviewed = bool(self.reviewed.data)
        return Decision(self.state, self.reason, self.heading.data or "", is_reviewed, self.seen.data or "")


class OutcomeForm(BaseForm):
    """What was done with the results."""

    outcome = Words("Qué hicimos con los resultados", [DataRequired(UNSAID)], most=4000)


class CrossForm(BaseForm):
    """Two questions to cross, among the answers that said one thing elsewhere."""

    class Meta(BaseForm.Meta):
        csrf = False

    fila = SelectField("Filas", validate_choice=False)
    columna = SelectField("Columnas", validate_choice=False)
    filtro = SelectField("Solo quienes respondieron", validators=[Optional()], validate_choice=False)
    despues = StringField()
