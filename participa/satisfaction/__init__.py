"""¿Le respondieron?: lo que dice de la respuesta quien preguntó, por dependencia."""

from participa.satisfaction import models
from participa.satisfaction.blueprint import bp

__all__ = ["bp", "models"]
