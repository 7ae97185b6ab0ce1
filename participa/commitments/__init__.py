"""Compromisos: lo que se prometió, quién lo hace, cuánto va y quién lo comprobó."""

from participa.commitments import citizen_panels, doors, registering_panels, services
from participa.commitments import models as models
from participa.commitments import progress_panels as progress_panels
from participa.commitments import public as public
from participa.commitments import staff as staff
from participa.commitments import verification_panels as verification_panels
from participa.commitments.blueprint import bp, staff_bp
from participa.commitments.retention import OVERSIGHT_CONTACTS
from participa.commitments.services import counting, finding, following, telling
from participa.events import doors as event_doors
from participa.questions import doors as question_doors
from participa.shared import jobs, retention
from participa.strategy import hangings

bp.register_blueprint(staff_bp)
jobs.each_minute(services.remind_due)
doors.listen(finding.hear)
jobs.each_minute(finding.find_forgotten)
jobs.each_minute(counting.keep_figures)
retention.register(OVERSIGHT_CONTACTS)
retention.register(following.UNCONFIRMED, following.FOLLOWERS)
doors.listen(telling.note)
jobs.each_minute(telling.tell_due)
doors.register_public(citizen_panels.for_everybody)
doors.register_staff(citizen_panels.for_team)
question_doors.register_public(citizen_panels.of_public_question)
question_doors.register_author(citizen_panels.of_author)
question_doors.register_staff(citizen_panels.of_staff_question)
question_doors.register_public(registering_panels.of_public_question)
question_doors.register_staff(registering_panels.of_staff_question)
event_doors.register_public(registering_panels.of_event)
event_doors.register_staff(registering_panels.of_event_for_team)
hangings.register(registering_panels.of_activity)

__all__ = ["bp"]
