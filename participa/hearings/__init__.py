"""Audiencia en vivo: la sala, los teléfonos, la pantalla grande y el orden en que se responde."""

from participa.hearings import models as models
from participa.hearings import public as public
from participa.hearings import publisher
from participa.hearings import staff as staff
from participa.hearings.blueprint import bp, staff_bp
from participa.hearings.services import joining, supports, tracing
from participa.questions import doors as question_doors
from participa.shared import jobs

bp.register_blueprint(staff_bp)
question_doors.listen(joining.hear)
jobs.each_second(publisher.publish_due)
jobs.each_minute(tracing.trace_open)
question_doors.listen_to_links(supports.regroup)

__all__ = ["bp"]
