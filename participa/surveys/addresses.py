"""Whole addresses, for papers and QR."""

from typing import Any

from flask import current_app, url_for

from participa.config import Settings


def whole(endpoint: str, **values: Any) -> str:
    """The address of a page with the name of the server."""
    settings: Settings = current_app.extensions["settings"]
    if settings.public_url:
        return settings.public_url + url_for(endpoint, **values)
    return url_for(endpoint, **values, _external=True)
