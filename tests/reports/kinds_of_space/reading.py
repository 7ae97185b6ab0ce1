"""A report as a person reads it: its tables by name, its numbers by their label; and a page without its markup."""

import re
from html import unescape

from participa.events.models import Event
from participa.reports import kinds
from participa.reports.kinds import Scope, Subject, Texts
from participa.shared.report.model import Chart, Figures, Heading, Note, Points, Prose, Report, Table

NAMES = ("preguntas-y-respuestas", "acta", "asistencia", "evaluacion-del-espacio", "resultados")


def subject_of(event: Event) -> Subject:
    return Subject(Scope.EVENT, event.day.year, event)


def built(name: str, event: Event) -> Report:
    """With the texts that it proposes."""
    kind, subject = kinds.kind_of(name), subject_of(event)
    return kind.build(subject, Texts(kind.drafts(subject)))


def table(report: Report, name: str) -> list[dict[str, str]]:
    """The lines of a table, each text by the label of its column."""
    [found] = [block for block in report.blocks if isinstance(block, Table) and block.name == name]
    labels = [column.label for column in found.columns]
    return [dict(zip(labels, (cell.text for cell in row), strict=True)) for row in found.rows]


def figures(report: Report, name: str) -> dict[str, str]:
    [found] = [block for block in report.blocks if isinstance(block, Figures) and block.name == name]
    return {one.label: one.value.text for one in found.figures}


def words(report: Report) -> str:
    """Everything that it says."""
    said = [report.title, report.subtitle]
    for block in report.blocks:
        if isinstance(block, Heading | Prose):
            said.append(block.text)
        elif isinstance(block, Points):
            said += block.items
        elif isinstance(block, Table):
            said += [cell.text for row in block.rows for cell in row]
        elif isinstance(block, Figures):
            said += [text for one in block.figures for text in (one.label, one.value.text, one.how)]
        elif isinstance(block, Chart):
            said += [block.title, block.describe, *block.labels]
        elif isinstance(block, Note):
            said.append(block.source)
    return "\n".join(said)


def plain(html: str) -> str:
    """A page on one line, without markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
