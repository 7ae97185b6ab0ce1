"""Portal: el inicio, las páginas comunes, el escritorio del equipo y los datos de demostración."""

from participa.portal.public import bp
from participa.portal.staff import bp as staff_bp

bp.register_blueprint(staff_bp)

__all__ = ["bp"]
