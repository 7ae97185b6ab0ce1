"""Enfoque diferencial: de qué grupos es la gente que participa, sin poder saber quién es quién."""

from participa.differential import entrances, services
from participa.differential.public import bp
from participa.differential.retention import USED_PERMITS
from participa.differential.staff import bp as staff_bp
from participa.events import doors
from participa.shared import jobs, retention
from participa.shared import published as published

bp.register_blueprint(staff_bp)
doors.register_public(entrances.public_doors)
doors.register_staff(entrances.staff_doors)
jobs.each_minute(services.count_waiting)
retention.register(USED_PERMITS)

__all__ = ["bp"]
