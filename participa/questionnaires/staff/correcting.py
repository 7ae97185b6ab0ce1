"""Correcting the words of a questionnaire that was used: a new version, the same structure."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.questionnaires import queries, rules, services
from participa.questionnaires.blueprint import staff_bp as bp
from participa.questionnaires.engine.definition import Definition
from participa.questionnaires.forms.correcting import CorrectionForm, corrected, words_of, wrong_words
from participa.questionnaires.models import QuestionnaireVersion
from participa.questionnaires.staff.marks import ONE, editors
from participa.shared.errors import Conflict, Invalid

NOT_USED = "Este cuestionario todavía es un borrador: cambie sus preguntas directamente."
FROM_ARCHIVE = "Este cuestionario está archivado. Sáquelo del archivo para corregirlo."


@bp.route(f"{ONE}/corregir", methods=["GET", "POST"])
@editors
def correct(questionnaire_id: int) -> ResponseReturnValue:
    """Every word of it, and why it changes. Who comes second is told, and keeps the text."""
    version = queries.latest_version(questionnaire_id)
    if not rules.is_correctable(version.questionnaire, version):
        raise Conflict(FROM_ARCHIVE if version.questionnaire.archived_at else NOT_USED)
    present = version.definition
    form = CorrectionForm(intro=present.intro, thanks=present.thanks, seen=str(version.number))
    typed = corrected(present, form, request.form) if form.is_submitted() else present
    if form.validate_on_submit() and _is_corrected(version, typed, form):
        flash("La corrección quedó guardada como una versión nueva.", "good")
        return redirect(url_for(".versions", questionnaire_id=questionnaire_id), 303)
    return _page(version, typed, form)


def _is_corrected(version: QuestionnaireVersion, typed: Definition, form: CorrectionForm) -> bool:
    """Whether it is written; otherwise the form says why not."""
    form.form_errors.extend(wrong_words(typed))
    if form.form_errors:
        return False
    number = form.seen.data or ""
    seen = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
    try:
        services.correct(version.questionnaire, typed, form.reason.data or "", access.signed_in(), seen)
    except services.Changed as refusal:
        form.form_errors.append(refusal.message)
        form.seen.data = str(queries.latest_version(version.questionnaire_id).number)
        return False
    except Invalid as refusal:
        form.form_errors.append(refusal.message)
        return False
    return True


def _page(version: QuestionnaireVersion, typed: Definition, form: CorrectionForm) -> ResponseReturnValue:
    page = render_template(
        "questionnaires/staff/correct.html",
        form=form,
        questionnaire=version.questionnaire,
        items=[(item, words_of(item)) for item in typed.items],
    )
    return page, 422 if form.errors else 200
