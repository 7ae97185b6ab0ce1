"""Audiencia en vivo: la sala, los teléfonos, la pantalla grande y el orden en que se responde."""

from participa.events.doors import register_public, register_staff
from participa.hearings import models as models
from participa.hearings import public as public
from participa.hearings import publisher
from participa.hearings import staff as staff
from participa.hearings import streams as streams
from participa.hearings.blueprint import bp, staff_bp
from participa.hearings.panels import for_everybody, for_team
from participa.hearings.retention import SPEAKERS
from participa.hearings.services import joining, opening, reviewing, supports, tracing
from participa.questions import doors as question_doors
from participa.shared import jobs, retention

bp.register_blueprint(staff_bp)
question_doors.listen(joining.hear)
jobs.each_second(publisher.publish_due)
jobs.each_second(supports.ripen_all)
jobs.each_minute(tracing.trace_open)
jobs.each_minute(reviewing.hold_all)
jobs.each_minute(opening.seal_forgotten)
question_doors.listen_to_links(supports.regroup)
retention.register(SPEAKERS)
register_public(for_everybody)
register_staff(for_team)

__all__ = ["bp"]
