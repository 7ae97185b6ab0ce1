"""Invitaciones: a quién se convoca a un espacio, cómo y qué respondió."""

from participa.events import doors
from participa.invitations import models as models
from participa.invitations import panels, services
from participa.invitations.public import bp
from participa.invitations.retention import RULES
from participa.invitations.staff import bp as staff_bp
from participa.shared import jobs, mail, retention

bp.register_blueprint(staff_bp)
doors.register_staff(panels.for_team)
doors.listen(services.hear_of_space)
mail.listen("invitation/", services.hear_of_letter)
for kind in ("invitation-news/", "invitation-reminder/"):
    mail.listen(kind, services.hear_of_mail)
jobs.each_minute(services.send_due)
retention.register(*RULES)

__all__ = ["bp"]
