"""Clasificación: la fila de preguntas nuevas, a teclado, con parecidas y sugerencias a la vista."""

from participa.triage import models as models
from participa.triage import staff as staff
from participa.triage.blueprint import bp

__all__ = ["bp"]
