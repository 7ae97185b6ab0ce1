"""Lines that a person broke inside a cell: offices one below the other stay apart."""

from participa.strategy.importing.grid import clean_cell
from participa.strategy.importing.parties import ends_with_connector, is_office_like


def apart(raw: str) -> str:
    """Return the text of a cell; where each of its lines is an office by itself, with a semicolon between them."""
    lines = [line for line in map(clean_cell, raw.split("\n")) if line]
    is_list = len(lines) > 1 and all(is_office_like(line) for line in lines)
    return "; ".join(lines) if is_list and not any(map(ends_with_connector, lines)) else raw
