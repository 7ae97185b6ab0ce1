"""Ventanilla: las preguntas que llegan en papel, de viva voz, por teléfono, correo o redes, con el mismo radicado."""

from participa.intake import models as models
from participa.intake.staff import bp

__all__ = ["bp"]
