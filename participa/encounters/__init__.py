"""Encuentros de rendición de cuentas sobre los compromisos: el documento de la sesión, hecho con los datos."""

from participa.encounters import models as models
from participa.encounters import panels
from participa.encounters import public as public
from participa.encounters import staff as staff
from participa.encounters.blueprint import bp, staff_bp
from participa.events import doors
from participa.strategy import hangings

bp.register_blueprint(staff_bp)
doors.register_public(panels.for_everybody)
doors.register_staff(panels.for_team)
hangings.register(panels.of_activity)

__all__ = ["bp"]
