"""Pages of rows that are at hand already, because Python chose them."""

from collections.abc import Sequence
from typing import Any, TypeVar

from flask import request
from flask_sqlalchemy.pagination import Pagination

MOST_PAGES = 100_000
Row = TypeVar("Row")


class Part(Pagination):
    """One page of a sequence. 404 beyond the last page."""

    def _query_items(self) -> list[Any]:
        rows: Sequence[Any] = self._query_args["rows"]
        return list(rows[self._query_offset : self._query_offset + self.per_page])

    def _query_count(self) -> int:
        return len(self._query_args["rows"])


def asked_page() -> int:
    """The page that the address asks for."""
    return min(request.args.get("pagina", 1, type=int), MOST_PAGES)


def part_of(rows: Sequence[Row], per_page: int) -> Part:
    """The rows of the page that the address asks for."""
    return Part(page=asked_page(), per_page=per_page, max_per_page=per_page, rows=rows)
