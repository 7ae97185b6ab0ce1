"""The list of questionnaires and each one as a whole."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.questionnaires import queries, rules, services
from participa.questionnaires.blueprint import staff_bp as bp
from participa.questionnaires.changes import changes
from participa.questionnaires.engine.definition import lacks
from participa.questionnaires.engine.phrasing import outline
from participa.questionnaires.forms.keeping import BLANK, AboutForm, ConfirmForm, CopyForm, FilterForm, NewForm
from participa.questionnaires.models import Questionnaire
from participa.questionnaires.staff.marks import ONE, editors, readers
from participa.shared.errors import Conflict, Invalid
from participa.shared.paging import asked_page


@bp.get("/")
@readers
def index() -> ResponseReturnValue:
    form = FilterForm(request.args)
    page = queries.for_team(form.wanted(), asked_page())
    kept: dict[str, Any] = {
        name: value for name, value in request.args.items() if name in ("buscar", "uso", "estado") and value
    }
    return render_template(
        "questionnaires/staff/index.html",
        page=page,
        form=form,
        is_narrowed=bool(kept),
        page_url=lambda number: url_for(".index", **kept, pagina=number),
        may_edit=rules.may_edit(access.signed_in()),
    )


@bp.route("/nuevo", methods=["GET", "POST"])
@editors
def new() -> ResponseReturnValue:
    form = NewForm()
    if form.validate_on_submit():
        made = _made(form)
        flash("El cuestionario quedó como borrador. Ya puede cambiar sus preguntas.", "good")
        return redirect(url_for(".organize", questionnaire_id=made.id), 303)
    return render_template("questionnaires/staff/new.html", form=form), 422 if form.errors else 200


def _made(form: NewForm) -> Questionnaire:
    title, key = form.title.data or "", form.form_key.data or ""
    if form.start.data == BLANK:
        return services.create(title, form.purpose.data, access.signed_in(), key)
    return services.from_template(form.start.data, title, access.signed_in(), key)


@bp.get(ONE)
@readers
def detail(questionnaire_id: int) -> ResponseReturnValue:
    """A questionnaire: what it asks, which way the answers lead, what it lacks."""
    version = queries.latest_version(questionnaire_id)
    definition, may_edit = version.definition, rules.may_edit(access.signed_in())
    return render_template(
        "questionnaires/staff/detail.html",
        questionnaire=version.questionnaire,
        version=version,
        definition=definition,
        lines=outline(definition),
        lacks=lacks(definition),
        may_edit=may_edit,
        may_write=may_edit and rules.is_writable(version.questionnaire, version),
        may_correct=may_edit and rules.is_correctable(version.questionnaire, version),
        may_delete=may_edit and rules.is_deletable(version),
        form=ConfirmForm(formdata=None),
    )


@bp.route(f"{ONE}/datos", methods=["GET", "POST"])
@editors
def about(questionnaire_id: int) -> ResponseReturnValue:
    """Its name and use."""
    questionnaire = queries.by_id(questionnaire_id)
    form = AboutForm(title=questionnaire.title, purpose=questionnaire.purpose)
    if form.validate_on_submit():
        services.rename(questionnaire, form.title.data or "", form.purpose.data, access.signed_in())
        return _back(questionnaire, "El cambio quedó guardado.")
    page = render_template("questionnaires/staff/about.html", form=form, questionnaire=questionnaire)
    return page, 422 if form.errors else 200


@bp.route(f"{ONE}/duplicar", methods=["GET", "POST"])
@editors
def duplicate(questionnaire_id: int) -> ResponseReturnValue:
    questionnaire = queries.by_id(questionnaire_id)
    form = CopyForm(title=f"Copia de {questionnaire.title}"[:200])
    if form.validate_on_submit():
        title, key = form.title.data or "", form.form_key.data or ""
        copy = services.duplicate(questionnaire, title, access.signed_in(), key)
        flash("La copia es un borrador: puede cambiarla.", "good")
        return redirect(url_for(".organize", questionnaire_id=copy.id), 303)
    page = render_template("questionnaires/staff/duplicate.html", form=form, questionnaire=questionnaire)
    return page, 422 if form.errors else 200


@bp.route(f"{ONE}/archivar", methods=["GET", "POST"])
@editors
def archive(questionnaire_id: int) -> ResponseReturnValue:
    questionnaire, form = queries.by_id(questionnaire_id), ConfirmForm()
    if form.validate_on_submit():
        services.archive(questionnaire, access.signed_in())
        return _back(questionnaire, "El cuestionario quedó archivado.")
    return render_template("questionnaires/staff/archive.html", form=form, questionnaire=questionnaire)


@bp.post(f"{ONE}/recuperar")
@editors
def take_back(questionnaire_id: int) -> ResponseReturnValue:
    questionnaire = queries.by_id(questionnaire_id)
    services.take_back(questionnaire, access.signed_in())
    return _back(questionnaire, "El cuestionario salió del archivo.")


@bp.route(f"{ONE}/borrar", methods=["GET", "POST"])
@editors
def delete(questionnaire_id: int) -> ResponseReturnValue:
    questionnaire, form = queries.by_id(questionnaire_id), ConfirmForm()
    if form.validate_on_submit():
        try:
            services.delete(questionnaire, access.signed_in())
        except (Conflict, Invalid) as refusal:
            return _back(questionnaire, refusal.message, "warn")
        flash("El borrador quedó borrado.", "good")
        return redirect(url_for(".index"), 303)
    return render_template("questionnaires/staff/delete.html", form=form, questionnaire=questionnaire)


@bp.get(f"{ONE}/versiones")
@readers
def versions(questionnaire_id: int) -> ResponseReturnValue:
    """Each version with what it changed of the one before."""
    questionnaire, rows = queries.by_id(questionnaire_id), queries.versions(questionnaire_id)
    before = [*rows[1:], None]
    told = [
        (row, changes(earlier.definition, row.definition) if earlier else [])
        for row, earlier in zip(rows, before, strict=True)
    ]
    return render_template("questionnaires/staff/versions.html", questionnaire=questionnaire, versions=told)


def _back(questionnaire: Questionnaire, said: str, tone: str = "good") -> ResponseReturnValue:
    flash(said, tone)
    return redirect(url_for(".detail", questionnaire_id=questionnaire.id), 303)
