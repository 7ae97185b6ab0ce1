"""Asistencia: registrar la llegada, también sin conexión, y contar quién fue oído."""

from participa.attendance.panels import for_team
from participa.attendance.public import bp
from participa.attendance.retention import REASONS
from participa.attendance.staff import bp as staff_bp
from participa.attendance.statistics import entrances, publishing
from participa.attendance.statistics import pages as pages
from participa.events import doors
from participa.shared import jobs, retention

bp.register_blueprint(staff_bp)
doors.register_staff(for_team)
doors.register_staff(entrances.staff_doors)
doors.register_public(entrances.public_doors)
jobs.each_minute(publishing.publish_due)
retention.register(REASONS)

__all__ = ["bp"]
