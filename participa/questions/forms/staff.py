"""Shape of what the team sends. Each form carries the revision of the question that the person saw."""

from collections.abc import Sequence
from typing import Self

from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, InputRequired

from participa.accounts.models import Department
from participa.questions.models import (
    KIND_LABELS,
    TERM_KIND_LABELS,
    WITHHOLD_REASON_LABELS,
    Kind,
    TermKind,
    Topic,
    WithholdReason,
)
from participa.questions.rules import Move
from participa.shared.forms import BaseForm, Day, Line, Upload, Whole, Words
from participa.shared.seen_form import STALE_PAGE, SeenForm

NOTHING = 0  # the choice «none» of a list of rows
KINDS = [SelectChoice(kind.value, label) for kind, label in KIND_LABELS.items()]
REASONS = [SelectChoice(reason.value, label) for reason, label in WITHHOLD_REASON_LABELS.items()]
TERMS = [SelectChoice(kind.value, label) for kind, label in TERM_KIND_LABELS.items()]
NOTE_NEEDED = (DataRequired(message="Escriba la nota."),)
REVIEWED = "Lo revisé: puede publicarse"


class DeskForm(SeenForm):
    """A form about one question."""

    @property
    def typed(self) -> str:
        """The long text that must not be lost, whatever happens to the step."""
        return ""


class StepForm(DeskForm):
    """A step that asks for nothing else."""

    prefix = "paso-"


class PublishQuestionForm(DeskForm):
    prefix = "publicar-"

    reviewed = BooleanField(REVIEWED)


class ClassifyForm(DeskForm):
    prefix = "clasificar-"

    kind = SelectField(
        "Tipo", coerce=Kind, choices=[SelectChoice(kind.value, label) for kind, label in KIND_LABELS.items()]
    )
    term = SelectField("Plazo", coerce=TermKind, choices=TERMS, validate_choice=False)
    topic = SelectField("Tema", coerce=int, validate_choice=True)
    department = SelectField("Dependencia que responde", coerce=int)
    note = Words("Nota para la dependencia", most=1000)
    publish = BooleanField("Publicar también el texto de la pregunta")

    def offer(self, topics: list[Topic], departments: list[Department]) -> Self:
        """Put the catalogues in the lists."""
        self.topic.choices = _one_of("Sin tema", topics)
        self.department.choices = _one_of("Todavía no se asigna", departments)
        return self

    @property
    def typed(self) -> str:
        return self.note.data or ""


def _one_of(nothing: str, rows: Sequence[Topic | Department]) -> list[SelectChoice]:
    return [SelectChoice(NOTHING, nothing), *(SelectChoice(row.id, row.name) for row in rows)]


class NoteForm(DeskForm):
    """A step with a note."""

    prefix = "nota-"

    note = Words("Nota", NOTE_NEEDED, most=2000)

    def ask(self, move: Move) -> Self:
        self.note.label.text = move.note
        return self

    @property
    def typed(self) -> str:
        return self.note.data or ""

    @property
    def other(self) -> str:
        """The radicado of another question, for the steps that ask for one."""
        return ""


class RestoreForm(NoteForm):
    reviewed = BooleanField(REVIEWED)


class ReturnForm(NoteForm):
    prefix = "devolver-"


class RadicadoForm(NoteForm):
    """A step that leads to another question."""

    radicado = Line("Radicado de la otra pregunta", [DataRequired(message="Escriba el radicado.")], most=16)
    note = Words("Nota", NOTE_NEEDED, most=2000)  # again, so that it comes after

    @property
    def other(self) -> str:
        return self.radicado.data or ""


class TransferForm(NoteForm):
    """To which entity, on which day and with which document."""

    entity = Line("Entidad que debe responder", [DataRequired(message="Escriba la entidad.")], most=200)
    sent_on = Day("Día del traslado", [DataRequired(message="Escriba el día.")])
    document_number = Line("Número del documento", [DataRequired(message="Escriba el número.")], most=60)
    document = Upload("Documento con el que se traslada", is_required=True)
    note = Words("Nota", NOTE_NEEDED, most=2000)  # again, so that it comes after


class WithholdForm(NoteForm):
    reason = RadioField(
        "Motivo",
        choices=REASONS,
        validators=[DataRequired(message="Elija el motivo. Sin motivo no se puede reservar.")],
    )
    note = Words("Nota", NOTE_NEEDED, most=2000)  # again, so that it comes after

    @property
    def chosen(self) -> WithholdReason:
        return WithholdReason(self.reason.data)


class WithholdFoldForm(BaseForm):
    """One reason for all the texts that say the same, up to the last that the person saw."""

    last = HiddenField(validators=[InputRequired(message=STALE_PAGE)])
    reason = RadioField("Motivo", choices=REASONS, validators=[DataRequired(message="Elija el motivo.")])
    note = Words("Explique qué parte de los textos cabe en ese motivo", NOTE_NEEDED, most=2000)

    @property
    def chosen(self) -> WithholdReason:
        return WithholdReason(self.reason.data)


class ExtensionForm(DeskForm):
    prefix = "ampliar-"

    more_days = Whole("Días hábiles que se suman", [InputRequired(message="Escriba cuántos días.")])
    note = Words("Motivo", [DataRequired(message="Escriba el motivo.")], most=1000)

    @property
    def typed(self) -> str:
        return self.note.data or ""


class RecountForm(BaseForm):
    """Why the terms are counted again, for all of them."""

    reason = Words("Motivo", [DataRequired(message="Escriba el motivo.")], most=500)


class TopicForm(BaseForm):
    name = Line("Nombre del tema", [DataRequired(message="Escriba el nombre.")], most=120)


class TopicSwitchForm(BaseForm):
    is_active = BooleanField("Se ofrece en los formularios")
