"""Historia: lo de otros años o de otro sistema, cargado desde tablas, para que no se pierda."""

from participa.history import models as models
from participa.history import public as public
from participa.history import services
from participa.history import staff as staff
from participa.history.blueprint import bp, staff_bp
from participa.shared.jobs import each_minute

bp.register_blueprint(staff_bp)
each_minute(services.forget_old_previews)

__all__ = ["bp"]
