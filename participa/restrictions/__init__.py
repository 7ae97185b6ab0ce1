"""Restricciones: lo que se tacha o se reserva, por qué, y cómo se apela."""

from participa.questions import doors
from participa.questions.services import counting
from participa.restrictions import panels
from participa.restrictions.public import bp
from participa.restrictions.queries import months
from participa.restrictions.staff import bp as staff_bp
from participa.shared import jobs

bp.register_blueprint(staff_bp)
doors.register_public(panels.of_public)
doors.register_author(panels.of_author)
doors.register_staff(panels.of_staff)


def keep_table() -> None:
    """Count the monthly table anew, so that its page only reads."""
    counting.recount(months.NAME, months.count)


jobs.each_minute(keep_table)

__all__ = ["bp"]
