"""Pages of the team: what was said of the answers, and the requests to correct them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.questions.queries import staff as questions
from participa.satisfaction import queries, services
from participa.satisfaction.forms import CorrectionRequestForm
from participa.satisfaction.models import Verdict
from participa.shared.addresses import LARGEST

bp = Blueprint("staff", __name__, url_prefix="/gestion")
VIEWS = {
    "": ("Con reparos", (Verdict.PARTLY, Verdict.NO)),
    "no": ("No responde", (Verdict.NO,)),
    "todas": ("Todas", tuple(Verdict)),
}


@bp.get("/")
@access.staff(Role.LIAISON, Role.APPROVER, Role.CONTROL)
def index() -> ResponseReturnValue:
    """What was said last of each answer, latest first; a liaison, of the own office."""
    word = request.args.get("ver", "")
    word = word if word in VIEWS else ""
    before = request.args.get("antes", type=int)
    start = before if before is not None and 0 < before <= LARGEST else None
    rows, following = queries.latest(access.signed_in(), VIEWS[word][1], start)
    page: dict[str, Any] = {"ver": word or None}
    return render_template(
        "satisfaction/staff/index.html",
        rows=rows,
        views_=[(label, url_for(".index", ver=name or None), None, name == word) for name, (label, _) in VIEWS.items()],
        first=url_for(".index", **page) if start else "",
        after=url_for(".index", **page, antes=following) if following else "",
    )


@bp.post("/<radicado>/<int:opinion_id>")
@access.staff(Role.APPROVER)
def ask_correction(radicado: str, opinion_id: int) -> ResponseReturnValue:
    """Ask the office to correct an answer, because of what was said of it."""
    question = questions.question_to_change(radicado, access.signed_in())
    opinion, form = queries.opinion_to_judge(opinion_id, question.id), CorrectionRequestForm()
    if not form.validate():
        page = render_template("satisfaction/staff/correction.html", question=question, opinion=opinion, form=form)
        return page, 422
    services.ask_correction(question, opinion, access.signed_in(), form.note.data or "")
    flash(f"Pregunta {question.radicado}: la oficina recibió la petición de corregir.", "success")
    return redirect(url_for("questions.staff.detail", radicado=question.radicado), 303)
