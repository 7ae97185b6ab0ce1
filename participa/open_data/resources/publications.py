"""What the entity publishes to be read: reports, documents and bulletins, and what it brought from other years."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from participa.documents.models import (
    PAPER_KIND_LABELS,
    DocumentFile,
    DocumentVersion,
    PaperState,
    PublicDocument,
)
from participa.events.models import Event
from participa.extensions import db
from participa.history.models import KIND_LABELS, HistoryLoad, HistoryRow
from participa.open_data import hiding
from participa.open_data.addresses import page
from participa.open_data.fields import Field, FieldKind, Filter, Resource, Row, Value, Wanted, address, begins
from participa.reports import kinds
from participa.reports.models import KeptReport, KeptVersion
from participa.shared.files import StoredFile
from participa.shared.suppression import protect_total

TEXT, WHOLE, DAY, INSTANT, LIST = (
    FieldKind.TEXT,
    FieldKind.WHOLE,
    FieldKind.DAY,
    FieldKind.INSTANT,
    FieldKind.LIST,
)
FIELDS_OF_A_REPORT = (
    Field("codigo", TEXT, "Su parte de la dirección. No cambia nunca.", (KeptReport.slug,)),
    Field("clase", TEXT, "Qué informe es.", (KeptReport.kind,)),
    Field("titulo", TEXT, "Su nombre.", (KeptVersion.title,)),
    Field("anio", WHOLE, "El año de que habla.", (KeptReport.year,)),
    Field("cuatrimestre", WHOLE, "El cuatrimestre de que habla, de 1 a 3.", (KeptReport.term,), may_be_empty=True),
    Field("espacio", TEXT, "El código del espacio de que habla.", (Event.slug,), may_be_empty=True),
    Field("version", WHOLE, "El número de la última versión.", (KeptVersion.number,)),
    Field("corte", INSTANT, "Hasta cuándo llegan sus datos.", (KeptVersion.cut_at,)),
    Field("publicado", INSTANT, "Cuándo se publicó esa versión.", (KeptVersion.published_at,)),
    Field("por_que_cambio", TEXT, "Por qué hay otra versión.", (KeptVersion.reason,), may_be_empty=True),
    Field("huella", TEXT, "La huella (SHA-256) de lo que dice.", (KeptVersion.digest,)),
    Field("retirado", TEXT, "Por qué no se lee, si se retiró.", (KeptVersion.withdrawn_reason,), may_be_empty=True),
    address("La página del informe. Allí están el PDF y los demás archivos.", KeptReport.slug),
)
FIELDS_OF_A_DOCUMENT = (
    Field("codigo", TEXT, "Su parte de la dirección. No cambia nunca.", (PublicDocument.slug,)),
    Field("clase", TEXT, "Qué documento es.", (PublicDocument.kind,), codes=tuple(PAPER_KIND_LABELS.values())),
    Field("titulo", TEXT, "Su nombre.", (DocumentVersion.title,)),
    Field("anio", WHOLE, "El año de que habla.", (PublicDocument.year,)),
    Field("espacio", TEXT, "El código del espacio de que habla.", (Event.slug,), may_be_empty=True),
    Field("version", WHOLE, "El número de la última versión.", (DocumentVersion.number,)),
    Field("publicado", INSTANT, "Cuándo se publicó esa versión.", (DocumentVersion.published_at,)),
    Field("texto", TEXT, "Lo que dice, o su resumen.", (DocumentVersion.text,)),
    Field("archivos", LIST, "Dónde están sus archivos.", (DocumentFile.file_id,)),
    Field("huellas", LIST, "La huella (SHA-256) de cada archivo.", (StoredFile.sha256,)),
    address("La página del documento.", PublicDocument.slug),
)
FIELDS_OF_THE_PAST = (
    Field("clase", TEXT, "Pregunta, espacio o compromiso.", (HistoryRow.kind,), codes=tuple(KIND_LABELS.values())),
    Field("fuente", TEXT, "El sistema o la entidad de donde viene.", (HistoryRow.source,)),
    Field("clave", TEXT, "Cómo lo llamaba esa fuente.", (HistoryRow.key,)),
    Field("anio", WHOLE, "El año.", (HistoryRow.year,)),
    Field("dia", DAY, "El día de la pregunta, del espacio o de la promesa.", (HistoryRow.day,)),
    Field("texto", TEXT, "Lo que se preguntó, se hizo o se prometió.", (HistoryRow.text,)),
    Field("resultado", TEXT, "La respuesta, o lo que pasó.", (HistoryRow.outcome,), may_be_empty=True),
    Field("dia_del_resultado", DAY, "Cuándo se respondió o se cumplió.", (HistoryRow.outcome_on,), may_be_empty=True),
    Field("vence", DAY, "Para cuándo era el compromiso.", (HistoryRow.due_on,), may_be_empty=True),
    Field("dependencia", TEXT, "La dependencia.", (HistoryRow.office,), may_be_empty=True),
    Field("detalle", TEXT, "El tema, la clase de espacio o el estado.", (HistoryRow.label,), may_be_empty=True),
    Field("lugar", TEXT, "Dónde fue.", (HistoryRow.place,), may_be_empty=True),
    Field("asistentes", WHOLE, "Cuántas personas fueron. Vacío si son menos de cinco.", (HistoryRow.people,), True),
    address("La página de lo que se cargó.", HistoryRow.id),
)


def read_reports(wanted: Wanted, after: int, most: int) -> list[Row]:
    """The newest published version of each report."""
    found = select(KeptReport).where(KeptReport.published_at.is_not(None), KeptReport.id > after)
    if wanted.year is not None:
        found = found.where(KeptReport.year == wanted.year)
    if wanted.since is not None:
        since = KeptVersion.published_at >= begins(wanted.since)
        found = found.where(KeptReport.versions.any(since))
    found = found.options(joinedload(KeptReport.event), selectinload(KeptReport.versions))
    labels = {kind.name: kind.label for kind in kinds.all_kinds()}
    rows = db.session.scalars(found.order_by(KeptReport.id).limit(most))
    return [(one.id, _report(one, one.newest, labels, wanted)) for one in rows if one.newest]


def _report(one: KeptReport, newest: KeptVersion, labels: dict[str, str], wanted: Wanted) -> dict[str, Value]:
    space = one.event if one.event is not None and one.event.is_public else None
    return {
        "codigo": one.slug,
        "clase": labels.get(one.kind, one.kind),
        "titulo": newest.title,
        "anio": one.year,
        "cuatrimestre": one.term or None,
        "espacio": space.slug if space else None,
        "version": newest.number,
        "corte": newest.cut_at,
        "publicado": newest.published_at,
        "por_que_cambio": newest.reason or None,
        "huella": newest.digest,
        "retirado": newest.withdrawn_reason or None,
        "pagina": page(wanted.site, "reports.detail", slug=one.slug),
    }


def read_documents(wanted: Wanted, after: int, most: int) -> list[Row]:
    """The newest version of each document and bulletin that was not withdrawn."""
    found = select(PublicDocument).where(PublicDocument.state == PaperState.PUBLISHED, PublicDocument.id > after)
    if wanted.year is not None:
        found = found.where(PublicDocument.year == wanted.year)
    if wanted.since is not None:
        since = DocumentVersion.published_at >= begins(wanted.since)
        found = found.where(PublicDocument.versions.any(since))
    files = selectinload(PublicDocument.versions).selectinload(DocumentVersion.files).joinedload(DocumentFile.file)
    rows = db.session.scalars(
        found.options(files, joinedload(PublicDocument.event)).order_by(PublicDocument.id).limit(most)
    )
    return [(one.id, _document(one, one.newest, wanted)) for one in rows if one.newest]


def _document(one: PublicDocument, newest: DocumentVersion, wanted: Wanted) -> dict[str, Value]:
    files = [each.file for each in newest.files]
    space = one.event if one.event is not None and one.event.is_public else None
    return {
        "codigo": one.slug,
        "clase": one.kind_label,
        "titulo": newest.title,
        "anio": one.year,
        "espacio": space.slug if space else None,
        "version": newest.number,
        "publicado": newest.published_at,
        "texto": newest.text,
        "archivos": [page(wanted.site, "documents.file", slug=one.slug, name=file.name) for file in files],
        "huellas": [file.sha256 for file in files],
        "pagina": page(wanted.site, "documents.detail", slug=one.slug),
    }


def read_past(wanted: Wanted, after: int, most: int) -> list[Row]:
    """What stands of what was brought from other years or another system."""
    found = select(HistoryRow).join(HistoryRow.load).where(HistoryRow.withdrawn_at.is_(None), HistoryRow.id > after)
    if wanted.year is not None:
        found = found.where(HistoryRow.year == wanted.year)
    rows = db.session.scalars(found.order_by(HistoryRow.id).limit(most))
    return [(one.id, _past(one, wanted)) for one in rows]


def _past(one: HistoryRow, wanted: Wanted) -> dict[str, Value]:
    return {
        "clase": one.kind_label,
        "fuente": one.source,
        "clave": one.key,
        "anio": one.year,
        "dia": one.day,
        "texto": one.text,
        "resultado": one.outcome or None,
        "dia_del_resultado": one.outcome_on,
        "vence": one.due_on,
        "dependencia": one.office or None,
        "detalle": one.label or None,
        "lugar": one.place or None,
        "asistentes": None if one.people is None else protect_total(one.people),
        "pagina": page(wanted.site, "history.row", year=one.year, number=one.id),
    }


REPORTS = Resource(
    name="informes",
    title="Informes",
    about="Los informes publicados, con su última versión y su huella. El contenido está en la página de cada uno.",
    fields=FIELDS_OF_A_REPORT,
    read=read_reports,
    page="reports.index",
    filters={Filter.YEAR: "El año de que habla.", Filter.SINCE: "Tuvo una versión ese día o después."},
    hidden=(hiding.stamped(KeptVersion.withdrawn_at),),
)
LIBRARY = Resource(
    name="documentos",
    title="Documentos y boletines",
    about="Los documentos de la biblioteca y los boletines, con su texto y la huella de sus archivos.",
    fields=FIELDS_OF_A_DOCUMENT,
    read=read_documents,
    page="documents.index",
    filters={Filter.YEAR: "El año de que habla.", Filter.SINCE: "Tuvo una versión ese día o después."},
    hidden=(hiding.stamped(PublicDocument.withdrawn_at),),
)
PAST = Resource(
    name="historia",
    title="Historia de otros años",
    about="Preguntas, espacios y compromisos de antes, cargados de otro sistema. Dice de dónde viene cada uno.",
    fields=FIELDS_OF_THE_PAST,
    read=read_past,
    page="history.index",
    filters={Filter.YEAR: "El año."},
    hidden=(hiding.stamped(HistoryLoad.withdrawn_at),),
)
