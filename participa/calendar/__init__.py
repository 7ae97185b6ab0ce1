"""Calendario: los días hábiles y los que la entidad no trabaja."""

from participa.calendar import cli as cli
from participa.calendar.public import bp
from participa.calendar.staff import bp as staff_bp

bp.register_blueprint(staff_bp)

__all__ = ["bp"]
