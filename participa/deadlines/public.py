"""Pages for everybody: interruptions of the service, the copy of a transfer, and private calendars."""

from datetime import date

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.deadlines import appointments
from participa.deadlines.blueprint import bp
from participa.deadlines.forms import CopyForm
from participa.deadlines.queries import lists
from participa.deadlines.queries import marks as queries
from participa.questions.queries import following, links
from participa.shared import files, guess_throttle
from participa.shared.clock import now
from participa.shared.downloads import as_file
from participa.shared.errors import NotFound
from participa.shared.follow_codes import normalise
from participa.shared.paging import asked_page

CALENDAR = "text/calendar; charset=utf-8"
NO_COPY = "No encontramos esa copia. Abra otra vez «Seguir mi pregunta» con su código."


@bp.get("/interrupciones")
@access.public_cached
def outages() -> ResponseReturnValue:
    """When the platform did not work (CPACA art. 62)."""
    page = asked_page()
    return render_template(
        "deadlines/outages.html",
        found=queries.outages(page),
        page_url=lambda number: url_for("deadlines.outages", pagina=number if number > 1 else None),
    )


@bp.get("/interrupciones/<int:outage_id>")
@access.public_cached
def outage(outage_id: int) -> ResponseReturnValue:
    """The certificate of an interruption, to print and to show."""
    return render_template("deadlines/certificate.html", outage=queries.outage(outage_id))


@bp.post("/copia-del-traslado")
@access.public
def transfer_copy() -> ResponseReturnValue:
    """The document with which a question was handed over, for who holds its code (CPACA art. 21)."""
    form = CopyForm()
    guess_throttle.check("follow")
    question = following.find_by_code(normalise(form.code.data or "")) if form.validate() else None
    if question is None:
        guess_throttle.note_wrong("follow")
        raise NotFound(NO_COPY)
    transfer = links.find_transfer(question.id)
    if transfer is None or transfer.document is None:
        raise NotFound(NO_COPY)
    return files.send(transfer.document, f"traslado {question.radicado}")


@bp.get("/calendario/<token>.ics")
@access.public
def private_calendar(token: str) -> ResponseReturnValue:
    """The due dates of a person of the team, for a calendar program that cannot sign in."""
    return calendar_answer(lists.for_calendar(queries.owner_of(token)))


def calendar_answer(rows: list[tuple[str, date, int]]) -> Response:
    """As a file that nobody keeps."""
    body = appointments.feed(rows, _page, request.host, now())
    answer = Response(body, headers=as_file(CALENDAR, "vencimientos.ics"))
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _page(radicado: str) -> str:
    return url_for("questions.staff.detail", radicado=radicado, _external=True)
