"""What is received: an appeal, its decision, the parts to hide."""

from collections.abc import Collection
from typing import ClassVar

from wtforms import BooleanField, Field, HiddenField, IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired
from wtforms.widgets import HiddenInput

from participa.questions.models import WITHHOLD_REASON_LABELS, WithholdReason
from participa.questions.models.redaction import OF_PARTS, PERSONAL, occurrences
from participa.restrictions.models import Outcome
from participa.shared.forms import BaseForm, Line, Words

ROWS = 6
REASONS = [SelectChoice(reason.value, f"{reason}. {WITHHOLD_REASON_LABELS[reason]}") for reason in OF_PARTS]
WHY = [DataRequired(message="Escriba por qué no está de acuerdo.")]
LONGEST = 300
REVIEWED = "Lo revisé: puede publicarse"
NOT_THERE = "Esas palabras no están así en el texto. Escríbalas completas, tal como aparecen."


class AppealForm(BaseForm):
    """Why somebody wants to read what is hidden."""

    words = Words("Por qué debe ser público", WHY, most=2000)


class AuthorAppealForm(BaseForm):
    """The same of who asked, with the code of the receipt in the body."""

    gives_code_back: ClassVar[bool] = True
    code = HiddenField(validators=[DataRequired("Escriba otra vez su código de seguimiento.")])
    words = Words("Por qué debe ser público", WHY, most=2000)


class DecisionForm(BaseForm):
    outcome = RadioField(
        "Decisión",
        choices=[
            SelectChoice(Outcome.UPHELD.value, "Aceptar la apelación: se muestra otra vez"),
            SelectChoice(Outcome.KEPT.value, "Mantener la decisión: sigue oculto"),
        ],
        validators=[DataRequired(message="Elija la decisión.")],
    )
    reasons = Words("Razones", [DataRequired(message="Escriba las razones. Son públicas.")], most=2000)
    reviewed = BooleanField(REVIEWED)

    @property
    def chosen(self) -> Outcome:
        return Outcome(self.outcome.data)


class WordsToHide(BaseForm):
    """The exact words to hide, each with its reason, and why. Empty rows count for nothing."""

    reasons: ClassVar[Collection[WithholdReason]] = OF_PARTS

    note = Words("Por qué se tacha", [DataRequired(message="Explique por qué se tacha.")], most=1000)

    @property
    def hidden(self) -> list[tuple[str, WithholdReason]]:
        rows = [(self[f"words_{row}"].data, self[f"reason_{row}"].data) for row in range(ROWS)]
        return [(words, WithholdReason(reason)) for words, reason in rows if words and reason in self.reasons]

    @property
    def rows(self) -> list[tuple[Field, Field]]:
        return [(self[f"words_{row}"], self[f"reason_{row}"]) for row in range(ROWS)]

    def put(self, hidden: list[tuple[str, WithholdReason]]) -> None:
        """Begin with what is hidden now."""
        for row, (words, reason) in enumerate(hidden[:ROWS]):
            self[f"words_{row}"].data, self[f"reason_{row}"].data = words, reason.value

    @staticmethod
    def holds(hidden: list[tuple[str, WithholdReason]]) -> bool:
        """Whether the rows have place for all of it, and for one part more."""
        return len(hidden) < ROWS and all(len(words) <= LONGEST for words, _ in hidden)

    def fits(self, body: str) -> bool:
        """Whether every row is in the text; what is not is said beside it."""
        typed = {row: self[f"words_{row}"].data for row in range(ROWS) if self[f"words_{row}"].data}
        if not typed:
            self.refuse("words_0", "Escriba al menos una parte.")
        for row, words in typed.items():
            if self[f"reason_{row}"].data not in self.reasons:
                self.refuse(f"reason_{row}", "Elija un motivo de la lista.")
            if not occurrences(body, words):
                self.refuse(f"words_{row}", NOT_THERE)
        return not self.errors


class RedactForm(WordsToHide):
    """What to hide of a question, and which revision of it was seen."""

    seen = IntegerField(widget=HiddenInput())


class RedactAnswerForm(WordsToHide):
    """What to hide of a published answer, whose version is in the address: only personal data."""

    reasons: ClassVar[Collection[WithholdReason]] = PERSONAL


def _add_rows(form: type[WordsToHide]) -> None:
    choices = [one for one in REASONS if one.value in form.reasons]
    for row in range(ROWS):
        setattr(form, f"words_{row}", Line(f"Parte {row + 1}", most=LONGEST))
        reason = SelectField(f"Motivo de la parte {row + 1}", choices=choices, validate_choice=False)
        setattr(form, f"reason_{row}", reason)


_add_rows(RedactForm)
_add_rows(RedactAnswerForm)


class LiftForm(BaseForm):
    note = Words("Por qué vuelve a ser público", [DataRequired(message="Explique por qué.")], most=1000)
    reviewed = BooleanField(REVIEWED)


class AnswerForm(BaseForm):
    """Why an earlier version of an answer is hidden: only for personal data."""

    reason = RadioField(
        "Motivo",
        choices=[SelectChoice(one.value, f"{one.value}. {WITHHOLD_REASON_LABELS[one]}") for one in sorted(PERSONAL)],
        validators=[DataRequired(message="Elija el motivo.")],
    )
    note = Words("Qué datos tiene", [DataRequired(message="Explique qué datos personales tiene.")], most=1000)


class SecondForm(BaseForm):
    """What the second person decides about a proposal."""

    decision = RadioField(
        "Decisión",
        choices=[
            SelectChoice("confirmar", "Confirmar: se oculta"),
            SelectChoice("descartar", "Descartar: sigue público"),
        ],
        validators=[DataRequired(message="Elija la decisión.")],
    )
