"""Shape of what the public list is asked for. It lives in the address, so that a list can be shared."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from wtforms import Form
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version

from participa.commitments.standing import STANDING_LABELS, Standing
from participa.shared.forms import Line, OneOf
from participa.shared.html import to_line

FILTERS = ("q", "estado", "oficina", "territorio", "anio", "espacio")
LESS_USED = ("oficina", "territorio", "anio", "espacio")
LARGEST = 2**31 - 1
Offer = Callable[[], Sequence[tuple[int | str, str]]]


def number_or_none(value: object) -> int | None:
    """A number that a column can hold. Raises ValueError for another one."""
    if value in (None, "", "None"):
        return None
    number = int(str(value))
    if not 0 <= number <= LARGEST:
        raise ValueError(number)
    return number


def word_or_none(value: object) -> str | None:
    """One line of text, or None when it is empty."""
    return to_line(str(value)) or None if value is not None else None


class Offered(OneOf):
    """A choice among rows of the database, which is asked only when the list is shown or somebody chose from it."""

    offer: Offer = staticmethod(list)
    all_label = "Todos"

    def iter_choices(self) -> Iterator[Any]:
        self._fill()
        return super().iter_choices()

    def pre_validate(self, form: Any) -> None:
        if self.data is not None:
            self._fill()
            super().pre_validate(form)

    def _fill(self) -> None:
        rows = [SelectChoice(str(number), label) for number, label in self.offer()]
        self.choices = [SelectChoice("", self.all_label), *rows]


class ListForm(Form):
    """Its fields are the words of the address, in Spanish. What makes no sense is left out."""

    class Meta:
        locales = ("es",)

    q = Line("Buscar", most=100)
    estado = OneOf(
        "Cómo va",
        choices=[SelectChoice("", "Todos"), *(SelectChoice(one.value, STANDING_LABELS[one]) for one in Standing)],
        default="",
    )
    oficina = Offered("Dependencia responsable", coerce=number_or_none)
    territorio = Offered("Territorio", coerce=number_or_none)
    anio = Offered("Año", coerce=number_or_none)
    espacio = Offered("Espacio", coerce=word_or_none)

    def asked(self, name: str) -> Any:
        """The value of a field, or None when it is empty or makes no sense."""
        value = None if self[name].errors else self[name].data
        return None if value == "" else value

    def address(self) -> dict[str, Any]:
        """The filters that are set, always in one order: the same list has one address."""
        return {name: value for name in FILTERS if (value := self.asked(name)) is not None}

    @property
    def shows_more(self) -> bool:
        """Whether one of the filters that are folded away is set."""
        return any(self.asked(name) is not None for name in LESS_USED)


class YearForm(Form):
    """Of which year a board is told."""

    class Meta:
        locales = ("es",)

    anio = Offered("Año", coerce=number_or_none)

    @property
    def year(self) -> int | None:
        return None if self.anio.errors else self.anio.data
