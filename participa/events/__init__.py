"""Espacios de diálogo: se crean desde una actividad, se convocan, se realizan y se cierran."""

from participa.events import closing, doors
from participa.events.hangings import lacks, of_activity
from participa.events.public import bp
from participa.events.staff import bp as staff_bp
from participa.strategy import hangings

bp.register_blueprint(staff_bp)
hangings.register(of_activity)
hangings.register_check(lacks)
doors.register_lacks(closing.lacks)

__all__ = ["bp"]
