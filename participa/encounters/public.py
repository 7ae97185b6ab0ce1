"""Pages for everybody: how the commitments stood at each encounter, version by version."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.config import Settings
from participa.encounters import exporting, paper, picture, queries
from participa.encounters.blueprint import bp
from participa.encounters.models import EncounterDocument
from participa.events import queries as events
from participa.events.models import Event
from participa.shared import tables
from participa.shared.downloads import as_file
from participa.shared.errors import NotFound
from participa.shared.paging import asked_page

CSV = "text/csv; charset=utf-8"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_YET = "El documento de este encuentro todavía no se ha publicado."


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    """The encounters with a published document."""
    return render_template("encounters/index.html", page=queries.published(asked_page()))


@bp.get("/<slug>")
@access.public_cached
def detail(slug: str) -> ResponseReturnValue:
    """The newest version of the document of a space."""
    event = events.by_slug_public(slug)
    published = queries.versions(event.id)
    if not published:
        raise NotFound(NOT_YET)
    return _page(event, published[-1], published)


@bp.get("/<slug>/versiones/<int:number>")
@access.public_cached
def version(slug: str, number: int) -> ResponseReturnValue:
    """One version as it was published."""
    event = events.by_slug_public(slug)
    return _page(event, queries.version(event, number), queries.versions(event.id))


def _page(event: Event, document: EncounterDocument, published: list[EncounterDocument]) -> ResponseReturnValue:
    shown = picture.of_data(document.data)
    values = {"event": event, "document": document, "shown": shown, "published": published}
    return render_template("encounters/detail.html", **values)


@bp.get("/<slug>/versiones/<int:number>/compromisos.csv")
@access.public_cached
def table(slug: str, number: int) -> ResponseReturnValue:
    """The same as a table in text."""
    document = _document(slug, number)
    body = tables.as_csv(exporting.COLUMNS, exporting.rows(picture.of_data(document.data)))
    return body, 200, as_file(CSV, _name(slug, number, "csv"))


@bp.get("/<slug>/versiones/<int:number>/compromisos.xlsx")
@access.public_cached
def workbook(slug: str, number: int) -> ResponseReturnValue:
    """The same as a workbook of Excel."""
    document = _document(slug, number)
    body = tables.as_workbook("Compromisos", exporting.COLUMNS, exporting.rows(picture.of_data(document.data)))
    return body, 200, as_file(WORKBOOK, _name(slug, number, "xlsx"))


@bp.get("/<slug>/versiones/<int:number>/documento.json")
@access.public_cached
def data(slug: str, number: int) -> ResponseReturnValue:
    """The very bytes whose SHA-256 is the digest of the version."""
    document = _document(slug, number)
    return picture.as_text(document.data).encode(), 200, as_file("application/json", _name(slug, number, "json"))


@bp.get("/<slug>/versiones/<int:number>/documento.pdf")
@access.public_cached
def sheet(slug: str, number: int) -> ResponseReturnValue:
    """The same on paper."""
    settings: Settings = current_app.extensions["settings"]
    document = _document(slug, number)
    body = paper.draw(settings.entity.name, document, document.data["title"])
    return body, 200, as_file("application/pdf", _name(slug, number, "pdf"))


def _document(slug: str, number: int) -> EncounterDocument:
    return queries.version(events.by_slug_public(slug), number)


def _name(slug: str, number: int, extension: str) -> str:
    return f"compromisos-{slug[:80]}-v{number}.{extension}"
