"""The session on commitments: how each stood when its document was frozen, office by office."""

from collections.abc import Iterator

from participa.commitments.standing import STANDING_LABELS
from participa.encounters import picture
from participa.encounters import queries as encounters
from participa.encounters.exporting import new_dates, voices
from participa.encounters.models import EncounterDocument
from participa.encounters.picture import OfficePart, Picture, Told
from participa.reports.kinds import Kind, Scope, Subject, TextBlock, Texts, register
from participa.reports.kinds.sections import commitments
from participa.reports.kinds.sections.telling import counts, figure, of_hundred, page, part, report_of
from participa.shared.errors import NotFound
from participa.shared.report.model import (
    Block,
    Cell,
    Column,
    ColumnKind,
    Figures,
    Heading,
    Note,
    Prose,
    Report,
    amount,
    average,
    on_day,
    said,
    table,
)
from participa.shared.templating import plain_day

FROZEN = "Son los datos del documento publicado del encuentro: versión {number}, del {day}. Su huella es {digest}."
NOT_YET = "El documento de este encuentro todavía no se ha publicado."
DISAGREED = "Compromisos en los que alguien verificó algo distinto de lo informado."


def build(subject: Subject, texts: Texts) -> Report:
    """The newest published document of the encounter. Raises NotFound while there is none."""
    document = _newest(subject)
    if document is None:
        raise NotFound(NOT_YET)
    return report_of(KIND, subject, list(_blocks(document, subject, texts)), document.cut_at)


def _newest(subject: Subject) -> EncounterDocument | None:
    if subject.event is None or not subject.event.is_public:
        return None
    versions = encounters.versions(subject.event.id)
    return versions[-1] if versions else None


def _blocks(document: EncounterDocument, subject: Subject, texts: Texts) -> Iterator[Block]:
    shown = picture.of_data(document.data)
    amounts = {STANDING_LABELS[one]: shown.figures.of(one) for one in picture.ORDER}
    yield Heading("En pocas palabras", 2, "resumen")
    yield from texts.prose("summary")
    yield _figures(shown)
    yield counts("situacion", "Compromisos por situación", "Situación", "Compromisos", amounts)
    for place, of_office in enumerate(shown.parts, 1):
        yield from _office(of_office, place)
    yield from part(texts, "voices", "Qué dijo la ciudadanía en la sesión", "ciudadania")
    where = page("encounters.version", slug=subject.event.slug, number=document.number) if subject.event else ""
    told = FROZEN.format(number=document.number, day=plain_day(document.cut_at), digest=document.digest)
    yield Note(told, where)


def _figures(shown: Picture) -> Figures:
    whole = shown.figures
    told = (
        figure("Compromisos", amount(whole.promised), "Los que cuenta el documento del encuentro."),
        figure("En la primera fecha, de cada cien", of_hundred(shown.rate), commitments.IN_TIME),
        figure("Fechas nuevas", amount(whole.slips), commitments.SLIPS),
        figure("Con desacuerdo", amount(shown.disagreements), DISAGREED),
    )
    return Figures("cifras", "Los compromisos de la sesión", told)


def _office(of: OfficePart, place: int) -> Iterator[Block]:
    yield Heading(of.name, 2, f"dependencia-{place}")
    if of.remark:
        yield Prose(of.remark)
    words = tuple(Column(head) for head in ("Código", "Compromiso", "Situación", "Qué pasó y qué se verificó"))
    columns = (*words, Column("Hasta", ColumnKind.DAY), Column("Avance", ColumnKind.NUMBER))
    rows = [_told(one) for one in of.commitments]
    yield table(f"compromisos-{place}", f"Compromisos de {of.name}", columns, rows)


def _told(one: Told) -> tuple[Cell, ...]:
    last = f"{plain_day(one.last.on)}: {one.last.label}. {one.last.text}" if one.last else ""
    happened = filter(None, (last, *(f"{voice}." for voice in voices(one)), one.disagreement, *new_dates(one)))
    code = said(one.code, page("commitments.detail", code=one.code))
    words = (one.text, one.standing_label, " ".join(happened))
    return code, *map(said, words), on_day(one.due_on), average(float(one.percent), 0)


def _summary(subject: Subject) -> str:
    document = _newest(subject)
    return picture.of_data(document.data).opening if document else ""


KIND = Kind(
    name="sesion-de-compromisos",
    label="Sesión de seguimiento a los compromisos",
    scope=Scope.SESSION,
    describe="Cómo iba cada compromiso en la sesión, qué se verificó y qué explicó cada dependencia.",
    build=build,
    texts=(
        TextBlock("summary", "En pocas palabras", "Qué se contó en la sesión.", _summary),
        TextBlock("voices", "Qué dijo la ciudadanía", "Lo que se preguntó y se pidió, sin nombres."),
    ),
    activity_words=("avance en los compromisos", "avance de los compromisos", "seguimiento a los compromisos"),
    is_for=lambda subject: _newest(subject) is not None,
)
register(KIND)
