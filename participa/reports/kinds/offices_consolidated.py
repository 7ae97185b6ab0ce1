"""The internal reports of the offices put together: every published whole of the spaces of a year."""

from collections.abc import Iterator

from participa.office_reports.models import NUMBERED
from participa.office_reports.whole import Joined, Part, Whole
from participa.reports.kinds import Kind, Scope, Subject, TextBlock, Texts, register
from participa.reports.kinds.sections.telling import figure, numbers, page, part, report_of
from participa.reports.queries import wholes
from participa.shared.report.model import (
    Block,
    Cell,
    Column,
    ColumnKind,
    Figures,
    Heading,
    Note,
    Points,
    Prose,
    Report,
    amount,
    on_day,
    said,
    table,
)
from participa.shared.suppression import protect_total
from participa.shared.templating import counted, day_of, plain_day

PARTS = "Las seis partes del formato interno: " + ", ".join(label.lower() for label in NUMBERED.values()) + "."
SPACES = "Espacios del año cuyo consolidado ya se publicó."
OFFICES = "Dependencias distintas cuyo informe está en un consolidado publicado."
REPORTS = "Informes internos que están en los consolidados publicados."
NONE = "Ningún consolidado de este año se ha publicado todavía."


def build(subject: Subject, texts: Texts) -> Report:
    """The wholes of the year of the subject that everybody may read."""
    return report_of(KIND, subject, list(_blocks(wholes.of_year(subject.year), texts)))


def _blocks(found: list[Whole], texts: Texts) -> Iterator[Block]:
    yield Heading("En pocas palabras", 2, "resumen")
    yield from texts.prose("summary")
    yield _figures(found)
    columns = (Column("Espacio"), Column("Dependencia"), Column("Día del espacio", ColumnKind.DAY))
    rest = (*numbers("Asistentes"), Column("Día del informe", ColumnKind.DAY), *numbers("Soportes públicos"))
    rows = [_row(whole, one) for whole in found for one in whole.joined]
    yield table("informes", "Informes internos", (*columns, *rest), rows)
    yield Note(PARTS, page("office_reports.index"))
    for place, whole in enumerate(found, 1):
        yield from _space(whole, place)
    yield from part(texts, "conclusions", "Conclusiones", "conclusiones")


def _figures(found: list[Whole]) -> Figures:
    offices = {one.office for whole in found for one in whole.joined}
    told = (
        figure("Espacios", amount(len(found)), SPACES),
        figure("Dependencias", amount(len(offices)), OFFICES),
        figure("Informes", amount(sum(len(whole.joined) for whole in found)), REPORTS),
    )
    return Figures("cifras", "Informes internos del año", told)


def _row(whole: Whole, one: Joined) -> tuple[Cell, ...]:
    event = whole.event
    people = said("No se contaron") if whole.people is None else amount(protect_total(whole.people))
    address = page("office_reports.detail", slug=event.slug)
    shown = sum(piece.is_public for piece in one.evidence)
    written = on_day(day_of(one.version.at))
    return said(event.title, address), said(one.office), on_day(event.day), people, written, amount(shown)


def _space(whole: Whole, place: int) -> Iterator[Block]:
    """A space: what opens its whole, and part by part what each office wrote and what the platform knew."""
    event = whole.event
    yield Heading(f"{event.title}, {plain_day(event.starts_at)}", 2, f"espacio-{place}")
    if whole.call.summary:
        yield Prose(whole.call.summary)
    for one in whole.parts:
        yield from _part(one)


def _part(one: Part) -> Iterator[Block]:
    told = [f"{office}: {words}" for office, words in one.typed]
    brought = [line["text"] for line in one.brought]
    if told or brought:
        yield Heading(one.label, 3)
        yield Points((*told, *brought))


def _summary(subject: Subject) -> str:
    found = wholes.of_year(subject.year)
    if not found:
        return NONE
    reports = counted(sum(len(whole.joined) for whole in found), "informe interno", "informes internos")
    return f"Este documento reúne {reports} de {counted(len(found), 'espacio', 'espacios')} de {subject.year}."


KIND = Kind(
    name="informes-internos",
    label="Consolidado de los informes internos",
    scope=Scope.YEAR,
    describe="Lo que informó cada dependencia de cada espacio del año, en las seis partes del formato interno.",
    build=build,
    texts=(
        TextBlock("summary", "En pocas palabras", "De qué espacios trata y qué se destaca.", _summary),
        TextBlock("conclusions", "Conclusiones", "Qué se repite en los espacios y qué conviene cambiar."),
    ),
    activity_words=("formato interno de reporte",),
)
register(KIND)
