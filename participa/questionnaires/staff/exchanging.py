"""Questionnaires that go out as a file, and files that come in: nothing is written before confirming."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.questionnaires import queries, services
from participa.questionnaires.blueprint import staff_bp as bp
from participa.questionnaires.engine.definition import lacks
from participa.questionnaires.engine.phrasing import outline
from participa.questionnaires.exchange import Brought, document, read, xlsform
from participa.questionnaires.exchange.reading import MOST_BYTES
from participa.questionnaires.forms.keeping import ConfirmImportForm, ImportForm
from participa.questionnaires.staff.marks import ONE, editors, readers
from participa.shared.downloads import as_file
from participa.shared.errors import Invalid
from participa.shared.files import takes_uploads

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get(f"{ONE}/cuestionario.json")
@readers
def as_document(questionnaire_id: int) -> ResponseReturnValue:
    version = queries.latest_version(questionnaire_id)
    one = version.questionnaire
    written = document.write(one.title, one.purpose, version.definition)
    return written, as_file("application/json; charset=utf-8", f"{one.slug}.json")


@bp.get(f"{ONE}/formulario.xlsx")
@readers
def as_xlsform(questionnaire_id: int) -> ResponseReturnValue:
    """For KoBo, ODK and others that read XLSForms."""
    version = queries.latest_version(questionnaire_id)
    one = version.questionnaire
    return xlsform.write(one.title, one.slug, version.number, version.definition), as_file(WORKBOOK, f"{one.slug}.xlsx")


@bp.route("/importar", methods=["GET", "POST"])
@editors
@takes_uploads
def import_() -> ResponseReturnValue:
    """A file; then what was understood of it, on a page that asks to confirm."""
    form = ImportForm()
    if form.validate_on_submit():
        try:
            upload = form.file.data
            return _confirm_page(read(upload.stream.read(MOST_BYTES + 1), upload.filename or ""))
        except Invalid as refusal:
            form.refuse("file", refusal.message)
    return render_template("questionnaires/staff/import.html", form=form), 422 if form.errors else 200


def _confirm_page(brought: Brought, form: ConfirmImportForm | None = None) -> ResponseReturnValue:
    form = form or ConfirmImportForm(formdata=None, title=brought.title, purpose=brought.purpose)
    form.document.data = document.pack(document.write(brought.title, brought.purpose, brought.definition))
    page = render_template(
        "questionnaires/staff/import_confirm.html",
        form=form,
        brought=brought,
        lines=outline(brought.definition),
        lacks=lacks(brought.definition),
    )
    return page, 422 if form.errors else 200


@bp.post("/importar/confirmar")
@editors
def import_confirm() -> ResponseReturnValue:
    """What was seen, read once more, becomes a draft."""
    form = ConfirmImportForm()
    brought = document.unpack(form.document.data or "")
    if not form.validate_on_submit():
        return _confirm_page(brought, form)
    title, key = form.title.data or "", form.form_key.data or ""
    made = services.create(title, form.purpose.data, access.signed_in(), key, brought.definition)
    flash("El cuestionario quedó importado como borrador.", "good")
    return redirect(url_for(".organize", questionnaire_id=made.id), 303)
