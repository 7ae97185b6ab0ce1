"""Shape of the lists of places and synonyms: many at once, one a line, as they are pasted from a document."""

from collections.abc import Callable

from wtforms import BooleanField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired

from participa.questions.models import PLACE_KIND_LABELS, PlaceKind
from participa.shared.forms import BaseForm, Line, Words
from participa.shared.html import to_line

KINDS = [SelectChoice(kind.value, label) for kind, label in PLACE_KIND_LABELS.items()]
LONGEST_NAME, LONGEST_ROW = 120, 400
MOST = 1_000  # rows at once


def rows_of(text: str | None) -> list[str]:
    """Each line with something in it."""
    return [row for row in (to_line(line) for line in (text or "").splitlines()) if row]


def short_rows(longest: int) -> Callable[[BaseForm, Words], None]:
    """Refuse a list with too many rows, or one too long; says which."""

    def check(_form: BaseForm, field: Words) -> None:
        rows = rows_of(field.data)
        if len(rows) > MOST:
            raise ValidationError(f"La lista pasa de {MOST} filas. Péguela por partes.")
        long = next((number for number, row in enumerate(rows, 1) if len(row) > longest), None)
        if long:
            raise ValidationError(f"La fila {long} pasa de {longest} letras. Acórtela.")

    return check


class PlacesForm(BaseForm):
    kind = SelectField("Qué son", coerce=PlaceKind, choices=KINDS)
    names = Words("Nombres", [DataRequired(message="Pegue al menos un nombre."), short_rows(LONGEST_NAME)], most=60_000)

    @property
    def rows(self) -> list[str]:
        return rows_of(self.names.data)


class PlaceForm(BaseForm):
    kind = SelectField("Qué es", coerce=PlaceKind, choices=KINDS)
    name = Line("Nombre", [DataRequired(message="Escriba el nombre.")], most=LONGEST_NAME)


class SynonymsForm(BaseForm):
    words = Words("Filas", [DataRequired(message="Pegue al menos una fila."), short_rows(LONGEST_ROW)], most=60_000)

    @property
    def rows(self) -> list[str]:
        return rows_of(self.words.data)


class SynonymForm(BaseForm):
    words = Line("Palabras que significan lo mismo", [DataRequired(message="Escriba las palabras.")], most=LONGEST_ROW)


class SwitchForm(BaseForm):
    is_on = BooleanField("En uso")
