"""Enfoque diferencial: de qué grupos es la gente que participa, sin poder saber quién es quién."""

from participa.differential.public import bp
from participa.differential.staff import bp as staff_bp

bp.register_blueprint(staff_bp)

__all__ = ["bp"]
