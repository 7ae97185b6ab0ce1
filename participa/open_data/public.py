"""The pages for people, the files of each night, the catalogue, and the interface for programs."""

from typing import Any

from flask import Response, current_app, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound, OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from participa.accounts import access
from participa.config import Settings
from participa.open_data import asking, catalogue, description, dumping, problems
from participa.open_data.asking import AFTER
from participa.open_data.blueprint import api_bp, bp
from participa.open_data.fields import Filter, Resource
from participa.open_data.licence import credit, licence
from participa.open_data.resources import BY_NAME, RESOURCES
from participa.shared import edge
from participa.shared.clock import today
from participa.shared.errors import DomainError

OPEN_TO_ALL_SITES = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Link",
    "Access-Control-Max-Age": "86400",
}
JSON = "application/json; charset=utf-8"
TAKEN_BACK = "Algo de este archivo ya no es público. El de «ultima» se hace de nuevo en unos minutos."


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    """What there is, in which formats, under which licence, and how a program asks for it."""
    return render_template(
        "open_data/index.html",
        resources=RESOURCES,
        dump=dumping.latest(),
        days=dumping.days(),
        licence=licence(),
        credit=credit(),
        site=_site(),
    )


@bp.get("/tablas/<name>")
@access.public_cached
def table(name: str) -> ResponseReturnValue:
    """One table: what each field says, its files and how a program asks for it."""
    resource = _resource(name)
    return render_template(
        "open_data/table.html",
        resource=resource,
        dump=dumping.latest(),
        licence=licence(),
        site=_site(),
        filters=Filter,
        most=asking.MOST,
        usual=asking.USUAL,
    )


@bp.get("/descargas/<day>/<name>")
@access.public
def download(day: str, name: str) -> ResponseReturnValue:
    """A file of a night; «ultima» is the last one, whose address never changes."""
    found = dumping.find(day, name)
    if found is None:
        raise NoResultFound("There is no file of this name.")
    if dumping.is_taken_back(found):
        return _taken_back()
    kind = dumping.TYPES[found.path.suffix]
    answer = send_file(
        found.path, mimetype=kind, as_attachment=True, download_name=found.download_name, etag=found.digest
    )
    answer.headers.update(OPEN_TO_ALL_SITES)
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


def _taken_back() -> Response:
    answer = problems.problem(503, TAKEN_BACK)
    answer.headers.update(OPEN_TO_ALL_SITES)
    answer.headers["Retry-After"] = str(int(dumping.AGAIN_AFTER.total_seconds()))
    return answer


@bp.get("/catalogo.<form>")
@access.public_cached
def catalog(form: str) -> ResponseReturnValue:
    """The catalogue for harvesters (DCAT-AP): jsonld or ttl."""
    if form not in catalogue.WRITERS:
        raise NoResultFound("There is no catalogue of this form.")
    kind, write = catalogue.WRITERS[form]
    return write(catalogue.nodes(_site(), dumping.latest())), 200, {"Content-Type": kind, **OPEN_TO_ALL_SITES}


@api_bp.get("/")
@access.public_cached
def tables() -> ResponseReturnValue:
    """Every table with its address."""
    told = {
        "version": description.VERSION,
        "entidad": _settings().entity.name,
        "licencia": description.licence_document(),
        "descripcion": _site() + url_for(".openapi"),
        "tablas": [
            {
                "tabla": one.name,
                "titulo": one.title,
                "trata_de": one.about,
                "direccion": _site() + url_for(".rows", name=one.name),
                "diccionario": _site() + url_for("open_data.table", name=one.name),
            }
            for one in RESOURCES
        ],
    }
    return description.write(told), 200, {"Content-Type": JSON}


@api_bp.get("/openapi.json")
@access.public_cached
def openapi() -> ResponseReturnValue:
    """The description of the interface (OpenAPI 3.1)."""
    base = _site() + url_for(".tables").rstrip("/")
    return description.write(description.document(base, _settings().entity.name)), 200, {"Content-Type": JSON}


@api_bp.get("/<name>")
@access.public_cached
def rows(name: str) -> ResponseReturnValue:
    """Rows of a table in the order of their marks, and the address of those that follow."""
    resource = _resource(name)
    ask = asking.read(resource, dict(request.args.lists()), _site(), today())
    found = resource.read(ask.wanted, ask.after, ask.most + 1)
    shown = found[: ask.most]
    following = _following(resource, shown[-1][0]) if len(found) > ask.most else None
    told = {"tabla": resource.name, "siguiente": following, "datos": [resource.told(row) for _mark, row in shown]}
    links = {"Link": f'<{following}>; rel="next"'} if following else {}
    return description.write(told), 200, {"Content-Type": JSON, **links}


def _following(resource: Resource, mark: int) -> str:
    asked: dict[str, Any] = {**request.args.to_dict(), AFTER: mark}
    return _site() + url_for(".rows", name=resource.name, **asked)


def _resource(name: str) -> Resource:
    resource = BY_NAME.get(name)
    if resource is None:
        raise NoResultFound("There is no table of this name.")
    return resource


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _site() -> str:
    """What comes before each address."""
    return _settings().public_url or request.host_url.rstrip("/")


@api_bp.after_request
def open_to_all_sites(answer: Response) -> Response:
    answer.headers.update(OPEN_TO_ALL_SITES)
    return answer


@api_bp.errorhandler(DomainError)
def refused(error: DomainError) -> Response:
    return problems.of(error)


@api_bp.errorhandler(NoResultFound)
def absent(_error: NoResultFound) -> Response:
    return problems.problem(404)


@api_bp.errorhandler(OperationalError)
def busy(_error: OperationalError) -> Response:
    answer = problems.problem(503)
    answer.headers["Retry-After"] = "5"
    return answer


@bp.app_errorhandler(NotFound)
@bp.app_errorhandler(MethodNotAllowed)
def wrong_address(error: HTTPException) -> Any:
    """An address or a method that no page has: below the interface it is said as data."""
    if not request.path.startswith(f"{bp.url_prefix}{api_bp.url_prefix}/"):
        return edge.http_error(error)
    answer = problems.problem(error.code or 404)
    answer.headers.update(OPEN_TO_ALL_SITES)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return answer
