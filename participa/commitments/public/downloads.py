"""Commitments to take along: the list as it is narrowed, and one with its history."""

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from participa.accounts import access
from participa.commitments import writing
from participa.commitments.blueprint import bp
from participa.commitments.public.pages import asked_list, filters_of, whole
from participa.commitments.queries import public as queries
from participa.shared.clock import today
from participa.shared.downloads import as_file
from participa.shared.errors import Invalid
from participa.shared.html import to_line

MOST_IN_FILE = 5_000
TOO_MANY = "Son más de 5.000 compromisos. Elija un año, una dependencia o un territorio y descargue por partes."
KINDS = {
    "csv": ("text/csv; charset=utf-8", writing.as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", writing.as_workbook),
    "json": ("application/json; charset=utf-8", writing.as_json),
}


@bp.get("/lista.<kind>")
@access.public_cached
def listed_file(kind: str) -> ResponseReturnValue:
    """The list as the address narrows it: csv, xlsx or json."""
    if kind not in KINDS:
        raise NoResultFound("There is no file of this kind.")
    wanted = filters_of(asked_list(request.args))
    rows = queries.every(wanted, MOST_IN_FILE + 1)
    if len(rows) > MOST_IN_FILE:
        raise Invalid(TOO_MANY)
    mime, write = KINDS[kind]
    return write(rows, queries.sharing(wanted), _page), 200, as_file(mime, f"compromisos.{kind}")


@bp.get("/<code>/historia.json")
@access.public_cached
def history_file(code: str) -> ResponseReturnValue:
    """One commitment with its whole history, as data."""
    commitment = queries.by_code(to_line(code))
    body = writing.history(commitment, today(), _page, _evidence)
    return body, 200, as_file(KINDS["json"][0], f"compromiso-{commitment.code.lower()}.json")


def _page(code: str) -> str:
    return whole("commitments.detail", code=code)


def _evidence(name: str) -> str:
    return whole("commitments.evidence", name=name)
