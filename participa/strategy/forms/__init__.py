"""Shape of what is typed about strategies."""

from participa.strategy.forms.filters import FilterForm
from participa.strategy.forms.strategies import (
    MOST_LETTERS,
    NO_TABLE,
    NOTHING,
    TOO_LONG,
    YEAR_WORDS,
    FollowUpForm,
    ImportForm,
    MoveForm,
)

__all__ = [
    "FilterForm",
    "FollowUpForm",
    "ImportForm",
    "MOST_LETTERS",
    "MoveForm",
    "NOTHING",
    "NO_TABLE",
    "TOO_LONG",
    "YEAR_WORDS",
]
