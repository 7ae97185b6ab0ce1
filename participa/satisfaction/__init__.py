"""¿Le respondieron?: lo que dice de la respuesta quien preguntó, por dependencia."""

from participa.questions import doors
from participa.satisfaction import panels, services
from participa.satisfaction.public import bp
from participa.satisfaction.retention import COMMENTS
from participa.satisfaction.staff import bp as staff_bp
from participa.shared import jobs, retention

bp.register_blueprint(staff_bp)
doors.register_public(panels.for_everybody)
doors.register_author(panels.for_author)
doors.register_staff(panels.for_team)
retention.register(COMMENTS)
jobs.each_minute(services.keep_rates)

__all__ = ["bp"]
