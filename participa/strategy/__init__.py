"""Estrategia: el cronograma publicado, sus secciones y actividades, y su importación."""

from participa.strategy import cli as cli
from participa.strategy import when
from participa.strategy.public import bp
from participa.strategy.staff import bp as staff_bp

bp.register_blueprint(staff_bp)
bp.add_app_template_filter(when.told, "told_when")
bp.add_app_template_filter(when.shown_day, "first_day")
bp.add_app_template_filter(when.happens, "happens")

__all__ = ["bp"]
