"""Evaluación: lo que dice del espacio quien estuvo, sin saber quién lo dijo."""

from participa.evaluations import models as models
from participa.evaluations import panels, services
from participa.evaluations import public as public
from participa.evaluations import staff as staff
from participa.evaluations.blueprint import bp, staff_bp
from participa.events import doors
from participa.shared import jobs
from participa.strategy import hangings
from participa.surveys.services import show_elsewhere

bp.register_blueprint(staff_bp)
doors.register_public(panels.for_everybody)
doors.register_staff(panels.for_team)
doors.register_lacks(panels.lacks)
show_elsewhere(panels.surveys_of)
hangings.register(panels.of_activity)
doors.listen(services.follow)
jobs.each_minute(services.remind_due)
jobs.each_minute(services.count_due)

__all__ = ["bp"]
