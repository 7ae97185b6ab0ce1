"""Asistencia: registrar la llegada, también sin conexión, y contar quién fue oído."""

from participa.attendance.panels import for_team
from participa.attendance.public import bp
from participa.attendance.staff import bp as staff_bp
from participa.events import doors

bp.register_blueprint(staff_bp)
doors.register_staff(for_team)

__all__ = ["bp"]
