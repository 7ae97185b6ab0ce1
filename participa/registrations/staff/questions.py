"""Which extra questions the form of a space asks."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.events import queries as events
from participa.events.models import Event
from participa.questionnaires.engine import phrasing
from participa.questionnaires.models import QuestionnaireVersion
from participa.registrations import queries, services
from participa.registrations.forms.staff import QuestionsForm
from participa.registrations.staff.blueprint import bp
from participa.registrations.staff.lists import EXPORTERS
from participa.shared.errors import DomainError


@bp.route("/<slug>/preguntas", methods=["GET", "POST"])
@access.staff(*EXPORTERS)
def questions(slug: str) -> ResponseReturnValue:
    event, choices = events.by_slug(slug), queries.extra.choices()
    chosen = queries.extra.chosen(event)
    form = QuestionsForm(data={"questionnaire": chosen.questionnaire_id if chosen else 0})
    form.offer(choices, chosen)
    if not form.validate_on_submit():
        return _page(event, form), 422 if form.is_submitted() else 200
    if chosen is not None and form.questionnaire.data == chosen.questionnaire_id:
        return redirect(url_for(".space", slug=slug), 303)
    try:
        services.choose_questions(event, _wanted(choices, form.questionnaire.data), access.signed_in())
    except DomainError as refusal:
        form.refuse("questionnaire", refusal.message)
        return _page(event, form), refusal.status
    flash("Guardamos las preguntas de la inscripción.", "success")
    return redirect(url_for(".space", slug=slug), 303)


def _wanted(choices: list[QuestionnaireVersion], number: int) -> QuestionnaireVersion | None:
    return next((version for version in choices if version.questionnaire_id == number), None)


def _page(event: Event, form: QuestionsForm) -> str:
    version = queries.extra.version_of(event)
    lines = phrasing.outline(version.definition) if version else []
    return render_template("registrations/staff/questions.html", event=event, form=form, version=version, lines=lines)
