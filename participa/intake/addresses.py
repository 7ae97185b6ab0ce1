"""Whole addresses, for papers and QR."""

from flask import current_app, request, url_for

from participa.config import Settings


def follow_address() -> str:
    """The page to follow a question with its code."""
    return absolute(url_for("questions.follow"))


def absolute(path: str) -> str:
    """A path of this site with the name of the server."""
    settings: Settings = current_app.extensions["settings"]
    return (settings.public_url or request.url_root.rstrip("/")) + path
