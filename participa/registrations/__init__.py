"""Inscripciones: apartar un puesto en un espacio sin tener cuenta, confirmar, cambiar y cancelar."""

from participa.events import doors
from participa.registrations.panels import for_everybody, for_team
from participa.registrations.public import bp
from participa.registrations.services.chores import keep_lines, tell_everybody
from participa.registrations.staff import bp as staff_bp
from participa.shared import jobs

bp.register_blueprint(staff_bp)
doors.register_public(for_everybody)
doors.register_staff(for_team)
doors.listen(tell_everybody)
jobs.each_minute(keep_lines)

__all__ = ["bp"]
