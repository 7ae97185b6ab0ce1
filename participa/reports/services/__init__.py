"""The verbs of the room."""

from participa.reports.services.hiding import look_at_reports_of_question, look_for_hidden
from participa.reports.services.making import make_file, make_left, make_report_files
from participa.reports.services.preparing import (
    NO_TEXT,
    NOT_WRITER,
    Changed,
    Unfit,
    begin,
    discard,
    fulfils,
    submit,
    write_text,
)
from participa.reports.services.reviewing import NOT_REVIEWER, approve, give_back, publish, reopen, try_again, withdraw

__all__ = [
    "NOT_REVIEWER",
    "NOT_WRITER",
    "NO_TEXT",
    "Changed",
    "Unfit",
    "approve",
    "begin",
    "discard",
    "fulfils",
    "give_back",
    "look_at_reports_of_question",
    "look_for_hidden",
    "make_file",
    "make_left",
    "make_report_files",
    "publish",
    "reopen",
    "submit",
    "try_again",
    "withdraw",
    "write_text",
]
