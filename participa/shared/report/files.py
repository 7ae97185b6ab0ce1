"""A report as a file. Each format says the same numbers: they all come from the same model.

`render` may take seconds and a hundred megabytes for a long report: it is work for a job, not for a request.
"""

from collections.abc import Callable
from enum import StrEnum
from importlib import import_module

from participa.shared.report import csv
from participa.shared.report.model import Report


class Format(StrEnum):
    """A kind of file; the value ends the address of the report."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Format.PDF: "PDF",
    Format.DOCX: "Word (DOCX)",
    Format.XLSX: "Excel (XLSX)",
    Format.CSV: "CSV",
}
OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}


def render(report: Report, fmt: Format) -> bytes:
    """The whole file. Equal reports make equal bytes on the same machine."""
    return _renderer(fmt)(report)


def extension(report: Report, fmt: Format) -> str:
    """How the name of the file ends, without the dot. Several tables in CSV travel together in a zip."""
    return "zip" if fmt is Format.CSV and csv.is_bundle(report) else fmt.value


def content_type(report: Report, fmt: Format) -> str:
    return CONTENT_TYPES[extension(report, fmt)]


def _renderer(fmt: Format) -> Callable[[Report], bytes]:
    """Each library is imported when a file of its kind is made: together they take seconds."""
    module = import_module(f"participa.shared.report.{fmt}")
    made: Callable[[Report], bytes] = module.render
    return made
