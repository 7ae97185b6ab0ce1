"""Portal: el inicio, las páginas comunes, el escritorio del equipo y los datos de demostración."""

from participa.portal import cli
from participa.portal.public import bp
from participa.portal.staff import bp as staff_bp

bp.register_blueprint(staff_bp)
bp.cli.add_command(cli.load)

__all__ = ["bp"]
