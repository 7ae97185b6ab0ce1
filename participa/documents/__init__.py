"""Documentos y boletines: lo que se publica, la consulta de borradores y las novedades por correo."""

from participa.documents import models as models
from participa.documents import panels, services
from participa.documents import public as public
from participa.documents import staff as staff
from participa.documents.blueprint import bp, staff_bp
from participa.documents.retention import OBSERVERS
from participa.documents.services.subscribing import UNCONFIRMED
from participa.events import doors
from participa.shared import jobs, retention
from participa.strategy import hangings

bp.register_blueprint(staff_bp)
doors.register_public(panels.for_everybody)
doors.register_staff(panels.for_team)
doors.listen(panels.hear)
hangings.register(panels.of_activity)
jobs.each_minute(services.keep_windows)
jobs.each_minute(services.send_weekly)
retention.register(OBSERVERS, UNCONFIRMED)

__all__ = ["bp"]
