"""The arrivals of a space as CSV: personal data, so only for who may take them along. No cell is a formula."""

import csv
from collections.abc import Callable, Mapping, Sequence
from io import StringIO

from participa.attendance.models import Attendance
from participa.shared.templating import moment

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"
COLUMNS: Mapping[str, Callable[[Attendance], str]] = {
    "Llegada": lambda one: moment(one.arrived_at),
    "Apellidos": lambda one: one.registration.last_name,
    "Nombres": lambda one: one.registration.first_name,
    "Asiste": lambda one: one.registration.attends_label,
    "Cómo se reconoció": lambda one: one.way_label,
    "Inscripción": lambda one: one.registration.channel_label,
    "En calidad de": lambda one: one.registration.capacity_as_label,
    "Comuna o corregimiento": lambda one: one.registration.commune,
    "Puerta": lambda one: one.noted_at_door,
}


def as_csv(arrivals: Sequence[Attendance]) -> bytes:
    """Separated by semicolons and marked as UTF-8, as Excel opens it in Spanish of Colombia.

    A text that Excel would take for a formula gets an apostrophe before it.
    """
    written = StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows([_harmless(value(one)) for value in COLUMNS.values()] for one in arrivals)
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def _harmless(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text
