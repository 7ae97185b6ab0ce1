"""Pages of the team: how a survey goes without its results, what was written, cross tables, what was done."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.shared.edge import keeps_text
from participa.shared.errors import Conflict, Invalid
from participa.shared.html import to_line
from participa.shared.personal_data import parts
from participa.surveys import queries as surveys
from participa.surveys.blueprint import staff_bp
from participa.surveys.models import Survey
from participa.surveys.results import crossing, queries, rules, services
from participa.surveys.results.forms import OutcomeForm, WordsForm
from participa.surveys.results.models import WORDS_STATE_LABELS, OpenAnswer, WordsState
from participa.surveys.results.public import asked_place, place_after

VIEWS = {"": WordsState.WAITING, "publicadas": WordsState.APPROVED, "privadas": WordsState.PRIVATE}


@staff_bp.get("/<slug>/resultados")
@access.staff(*rules.READERS)
def results(slug: str) -> ResponseReturnValue:
    """How many answered, and after the end all that is left to do."""
    survey = surveys.by_slug(to_line(slug))
    return _page(survey, OutcomeForm(formdata=None, outcome=survey.outcome))


def _page(survey: Survey, form: OutcomeForm) -> str:
    person = access.signed_in()
    return render_template(
        "surveys/results/staff/results.html",
        survey=survey,
        form=form,
        taken_part=surveys.participation_count(survey),
        results=queries.results_of(survey),
        words=queries.words_counts(survey) if survey.shows_results else {},
        files=queries.files_of(survey) if survey.shows_results else [],
        may_conclude=rules.may_conclude(person, survey),
        least=rules.SHORTEST_OUTCOME,
    )


@staff_bp.post("/<slug>/resultados")
@access.staff(*rules.CONCLUDERS)
@keeps_text(OutcomeForm)
def conclude(slug: str) -> ResponseReturnValue:
    """Say what was done with the results."""
    survey, form = surveys.by_slug(to_line(slug)), OutcomeForm()
    if not form.validate():
        return _page(survey, form), 422
    try:
        services.conclude(survey, access.signed_in(), form.outcome.data or "")
    except Invalid as refusal:
        form.refuse("outcome", refusal.message)
        return _page(survey, form), 422
    flash("Quedó dicho qué se hizo con los resultados. La encuesta está terminada.", "success")
    return redirect(url_for(".results", slug=survey.slug), 303)


@staff_bp.post("/<slug>/resultados/archivo/<kind>")
@access.staff(*rules.CONCLUDERS)
def make_again(slug: str, kind: str) -> ResponseReturnValue:
    """Ask again for a file that could not be made."""
    survey = surveys.by_slug(to_line(slug))
    for file in queries.files_of(survey):
        if file.kind.value == kind:
            services.make_again(file, access.signed_in())
    flash("El archivo se prepara otra vez. Tarda unos minutos.", "success")
    return redirect(url_for(".results", slug=survey.slug), 303)


@staff_bp.get("/<slug>/resultados/escritas")
@access.staff(*rules.READERS)
def words(slug: str) -> ResponseReturnValue:
    """What people wrote, to decide whether it is published."""
    survey = surveys.by_slug(to_line(slug))
    word = request.args.get("ver", "")
    word = word if word in VIEWS else ""
    rows = queries.words_to_review(survey, VIEWS[word], asked_place()) if survey.is_over else []
    page: dict[str, Any] = {"slug": survey.slug, "ver": word or None}
    shown = rows[: queries.PER_PAGE]
    counts = queries.words_counts(survey) if survey.is_over else {}
    return render_template(
        "surveys/results/staff/words.html",
        survey=survey,
        rows=[(one, _item_label(survey, one), parts(one.text)) for one in shown],
        form=WordsForm(formdata=None),
        may_decide=rules.may_moderate(access.signed_in(), survey),
        views_=[
            (WORDS_STATE_LABELS[one], url_for(".words", slug=slug, ver=name or None), counts.get(one, 0), name == word)
            for name, one in VIEWS.items()
        ],
        first=url_for(".words", **page) if asked_place() else "",
        after=url_for(".words", **page, despues=place_after(shown)) if len(rows) > len(shown) else "",
    )


def _item_label(survey: Survey, words: OpenAnswer) -> str:
    labels = {item.name: item.label for item in survey.version.definition.items}
    return labels.get(words.item, words.item)


@staff_bp.route("/<slug>/resultados/escritas/<mark>", methods=["GET", "POST"])
@access.staff(*rules.MODERATORS)
@keeps_text(WordsForm)
def decide(slug: str, mark: str) -> ResponseReturnValue:
    """One text: publish it or keep it private, and group it."""
    survey = surveys.by_slug(to_line(slug))
    found = queries.words_of(survey, mark)
    form = WordsForm(heading=found.heading, seen=found.stamp)
    if request.method == "GET" or not form.validate():
        return _words_page(survey, found, form), 422 if request.method == "POST" else 200
    try:
        services.decide(found, access.signed_in(), form.decided)
    except (Conflict, Invalid) as refusal:
        form.refuse("decision", refusal.message)
        form.seen.data = found.stamp
        return _words_page(survey, found, form), refusal.status
    flash(f"Lo escrito quedó así: {found.state_label.lower()}.", "success")
    return redirect(url_for(".words", slug=survey.slug), 303)


def _words_page(survey: Survey, found: OpenAnswer, form: WordsForm) -> str:
    return render_template(
        "surveys/results/staff/decide.html",
        survey=survey,
        words=found,
        label=_item_label(survey, found),
        parts=parts(found.text),
        headings=queries.headings(survey),
        form=form,
    )


@staff_bp.get("/<slug>/resultados/cruce")
@access.staff(*rules.READERS)
def cross(slug: str) -> ResponseReturnValue:
    """Two questions against each other, small numbers hidden for the team too."""
    survey = surveys.by_slug(to_line(slug))
    asked = crossing.asked(survey.version.definition, request.args)
    table = crossing.table(survey, asked, queries.results_of(survey)) if survey.is_over and asked else None
    choices = crossing.choices(survey.version.definition)
    return render_template(
        "surveys/results/staff/cross.html",
        survey=survey,
        asked=asked,
        table=table,
        form=crossing.form_of(choices, request.args),
    )
