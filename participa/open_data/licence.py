"""Under which licence the data are given."""

from dataclasses import dataclass

from flask import current_app

from participa.config import Settings


@dataclass(frozen=True)
class Licence:
    name: str
    url: str


def licence() -> Licence:
    """The licence of this installation."""
    settings: Settings = current_app.extensions["settings"]
    return Licence(*settings.open_licence)


def credit() -> str:
    """How who uses the data names their source."""
    settings: Settings = current_app.extensions["settings"]
    return f"Fuente: {settings.entity.name}, datos abiertos de participación."
