"""The year of a public list: asked for in the address as `anio`, and offered as a row of links."""

from collections.abc import Callable, Sequence

from flask import request

View = tuple[str, str, None, bool]


def chosen(years: Sequence[int]) -> int | None:
    """The year that the address asks for, when it is one of these; else the first. None without years."""
    asked = request.args.get("anio", type=int)
    return asked if asked in years else next(iter(years), None)


def views(years: Sequence[int], year: int | None, address: Callable[[int], str]) -> list[View]:
    """What the component `views` shows: each year, with its address, and which one is read."""
    return [(str(one), address(one), None, one == year) for one in years]
