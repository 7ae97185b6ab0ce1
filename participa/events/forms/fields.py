"""Fields that several forms of dialogue spaces share."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from wtforms import DateTimeLocalField, SelectMultipleField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from participa.shared.clock import BOGOTA, local
from participa.shared.forms import Line, Words

FIRST_YEAR, LAST_YEAR = 2000, 2100
DATE_MESSAGE = "Escriba la fecha y la hora. Por ejemplo: 2026-08-04 09:00."


class WallClock(DateTimeLocalField):
    """A date and hour as the clock on a wall in Colombia shows them; `data` is an aware instant."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(DATE_MESSAGE) from None
        if self.data is not None:
            self.data = self.data.replace(tzinfo=BOGOTA)

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            raise ValidationError("Revise el año.")

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return local(self.data).strftime("%Y-%m-%dT%H:%M") if self.data else ""


class Address(Line):
    """The whole address of a page, with https."""

    def __init__(self, label: str, validators: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(label, validators, most=500, **options)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if self.data and not _is_https(self.data):
            raise ValidationError("Escriba una dirección completa que empiece con https://")


class Boxes(SelectMultipleField):
    """Several choices, all in view."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Lines(Words):
    """Short texts, one a line; `data` is a list of them."""

    most_lines, most_letters = 20, 200

    def process_data(self, value: Any) -> None:
        super().process_data("\n".join(value) if isinstance(value, list | tuple) else value)

    @property
    def lines(self) -> tuple[str, ...]:
        """The texts without blanks nor repetitions, in their order."""
        return tuple(dict.fromkeys(filter(None, (line.strip() for line in (self.data or "").splitlines()))))

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if len(self.lines) > self.most_lines:
            raise ValidationError(f"Escriba {self.most_lines} renglones o menos.")
        if any(len(line) > self.most_letters for line in self.lines):
            raise ValidationError(f"Cada renglón puede tener hasta {self.most_letters} letras.")


def require_order(first: datetime | None, then: datetime | None, message: str) -> None:
    """Raises ValidationError when both are there and the second does not come later."""
    if first is not None and then is not None and then <= first:
        raise ValidationError(message)


def _is_https(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    has_host = bool(parts.hostname) and "." in (parts.hostname or "")
    return parts.scheme == "https" and has_host and parts.username is None and not any(map(str.isspace, address))
