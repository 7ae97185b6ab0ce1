"""Numbers in addresses: none is larger than the number of a row can be, so that no database stumbles over it."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """`<int:…>` of every address; a larger number is no page (404)."""

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:
        super().__init__(map, *args, **({"max": LARGEST} | options))


def row_number(text: str) -> int:
    """A row number from after the question mark. Raises ValueError when no row can have it."""
    number = int(text)
    if not 0 < number <= LARGEST:
        raise ValueError(text)
    return number


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber
