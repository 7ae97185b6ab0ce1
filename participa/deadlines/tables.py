"""The list of terms as a table for spreadsheets. No cell is a formula."""

import csv
from collections.abc import Iterable
from datetime import date
from io import StringIO

from participa.questions.models import Question
from participa.shared.business_days import WorkCalendar, business_days_left

BYTE_ORDER_MARK = "\ufeff"
COLUMNS = ("Radicado", "Vence", "Días hábiles que faltan", "Dependencia", "Estado", "Recibida")
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(questions: Iterable[Question], today: date, calendar: WorkCalendar) -> bytes:
    """Separated by semicolons and marked as UTF-8, as Excel opens it in Spanish of Colombia.

    Overdue days are below 0.
    """
    written = StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows(_row(question, today, calendar) for question in questions)
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def _row(question: Question, today: date, calendar: WorkCalendar) -> list[str | int]:
    return [
        question.radicado,
        question.due_on.isoformat(),
        business_days_left(today, question.due_on, calendar),
        _harmless(question.department.name if question.department else ""),
        question.status_label,
        question.base_on.isoformat(),
    ]


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
