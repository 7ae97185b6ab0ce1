"""Portal: el inicio, las páginas comunes, el escritorio del equipo y los datos de demostración."""

from participa.portal import cli, overview
from participa.portal.public import bp
from participa.portal.staff import bp as staff_bp
from participa.shared import jobs, retention
from participa.shared.forgotten_mail import MAILS

bp.register_blueprint(staff_bp)
bp.cli.add_command(cli.load)
retention.register(MAILS)
jobs.each_minute(overview.keep)
bp.record(lambda state: retention.check(state.app.extensions["settings"]))  # the last room: all rules are known

__all__ = ["bp"]
