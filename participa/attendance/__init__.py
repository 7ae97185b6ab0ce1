"""Asistencia: registrar la llegada, también sin conexión, y contar quién fue oído."""

from participa.attendance.public import bp
from participa.attendance.staff import bp as staff_bp

bp.register_blueprint(staff_bp)

__all__ = ["bp"]
