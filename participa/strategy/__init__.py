"""Estrategia: el cronograma publicado, sus secciones y actividades, y su importación."""

from participa.strategy import cli as cli
from participa.strategy.public import bp
from participa.strategy.staff import bp as staff_bp

bp.register_blueprint(staff_bp)

__all__ = ["bp"]
