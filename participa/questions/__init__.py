"""Preguntas y respuestas: se reciben, se clasifican, se responden por escrito y se publican."""

from participa.questions.public import bp
from participa.questions.staff import bp as staff_bp

bp.register_blueprint(staff_bp)

__all__ = ["bp"]
