"""Restricciones: lo que se tacha o se reserva, por qué, y cómo se apela."""

from participa.restrictions import models
from participa.restrictions.blueprint import bp

__all__ = ["bp", "models"]
