"""Ventanilla: las preguntas que llegan en papel, de viva voz, por teléfono, correo o redes, con el mismo radicado."""

from participa.events.doors import register_staff
from participa.intake import models as models
from participa.intake import public as public
from participa.intake.panels import for_team
from participa.intake.retention import SCANS
from participa.intake.staff import bp
from participa.shared import retention

__all__ = ["bp"]

register_staff(for_team)
retention.register(SCANS)
