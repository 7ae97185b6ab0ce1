"""Pages for citizens: the surveys, one survey, its pages, and what one left half way."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.shared import guess_throttle
from participa.shared.clock import now
from participa.shared.edge import keeps_text
from participa.surveys import proofs, queries, rules, services, tablet, telling
from participa.surveys.blueprint import bp
from participa.surveys.forms.citizens import DraftCodeForm, LeftForm
from participa.surveys.levels import LEVEL_WORDS
from participa.surveys.models import Level, Survey
from participa.surveys.passage import resumed
from participa.surveys.public import passing

__all__ = ["bp"]

NO_DRAFT = "No encontramos una encuesta guardada con ese código. Compárelo con su papel. Quizá ya venció o la envió."
NO_RECEIPT = "Ninguna respuesta de esta encuesta tiene ese código. Compárelo con su constancia."


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    """Open, announced and past surveys."""
    at, past = now(), queries.past()
    return render_template(
        "surveys/index.html",
        is_first=past.page == 1,
        open_=queries.open_now(at),
        coming=queries.coming(at),
        past=past,
        url_for_page=lambda page: url_for(".index", pagina=page if page > 1 else None),
    )


@bp.get("/<slug>/")
@access.public_cached
def detail(slug: str) -> ResponseReturnValue:
    """What it is for, until when, who may answer, what is kept."""
    survey = queries.by_slug_public(slug)
    return render_template(
        "surveys/detail.html",
        survey=survey,
        definition=survey.version.definition,
        level=LEVEL_WORDS[survey.level],
        changes=telling.changes(survey),
        is_open=rules.receives(survey, now()),
        is_early=not survey.is_over and survey.opens_at > now(),
        total=queries.participation_count(survey),
    )


@bp.route("/<slug>/responder", methods=["GET", "POST"])
@access.public
@keeps_text(LeftForm)
def answer(slug: str) -> ResponseReturnValue:
    """A survey, page by page. Nothing is stored before the end."""
    survey = queries.by_slug_public(slug)
    clothes = passing.own(survey)
    page = passing.go_on(survey, clothes) if request.method == "POST" else passing.begin(survey, clothes)
    return _with_way_back(survey, page)


def _with_way_back(survey: Survey, page: ResponseReturnValue) -> Response:
    """Let the browser keep the page for its button to go back. Not where the number of a document travels."""
    response = make_response(page)
    if survey.level is not Level.REGISTER:
        response.headers["Cache-Control"] = "private, no-cache"
    return response


@bp.route("/<slug>/gracias", methods=["GET", "POST"])
@access.public
@keeps_text(LeftForm)
def thanks(slug: str) -> ResponseReturnValue:
    """Send the answer. Opened without a form, the receipt of another day can be shown to be a good one."""
    survey = queries.by_slug_public(slug)
    if request.method == "POST":
        return _with_way_back(survey, passing.go_on(survey, passing.own(survey)))
    return render_template("surveys/receipt.html", survey=survey, form=DraftCodeForm(formdata=None))


@bp.post("/<slug>/constancia")
@access.public
@keeps_text(DraftCodeForm)
def check_receipt(slug: str) -> ResponseReturnValue:
    """Whether a receipt is one of this survey. It says that somebody answered, never who nor what."""
    survey, form = queries.by_slug_public(slug), DraftCodeForm()
    if not form.validate():
        return render_template("surveys/receipt.html", survey=survey, form=form), 422
    guess_throttle.check("survey")
    if not queries.has_form(survey, proofs.receipt_digest(survey.id, proofs.draft_typed(form.code.data or ""))):
        guess_throttle.note_wrong("survey")
        form.refuse("code", NO_RECEIPT)
        return render_template("surveys/receipt.html", survey=survey, form=form), 422
    return render_template("surveys/receipt.html", survey=survey, form=form, is_good=True)


@bp.route("/<slug>/seguir", methods=["GET", "POST"])
@access.public
@keeps_text(DraftCodeForm)
def resume(slug: str) -> ResponseReturnValue:
    """Go on with a survey that was left half way."""
    survey, form = queries.by_slug_public(slug), DraftCodeForm()
    if not rules.receives(survey, now()):
        return passing.shut(survey, passing.own(survey))
    if not form.validate_on_submit():
        return render_template("surveys/resume.html", survey=survey, form=form), 422 if form.is_submitted() else 200
    guess_throttle.check("survey")
    content = services.find_draft(survey, form.code.data or "")
    if content is None:
        guess_throttle.note_wrong("survey")
        form.refuse("code", NO_DRAFT)
        return render_template("surveys/resume.html", survey=survey, form=form), 422
    return _with_way_back(survey, passing.resume(resumed(survey, content)))


@bp.route("/<slug>/tableta", methods=["GET", "POST"])
@access.public
@keeps_text(LeftForm)
def on_tablet(slug: str) -> ResponseReturnValue:
    """The tablet that many share: each one begins on a clean page."""
    survey = queries.by_slug_public(slug)
    clothes = passing.shared(survey)
    if not tablet.is_on(survey):
        return _tablet_is_off(survey)
    if request.method == "POST":
        return passing.begin(survey, clothes) if "empezar" in request.form else passing.go_on(survey, clothes)
    return render_template("surveys/tablet.html", survey=survey, clothes=clothes, event=survey)


def _tablet_is_off(survey: Survey) -> ResponseReturnValue:
    """The page that says so. Who was answering meanwhile is told that nothing arrived."""
    if request.method == "POST" and "carried" not in request.form:
        return redirect(url_for(".on_tablet", slug=survey.slug), 303)
    page = render_template("surveys/tablet_over.html", survey=survey, was_answering=request.method == "POST")
    return page, 403 if request.method == "POST" else 200
