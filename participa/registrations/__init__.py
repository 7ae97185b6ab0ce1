"""Inscripciones: apartar un puesto en un espacio sin tener cuenta, confirmar, cambiar y cancelar."""

from participa.events import doors as doors_of_events
from participa.registrations.panels import for_everybody, for_team
from participa.registrations.public import bp
from participa.registrations.retention import RULES
from participa.registrations.services.chores import keep_lines, tell_everybody
from participa.registrations.staff import bp as staff_bp
from participa.shared import jobs, retention

bp.register_blueprint(staff_bp)
doors_of_events.register_public(for_everybody)
doors_of_events.register_staff(for_team)
doors_of_events.listen(tell_everybody)
jobs.each_minute(keep_lines)
retention.register(*RULES)

__all__ = ["bp"]
