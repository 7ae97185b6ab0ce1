"""Preguntas y respuestas: se reciben, se clasifican, se responden por escrito y se publican."""

from participa.questions.hangings import of_activity
from participa.questions.public import bp
from participa.questions.staff import bp as staff_bp
from participa.strategy import hangings

bp.register_blueprint(staff_bp)
hangings.register(of_activity)

__all__ = ["bp"]
