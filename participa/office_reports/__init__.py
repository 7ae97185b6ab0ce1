"""Informes internos: lo que cada dependencia reporta de cada espacio, y el consolidado."""

from participa.events import doors
from participa.office_reports import models as models
from participa.office_reports import panels, services
from participa.office_reports import public as public
from participa.office_reports import staff as staff
from participa.office_reports.blueprint import bp, staff_bp
from participa.shared import jobs

bp.register_blueprint(staff_bp)
doors.register_public(panels.for_everybody)
doors.register_staff(panels.for_team)
doors.register_lacks(panels.lacks)
jobs.each_minute(services.remind_due)

__all__ = ["bp"]
