"""Vencimientos: los avisos a cada dependencia antes y después de la fecha, y su calendario."""

from participa.deadlines import models, panels, services
from participa.deadlines import public as public
from participa.deadlines.blueprint import bp
from participa.deadlines.staff import bp as staff_bp
from participa.questions import doors
from participa.shared import jobs

bp.register_blueprint(staff_bp)
doors.register_public(panels.for_everybody)
doors.register_author(panels.for_author)
doors.register_staff(panels.for_team)
jobs.each_minute(services.send_due)

__all__ = ["bp", "models"]
