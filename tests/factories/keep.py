"""Write rows as the application does."""

from itertools import count
from typing import TypeVar

from participa.extensions import Base, db
from participa.shared.unit_of_work import unit_of_work

Row = TypeVar("Row", bound=Base)
_numbers = count(1)


def next_number() -> int:
    return next(_numbers)


def keep(row: Row) -> Row:
    """Commit a row and hand it back ready to be read."""
    with unit_of_work():
        db.session.add(row)
    db.session.refresh(row)
    return row
