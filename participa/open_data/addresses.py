"""The addresses that the rows carry. They are made without a request: the job of each night has none."""

from typing import Any

from flask import current_app


def page(site: str, endpoint: str, **values: Any) -> str:
    """The address of a page; `site` comes before it, and without one it begins at the root of the site."""
    adapter = current_app.url_map.bind("localhost")
    return site + adapter.build(endpoint, values)
