"""Shape of what is typed about strategies."""

from participa.strategy.forms.filters import FilterForm
from participa.strategy.forms.imports import (
    MOST_LETTERS,
    NOTHING,
    TOO_LONG,
    YEAR_WORDS,
    ConfirmForm,
    DropForm,
    ImportForm,
    OfficesForm,
    RowForm,
    columns_form,
)
from participa.strategy.forms.strategies import FollowUpForm, MoveForm

__all__ = [
    "ConfirmForm",
    "DropForm",
    "FilterForm",
    "FollowUpForm",
    "ImportForm",
    "MOST_LETTERS",
    "MoveForm",
    "NOTHING",
    "OfficesForm",
    "RowForm",
    "TOO_LONG",
    "YEAR_WORDS",
    "columns_form",
]
