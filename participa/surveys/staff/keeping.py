"""The list of surveys, a new one, the page of one and its draft."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.questionnaires import queries as questionnaires
from participa.shared.clock import now
from participa.shared.edge import keeps_text
from participa.surveys import queries, rules, services
from participa.surveys.blueprint import staff_bp
from participa.surveys.forms.staff import ConfirmForm, SurveyForm
from participa.surveys.levels import LEVEL_WORDS
from participa.surveys.models import SURVEY_STATE_LABELS, Survey, SurveyState

EDITORS = (Role.COMMUNICATIONS, Role.APPROVER)
READERS = tuple(rules.READERS)
LARGEST = 2**31 - 1


@staff_bp.get("/")
@access.staff(*READERS)
def index() -> ResponseReturnValue:
    """All surveys, with how many people took part."""
    state = request.args.get("estado", None, SurveyState)
    found = queries.for_team(state)
    return render_template(
        "surveys/staff/index.html",
        found=found,
        counts=queries.participation_counts(list(found.items)),
        views_=_views(state),
        may_edit=rules.may_edit(access.signed_in()),
        url_for_page=lambda page: url_for(".index", estado=state, pagina=page if page > 1 else None),
    )


def _views(chosen: SurveyState | None) -> list[tuple[str, str, int, bool]]:
    counts = queries.counts_by_state()
    every = ("Todas", url_for(".index"), sum(counts.values()), chosen is None)
    used = [state for state in SurveyState if state in counts or state is chosen]
    return [
        every,
        *((SURVEY_STATE_LABELS[one], url_for(".index", estado=one), counts.get(one, 0), one is chosen) for one in used),
    ]


@staff_bp.route("/nueva", methods=["GET", "POST"])
@access.staff(*EDITORS)
@keeps_text(SurveyForm)
def new() -> ResponseReturnValue:
    """A new draft. The address may say of which space or activity."""
    form = _offered(SurveyForm())
    if form.validate_on_submit():
        survey = services.create(form.new_survey(), form.form_key.data or "", access.signed_in())
        flash("Guardamos el borrador. Solo lo ve el equipo.", "success")
        return redirect(url_for(".detail", slug=survey.slug), 303)
    if not form.is_submitted():
        form.event.data, form.activity.data = request.args.get("espacio", ""), request.args.get("actividad", "")
    has_choices = len(form.version.choices or []) > 1
    page = render_template("surveys/staff/form.html", form=form, survey=None, has_choices=has_choices)
    return page, 422 if form.is_submitted() else 200


@staff_bp.get("/<slug>/")
@access.staff(*READERS)
def detail(slug: str) -> ResponseReturnValue:
    """One survey: how many took part, never what they said."""
    survey, person = queries.by_slug(slug), access.signed_in()
    return render_template(
        "surveys/staff/detail.html",
        survey=survey,
        level=LEVEL_WORDS[survey.level],
        changes=queries.changes(survey),
        total=queries.participation_count(survey),
        codes=queries.code_counts(survey),
        may_edit=rules.may_edit(person),
        may_lend=person.role in rules.LENDERS,
        receives=rules.receives(survey, now()),
        may_unseal=rules.may_unseal(survey),
        form=ConfirmForm(formdata=None),
    )


@staff_bp.route("/<slug>/editar", methods=["GET", "POST"])
@access.staff(*EDITORS)
@keeps_text(SurveyForm)
def edit(slug: str) -> ResponseReturnValue:
    """Only a draft."""
    survey = queries.by_slug(slug)
    form = _offered(SurveyForm(), survey)
    if not form.is_submitted():
        form.fill(survey)
    elif form.validate():
        services.edit(survey, form.new_survey(), access.signed_in())
        flash("Guardamos los cambios.", "success")
        return redirect(url_for(".detail", slug=survey.slug), 303)
    page = render_template("surveys/staff/form.html", form=form, survey=survey, has_choices=True)
    return page, 422 if form.is_submitted() else 200


def _offered(form: SurveyForm, survey: Survey | None = None) -> SurveyForm:
    """With its choices; a draft keeps those it has, although they are no longer offered to others."""
    versions = questionnaires.published_choices()
    if survey is not None and survey.version not in versions:
        versions = [survey.version, *versions]
    activity = survey.activity if survey else None
    form.offer(
        versions, queries.spaces_to_ask(survey.event_id if survey else None), queries.activities_to_ask(activity)
    )
    return form
