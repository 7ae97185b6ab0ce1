"""The evidence for FURAG: how many of each thing, and the public address where anybody can check it."""

from collections.abc import Iterator

from flask import current_app

from participa.config import Settings
from participa.reports.kinds import Kind, Scope, Subject, TextBlock, Texts, register
from participa.reports.kinds.sections.telling import numbers, page, part, report_of
from participa.reports.queries import evidence
from participa.reports.queries.evidence import Evidence
from participa.shared.report.model import Block, Cell, Column, Heading, Note, Report, amount, said, table

HOW = "Cada cuenta sale de la página pública que está a su lado. Cópiela en el formulario de FURAG."


def build(subject: Subject, texts: Texts) -> Report:
    """What the year of the subject can show, as the data are today."""
    return report_of(KIND, subject, list(_blocks(subject.year, texts)))


def _blocks(year: int, texts: Texts) -> Iterator[Block]:
    yield Heading("Para qué sirve", 2, "uso")
    yield from texts.prose("use")
    yield Heading("Evidencias", 2, "evidencias")
    columns = (Column("Evidencia"), *numbers("Cuántas"), Column("Qué se cuenta"), Column("Dirección pública"))
    yield table("evidencias", f"Evidencias de {year}", columns, [_row(one) for one in evidence.of_year(year)])
    yield Note(HOW)
    yield from part(texts, "others", "Otras evidencias", "otras")


def _row(one: Evidence) -> tuple[Cell, ...]:
    path = page(one.endpoint, **one.values)
    settings: Settings = current_app.extensions["settings"]
    address = said(f"{settings.public_url}{path}", path)
    return said(one.name), amount(one.amount), said(one.counts), address


KIND = Kind(
    name="evidencias-furag",
    label="Evidencias para FURAG",
    scope=Scope.YEAR,
    describe="Cuánto se hizo en el año y la dirección pública donde se comprueba.",
    build=build,
    texts=(
        TextBlock(
            "use",
            "Para qué sirve",
            "A qué preguntas responde.",
            "Reúne lo que pide el formulario de Función Pública sobre rendición de cuentas. "
            "Todo lo que aquí se cuenta es público.",
        ),
        TextBlock("others", "Otras evidencias", "Lo que está fuera de este sitio, con su dirección."),
    ),
    activity_words=("furag",),
)
register(KIND)
