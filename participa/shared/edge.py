"""How what goes wrong becomes a page with a status and a sentence that says what to do."""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, NoResultFound, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError
from wtforms import HiddenField, StringField

from participa.extensions import db
from participa.shared.errors import DomainError
from participa.shared.forms import BaseForm
from participa.shared.security import comes_from_elsewhere

View = TypeVar("View", bound=Callable[..., Any])
Answer = tuple[str, int] | tuple[str, int, dict[str, str]]
PAGES = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)
NEVER_REPEATED = frozenset({"csrf_token", "password", "new_password", "repeat_password", "current_password", "code"})
CHANGED_MEANWHILE = "Otra persona guardó un cambio mientras usted trabajaba. Abra de nuevo la página y revise."


def page(status: int, message: str = "", **values: Any) -> Answer:
    """The error page of a status."""
    name = status if status in PAGES else (400 if status < 500 else 500)
    return render_template(f"errors/{name}.html", message=message, **values), status


def domain_error(error: DomainError) -> Answer:
    return page(error.status, error.message)


def not_found(_error: NoResultFound) -> Answer:
    return page(404)


def http_error(error: HTTPException) -> Any:
    if error.response is not None or error.code is None or error.code < 400:
        return error
    return page(error.code)


def foreign_host(_error: SecurityError) -> Answer:
    """Asked under a name that is not ours. Without a page: its links would carry that name."""
    return "Este sitio no atiende con ese nombre.", 400, {"Content-Type": "text/plain; charset=utf-8"}


def forged_or_expired(_error: CSRFError) -> Answer:
    """A token that no longer holds. From our own page the typed text is shown again, ready to be sent."""
    if comes_from_elsewhere():
        return page(400, "La solicitud venía de otro sitio y no se procesó.")
    has_cookies = bool(request.cookies)
    return render_template("errors/form_expired.html", fields=_typed(), action=_again(), has_cookies=has_cookies), 400


def _again() -> str:
    """Where the form was sent, with what its address says, as of which activity it speaks."""
    return request.full_path if request.query_string else request.path


def _typed() -> list[tuple[str, str, str]]:
    """What was sent, as (name, label, value), to be shown and sent again; what has no label is not shown."""
    labels = _labels()
    repeated = labels.keys() | (request.form.keys() - NEVER_REPEATED) | _own_code()
    kept = [(name, value) for name, value in request.form.items(multi=True) if name in repeated]
    return [(name, labels.get(name, "") if labels else name, value) for name, value in kept]


def _own_code() -> set[str]:
    """The code of a receipt, on the pages to which only who holds it sends it: without it, the text could not go on."""
    view = current_app.view_functions.get(request.endpoint or "")
    return {"code"} if getattr(getattr(view, "kept_form", None), "gives_code_back", False) else set()


def keeps_text(form: type[BaseForm]) -> Callable[[View], View]:
    """Say which form a page takes, so that its typed text is shown with the right labels when its token expired."""

    def mark(view: View) -> View:
        view.__dict__["kept_form"] = form
        return view

    return mark


def _labels() -> dict[str, str]:
    """The labels of what was typed into the form of this page; empty when the page does not say which it is."""
    view = current_app.view_functions.get(request.endpoint or "")
    form: type[BaseForm] | None = getattr(view, "kept_form", None)
    if form is None:
        return {}
    fields = form(formdata=None)
    typed = (field for field in fields if isinstance(field, StringField) and not isinstance(field, HiddenField))
    return {field.name: field.label.text for field in typed if request.form.get(field.name) and field.label.text}


def changed_meanwhile(_error: StaleDataError | IntegrityError) -> Answer:
    db.session.rollback()
    current_app.logger.warning("A write lost a race: %s", type(_error).__name__)
    return page(409, CHANGED_MEANWHILE)


def unfit_value(_error: DataError) -> Answer:
    """Something in the request is no value that the database can hold; pages catch what they know of before."""
    current_app.logger.warning("A value did not fit into the database: %s", request.endpoint)
    return page(400)


def database_busy(error: OperationalError) -> Answer:
    """The database is busy, full or away: nothing was kept, the answer says so and gives the typed text back."""
    current_app.logger.error("The database did not answer: %s", type(error.orig).__name__)
    html, status = page(503, fields=_typed(), action=_again())[:2]
    return html, status, {"Retry-After": "5"}


def bug(error: Exception) -> Answer:
    """A fault of ours: a reference for the person, the trace for the log."""
    reference = secrets.token_hex(4)
    current_app.logger.exception("Unexpected fault %s", reference)
    return page(500, reference=reference)


def init_app(app: Flask) -> None:
    """Register the error pages."""
    app.register_error_handler(DomainError, domain_error)
    app.register_error_handler(NoResultFound, not_found)
    app.register_error_handler(CSRFError, forged_or_expired)
    app.register_error_handler(SecurityError, foreign_host)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(StaleDataError, changed_meanwhile)
    app.register_error_handler(IntegrityError, changed_meanwhile)
    app.register_error_handler(DataError, unfit_value)
    app.register_error_handler(OperationalError, database_busy)
    if not app.testing:
        app.register_error_handler(Exception, bug)
