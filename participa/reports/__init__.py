"""Informes que salen de los datos: borrador, revisión, aprobación y publicación con huella y versiones."""

from participa.events import doors
from participa.questions import doors as question_doors
from participa.reports import models as models
from participa.reports import panels
from participa.reports import public as public
from participa.reports import staff as staff
from participa.reports.blueprint import bp, staff_bp
from participa.reports.kinds import attendance as attendance
from participa.reports.kinds import commitments_session as commitments_session
from participa.reports.kinds import compendium as compendium
from participa.reports.kinds import draft_observations as draft_observations
from participa.reports.kinds import event_evaluation as event_evaluation
from participa.reports.kinds import furag as furag
from participa.reports.kinds import improvement as improvement
from participa.reports.kinds import internal_control_term as internal_control_term
from participa.reports.kinds import minutes as minutes
from participa.reports.kinds import offices_consolidated as offices_consolidated
from participa.reports.kinds import results as results
from participa.reports.kinds import strategy_evaluation as strategy_evaluation
from participa.reports.pack import keeping, pages
from participa.reports.services import hiding, reminding
from participa.shared import jobs
from participa.strategy import hangings

jobs.each_minute(reminding.remind_due)
question_doors.listen(hiding.hear)
bp.register_blueprint(staff_bp)
doors.register_public(panels.for_everybody)
doors.register_staff(panels.for_team)
doors.register_public(pages.for_everybody)
doors.register_staff(pages.for_team)
jobs.each_minute(keeping.forget_old)
hangings.register(panels.of_activity)

__all__ = ["bp"]
