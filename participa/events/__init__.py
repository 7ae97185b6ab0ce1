"""Espacios de diálogo: se crean desde una actividad, se convocan, se realizan y se cierran."""

from participa.events.public import bp
from participa.events.staff import bp as staff_bp

bp.register_blueprint(staff_bp)

__all__ = ["bp"]
