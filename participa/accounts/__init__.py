"""Cuentas: las dependencias, las personas del equipo, su ingreso y lo que cada una puede hacer."""

from participa.accounts.cli import COMMANDS
from participa.accounts.public import bp
from participa.accounts.retention import SIGN_IN_TRACES
from participa.accounts.staff import bp as staff_bp
from participa.shared import retention

bp.register_blueprint(staff_bp)
bp.cli.help = "Las cuentas del equipo: crear la primera, entregar códigos y limpiar."
for command in COMMANDS:
    bp.cli.add_command(command)
retention.register(SIGN_IN_TRACES)

__all__ = ["bp"]
