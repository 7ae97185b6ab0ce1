"""Fields that several forms of dialogue spaces share."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from wtforms import ValidationError

from participa.shared.forms import Line, Words


class Address(Line):
    """The whole address of a page, with https."""

    def __init__(self, label: str, validators: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(label, validators, most=500, **options)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if self.data and not _is_https(self.data):
            raise ValidationError("Escriba una dirección completa que empiece con https://")


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
