"""Shape of what the queue receives. Each form about a question carries the revision that the person saw."""

from collections.abc import Sequence
from typing import Self

from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired

from participa.accounts.models import Department
from participa.questions.models import KIND_LABELS, WITHHOLD_REASON_LABELS, Kind, Topic, WithholdReason
from participa.shared.forms import BaseForm, Line, Words
from participa.shared.seen_form import SeenForm

NOTHING = 0  # the choice «none» of a list of rows
KINDS = [SelectChoice(kind.value, label) for kind, label in KIND_LABELS.items()]
REASONS = [
    SelectChoice(reason.value, f"{number}. {label}")
    for number, (reason, label) in enumerate(WITHHOLD_REASON_LABELS.items(), 1)
]
WHY = "Por qué se agrupan"
REVIEWED = "Lo revisé: puede publicarse"


class ActForm(SeenForm):
    """A form about the question before the eyes."""


class PublishForm(ActForm):
    """`reviewed` is asked only where the text may hold personal data."""

    prefix = "publicar-"

    reviewed = BooleanField(REVIEWED)


class AssignForm(ActForm):
    prefix = "asignar-"

    department = SelectField("Dependencia que responde", coerce=int)
    topic = SelectField("Tema", coerce=int)
    kind = SelectField("Tipo", coerce=Kind, choices=KINDS)
    publish = BooleanField("Publicar también el texto")
    note = Words("Nota para la dependencia", most=1000)

    def offer(self, topics: list[Topic], departments: list[Department]) -> Self:
        """Put the catalogues in the lists."""
        self.topic.choices = _one_of("Sin tema", topics)
        self.department.choices = _one_of("Todavía no se asigna", departments)
        return self


def _one_of(nothing: str, rows: Sequence[Topic | Department]) -> list[SelectChoice]:
    return [SelectChoice(NOTHING, nothing), *(SelectChoice(row.id, row.name) for row in rows)]


class WithholdForm(ActForm):
    prefix = "reservar-"

    reason = RadioField(
        "Motivo",
        choices=REASONS,
        validators=[DataRequired(message="Elija el motivo. Sin motivo no se puede reservar.")],
    )
    note = Words("Qué parte cabe en ese motivo", [DataRequired(message="Escriba qué parte.")], most=2000)

    @property
    def chosen(self) -> WithholdReason:
        return WithholdReason(self.reason.data)


class GroupForm(ActForm):
    prefix = "agrupar-"

    similar = RadioField("Pregunta parecida", choices=[], validate_choice=False)
    radicado = Line("Radicado de la otra pregunta", most=16)
    note = Words(WHY, [DataRequired(message="Escriba por qué se agrupan.")], most=2000)

    def offer(self, choices: Sequence[tuple[str, str]]) -> Self:
        """Show the similar questions: (radicado, words)."""
        self.similar.choices = [SelectChoice(radicado, words) for radicado, words in choices]
        return self

    @property
    def leader(self) -> str:
        """The typed radicado, or else the chosen one."""
        return self.radicado.data or self.similar.data or ""


class BatchForm(BaseForm):
    """The principal question and why the ticked ones share its answer."""

    leader = Line("Radicado de la pregunta principal", [DataRequired(message="Escriba el radicado.")], most=16)
    why = Words(WHY, [DataRequired(message="Escriba por qué se agrupan.")], most=2000)


class KeysForm(BaseForm):
    are_on = BooleanField("Usar teclas de una letra")
