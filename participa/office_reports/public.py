"""Pages for everybody: the wholes that were published."""

from flask import render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.events import queries as events
from participa.office_reports import queries, whole
from participa.office_reports.blueprint import bp
from participa.shared import files, tables
from participa.shared.downloads import as_file
from participa.shared.errors import NotFound

CSV = "text/csv; charset=utf-8"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_YET = "El consolidado de este espacio todavía no se ha publicado."


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    """The spaces whose reports were put together and published."""
    return render_template("office_reports/index.html", calls=queries.published())


@bp.get("/<slug>")
@access.public_cached
def detail(slug: str) -> ResponseReturnValue:
    """What the offices report of a space, part by part."""
    return render_template("office_reports/detail.html", whole=_published(slug))


@bp.get("/<slug>/consolidado.csv")
@access.public_cached
def table(slug: str) -> ResponseReturnValue:
    """The same as a table in text."""
    body = tables.as_csv(whole.COLUMNS, whole.rows(_published(slug), is_public=True))
    return body, 200, as_file(CSV, f"informes-{slug[:80]}.csv")


@bp.get("/<slug>/consolidado.xlsx")
@access.public_cached
def workbook(slug: str) -> ResponseReturnValue:
    """The same as a workbook of Excel."""
    body = tables.as_workbook("Informes", whole.COLUMNS, whole.rows(_published(slug), is_public=True))
    return body, 200, as_file(WORKBOOK, f"informes-{slug[:80]}.xlsx")


@bp.get("/<slug>/soportes/<int:number>")
@access.public
def evidence(slug: str, number: int) -> ResponseReturnValue:
    """A file that an office let everybody see."""
    piece = queries.public_evidence(events.by_slug_public(slug), number)
    if piece.file is None:
        raise NotFound("Este soporte es un enlace y no un archivo.")
    return files.send(piece.file, piece.title, inline=piece.is_photo, is_public=True)


def _published(slug: str) -> whole.Whole:
    event = events.by_slug_public(slug)
    call = queries.find_call(event.id)
    if call is None or call.published_at is None:
        raise NotFound(NOT_YET)
    return whole.of(event, call, queries.consolidated(event.id))
