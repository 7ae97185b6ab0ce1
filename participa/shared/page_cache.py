"""Anonymous public pages, kept in front of the application until the data change."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, make_response

from participa.config import Settings


def cacheable(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark the answers of a view as the same for everybody. They carry nothing personal and set no cookie."""

    @wraps(view)
    def answer(*args: Any, **values: Any) -> Any:
        response = make_response(view(*args, **values))
        response.headers["Cache-Control"] = "public, no-cache"
        return response

    return answer


def init_app(app: Flask, settings: Settings) -> None:
    """Put the cache in front of the application."""
