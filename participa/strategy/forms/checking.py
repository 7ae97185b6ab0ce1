"""What is checked across the fields of a form about strategies."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from participa.shared.forms import BaseForm


class CheckedForm(BaseForm):
    """A form that also refuses what its fields say only together."""

    def validate(self, extra_validators: Any = None) -> bool:
        fits = bool(super().validate(extra_validators))
        for name, problem in self.problems():
            self.refuse(name, problem)
            fits = False
        return fits

    def problems(self) -> Iterator[tuple[str, str]]:
        """Each field to be mended with what is wrong with it."""
        raise NotImplementedError


def order_of_days(first: date | None, last: date | None) -> Iterator[tuple[str, str]]:
    """What is wrong when `ends_on` comes before `starts_on`."""
    if first and last and last < first:
        yield "ends_on", "La fecha final es anterior a la inicial."
