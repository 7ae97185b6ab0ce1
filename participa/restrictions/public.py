"""Pages for citizens: the monthly table, and appealing."""

import csv
import io

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.questions.models import WITHHOLD_REASON_LABELS
from participa.questions.queries import following
from participa.restrictions import queries, rules, services
from participa.restrictions.blueprint import bp
from participa.restrictions.forms import AppealForm, AuthorAppealForm
from participa.restrictions.models import Appeal
from participa.restrictions.queries import months
from participa.shared import guess_throttle
from participa.shared.downloads import as_file
from participa.shared.edge import keeps_text
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.follow_codes import normalise
from participa.shared.html import to_line

__all__ = ["bp"]

CSV = "text/csv; charset=utf-8"
WRONG_CODE = "No encontramos una pregunta con ese código. Vuelva a la página de seguimiento y escríbalo otra vez."


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    """What is hidden and why, month by month, and the appeals already decided."""
    found = months.months()
    return render_template(
        "restrictions/index.html",
        months=found,
        reasons=WITHHOLD_REASON_LABELS,
        decided=queries.decided_appeals(1).items,
        days=rules.APPEAL_DAYS,
    )


@bp.get("/motivos.csv")
@access.public_cached
def table() -> ResponseReturnValue:
    """The same table for a spreadsheet."""
    written = io.StringIO()
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    lines.writerow(months.HEADINGS)
    lines.writerows(month.cells for month in months.months())
    return written.getvalue().encode("utf-8-sig"), 200, as_file(CSV, "motivos.csv")


@bp.route("/apelar/<radicado>", methods=["GET", "POST"])
@access.public
@keeps_text(AppealForm)
def appeal(radicado: str) -> ResponseReturnValue:
    """Ask, without saying who one is, that another person reviews what is hidden."""
    question, form = queries.listed(to_line(radicado)), AppealForm()
    standing = queries.find_standing(question.id, question.visibility)
    if standing is None:
        return redirect(url_for("questions.detail", radicado=question.radicado), 303)
    if form.validate_on_submit():
        try:
            return _receipt(services.appeal(question, form.words.data or ""))
        except (Conflict, Forbidden, Invalid) as refusal:
            form.refuse("words", refusal.message)
    page = render_template(
        "restrictions/appeal.html", form=form, radicado=question.radicado, standing=standing, days=rules.APPEAL_DAYS
    )
    return page, 422 if form.errors else 200


@bp.post("/apelar-con-codigo")
@access.public
@keeps_text(AuthorAppealForm)
def appeal_with_code() -> ResponseReturnValue:
    """The same for who asked, who proves it with the follow code."""
    form = AuthorAppealForm()
    guess_throttle.check("follow")
    question = following.find_by_code(normalise(form.code.data or ""))
    if question is None:
        guess_throttle.note_wrong("follow")
        form.refuse("code", WRONG_CODE)
    elif form.validate():
        try:
            return _receipt(services.appeal(question, form.words.data or "", by_author=True), form.code.data or "")
        except (Conflict, Forbidden, Invalid) as refusal:
            form.refuse("words", refusal.message)
    return render_template("restrictions/appeal_with_code.html", form=form), 422


def _receipt(found: Appeal, code: str = "") -> ResponseReturnValue:
    return render_template("restrictions/appealed.html", appeal=found, code=code, days=rules.APPEAL_DAYS), 201
