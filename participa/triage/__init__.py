"""Clasificación: la fila de preguntas nuevas, a teclado, con parecidas y sugerencias a la vista."""

from participa.questions.doors import register_staff
from participa.triage import models as models
from participa.triage import staff as staff
from participa.triage.blueprint import bp
from participa.triage.panels import for_team

register_staff(for_team)

__all__ = ["bp"]
