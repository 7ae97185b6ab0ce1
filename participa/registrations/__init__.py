"""Inscripciones: apartar un puesto en un espacio sin tener cuenta, confirmar, cambiar y cancelar."""

from participa.registrations import models as models
from participa.registrations.public import bp
from participa.registrations.staff import bp as staff_bp

bp.register_blueprint(staff_bp)

__all__ = ["bp"]
