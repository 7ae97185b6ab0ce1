"""Audiencia en vivo: la sala, los teléfonos, la pantalla grande y el orden en que se responde."""

from participa.hearings import models as models
from participa.hearings.blueprint import bp

__all__ = ["bp"]
