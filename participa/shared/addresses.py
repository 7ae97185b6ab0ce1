"""What addresses may carry: no number larger than a row can have, no letter that a database refuses."""

from typing import Any

from flask import Flask, current_app, has_request_context, request
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

from participa.config import Settings

LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """`<int:…>` of every address; a larger number is no page (404)."""

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:
        super().__init__(map, *args, **({"max": LARGEST} | options))


class Word(UnicodeConverter):
    """`<name>` of every address; with control characters it is no page (404). PostgreSQL refuses the letter NUL."""

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:
        super().__init__(map, *args, **options)
        self.regex = self.regex.replace("[^/]", r"[^/\x00-\x1f\x7f]")


def row_number(text: str) -> int:
    """A row number from after the question mark. Raises ValueError when no row can have it."""
    number = int(text)
    if not 0 < number <= LARGEST:
        raise ValueError(text)
    return number


def init_app(app: Flask) -> None:
    app.url_map.converters |= {"int": RowNumber, "default": Word, "string": Word}


def whole(path: str) -> str:
    """A path of this site as an address that works elsewhere: under PARTICIPA_PUBLIC_URL, else as it was asked."""
    settings: Settings = current_app.extensions["settings"]
    if settings.public_url or not has_request_context():
        return settings.public_url + path
    return request.url_root.rstrip("/") + path
