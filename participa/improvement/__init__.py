"""Planes de mejoramiento: hallazgos, acciones que los corrigen y lo que se comprobó."""

from participa.commitments import doors as commitment_doors
from participa.events import doors as event_doors
from participa.improvement import models as models
from participa.improvement import panels, services
from participa.improvement import public as public
from participa.improvement import staff as staff
from participa.improvement.blueprint import bp, staff_bp
from participa.strategy import hangings

bp.register_blueprint(staff_bp)
hangings.register(panels.of_activity)
event_doors.register_public(panels.for_everybody)
event_doors.register_staff(panels.for_team)
commitment_doors.register_public(panels.of_commitment)
commitment_doors.register_staff(panels.of_commitment_for_team)
commitment_doors.listen(services.keep_with_plan)

__all__ = ["bp"]
