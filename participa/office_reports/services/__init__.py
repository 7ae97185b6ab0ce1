"""The verbs: ask for the reports, write and hand in one, give it back, put them together, publish, remind."""

from participa.office_reports.services.asking import BEGUN, ask, begin, remind, remind_due, unask
from participa.office_reports.services.enclosing import add_evidence, remove_evidence
from participa.office_reports.services.joining import consolidate, give_back, publish, summarise
from participa.office_reports.services.writing import Changed, save, send

__all__ = [
    "BEGUN",
    "Changed",
    "add_evidence",
    "ask",
    "begin",
    "consolidate",
    "give_back",
    "publish",
    "remind",
    "remind_due",
    "remove_evidence",
    "save",
    "send",
    "summarise",
    "unask",
]
