"""A row with the part it plays."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from participa.strategy.importing.columns import ColumnMap
from participa.strategy.importing.grid import Row


class RowKind(StrEnum):
    """The part that a row plays in the cronograma."""

    TITLE = "title"
    HEADER = "header"
    SECTION = "section"
    ACTIVITY = "activity"
    CONTINUATION = "continuation"
    UNASSIGNED = "unassigned"


@dataclass(frozen=True)
class PlacedRow:
    """A row, the part it plays, and the columns of the table it is in (None before the first header).

    `cells` holds the cells of an activity by the column where they belong, when they had moved.
    """

    kind: RowKind
    row: Row
    table: ColumnMap | None
    cells: Mapping[int, str] | None = None
