"""Single-use codes: on paper, as a list, by mail."""

import csv
import io

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.config import Settings
from participa.shared.clock import now
from participa.shared.edge import keeps_text
from participa.shared.errors import Forbidden
from participa.shared.templating import moment
from participa.surveys import proofs, queries, services, slips
from participa.surveys.addresses import whole
from participa.surveys.blueprint import staff_bp
from participa.surveys.forms.staff import CodesForm, MailForm
from participa.surveys.models import CodeKind, Level, Survey
from participa.surveys.staff.keeping import EDITORS


@staff_bp.route("/<slug>/codigos", methods=["GET", "POST"])
@access.staff(*EDITORS)
@keeps_text(CodesForm)
def codes(slug: str) -> ResponseReturnValue:
    """Make codes to print or as a list. The same form gives the same codes again, and no others."""
    survey, form = _with_codes(slug), CodesForm()
    if not form.validate_on_submit():
        return _page(survey, form), 422 if form.is_submitted() else 200
    made = services.issue_codes(
        survey,
        CodeKind.PRINTED,
        form.number.data or 0,
        form.batch.data or "",
        form.form_key.data or "",
        access.signed_in(),
    )
    return _list(survey, made) if form.shape.data == "csv" else _paper(survey, made)


@staff_bp.route("/<slug>/codigos/correo", methods=["GET", "POST"])
@access.staff(*EDITORS)
@keeps_text(MailForm)
def mail_codes(slug: str) -> ResponseReturnValue:
    """Send one code to each address of a pasted list."""
    survey, form = _with_codes(slug), MailForm()
    if not form.validate_on_submit():
        page = render_template("surveys/staff/mail.html", survey=survey, form=form)
        return page, 422 if form.is_submitted() else 200
    mailing = services.Mailing(form.found, whole("surveys.answer", slug=survey.slug), moment(survey.closes_at))
    number = services.mail_codes(survey, mailing, form.batch.data or "", form.form_key.data or "", access.signed_in())
    flash(f"Códigos en camino: {number}. No guardamos a quién le llegó cuál.", "success")
    return redirect(url_for(".codes", slug=survey.slug), 303)


def _with_codes(slug: str) -> Survey:
    survey = queries.by_slug(slug)
    if survey.level is not Level.CODE or survey.is_over:
        raise Forbidden("Esta encuesta no usa códigos o ya cerró.")
    return survey


def _page(survey: Survey, form: CodesForm) -> str:
    batches = queries.code_counts(survey)
    return render_template("surveys/staff/codes.html", survey=survey, form=form, batches=batches)


def _paper(survey: Survey, made: list[str]) -> Response:
    settings: Settings = current_app.extensions["settings"]
    address = whole("surveys.answer", slug=survey.slug)
    words = slips.Words(settings.entity.name, survey.title, address, moment(survey.closes_at))
    return _download(slips.draw(words, made, now()), "application/pdf", "codigos.pdf")


def _list(survey: Survey, made: list[str]) -> Response:
    address = whole("surveys.answer", slug=survey.slug)
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";")
    writer.writerow(["codigo", "direccion"])
    writer.writerows([proofs.in_halves(code), f"{address}#codigo={code}"] for code in made)
    return _download(("\ufeff" + lines.getvalue()).encode(), "text/csv; charset=utf-8", "codigos.csv")


def _download(body: bytes, kind: str, name: str) -> Response:
    return Response(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
