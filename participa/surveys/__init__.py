"""Encuestas: a quién se pregunta y cuándo, una respuesta por persona, y resultados sellados hasta el cierre."""

from participa.events import doors
from participa.questionnaires import services as questionnaires
from participa.shared import jobs, mail
from participa.shared.retention import register as keep_for
from participa.strategy import hangings
from participa.surveys import models as models
from participa.surveys import panels, public, services, staff
from participa.surveys.blueprint import bp, staff_bp
from participa.surveys.paper import models as paper_models
from participa.surveys.paper import services as paper_services
from participa.surveys.paper import staff as paper_staff
from participa.surveys.results import chores as results_chores
from participa.surveys.results import public as results_public
from participa.surveys.results import staff as results_staff
from participa.surveys.retention import DRAFTS

bp.register_blueprint(staff_bp)
doors.register_public(panels.for_everybody)
doors.register_staff(panels.for_team)
hangings.register(panels.of_activity)
keep_for(DRAFTS)
questionnaires.listen_to_corrections(services.take_up_correction)
services.listen_to_closing(paper_services.count_unchecked)
mail.listen(services.MAIL_KEY, services.forget_mail)
jobs.each_minute(services.close_due)
jobs.each_minute(services.tend_box)
jobs.each_minute(results_chores.do_due)

__all__ = ["bp", "paper_models", "paper_staff", "public", "results_public", "results_staff", "staff"]
