"""Pages of the team: switch the evaluation of a space on, hand out codes, take up what was written."""

import segno
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.evaluations import figures, queries, rules, services
from participa.evaluations.blueprint import staff_bp as bp
from participa.evaluations.forms import DoneForm, ExitForm, StartForm, TakeUpForm
from participa.evaluations.models import Evaluation
from participa.events import queries as events
from participa.events.models import Event
from participa.shared.clock import now
from participa.shared.edge import keeps_text
from participa.shared.errors import Invalid, NotFound
from participa.shared.forms import new_form_key
from participa.shared.paging import asked_page, part_of
from participa.surveys import queries as surveys
from participa.surveys.models import CodeKind

NONE_YET = "Este espacio no tiene evaluación."
AT_ONCE = 20


@bp.get("/")
@access.staff(*rules.READERS)
def index() -> ResponseReturnValue:
    """Every evaluation, latest space first."""
    page = queries.for_team(asked_page())
    return render_template("evaluations/staff/index.html", page=page, counts=queries.unanswered_counts(page.items))


@bp.get("/<slug>")
@access.staff(*rules.READERS)
def space(slug: str) -> ResponseReturnValue:
    """How the evaluation of a space goes, or the button that switches it on."""
    return _page(events.by_slug(slug), StartForm(formdata=None))


def _page(event: Event, form: StartForm, status: int = 200) -> ResponseReturnValue:
    evaluation, person = queries.find_of(event), access.signed_in()
    if evaluation is None:
        may = rules.may_start(person, event)
        return render_template("evaluations/staff/start.html", event=event, form=form, may_start=may), status
    page = render_template(
        "evaluations/staff/space.html",
        event=event,
        evaluation=evaluation,
        is_open=rules.is_open(evaluation, now()),
        is_over=rules.is_over(evaluation),
        people=[(door, survey, surveys.participation_count(survey)) for door, survey in evaluation.surveys],
        codes=surveys.code_counts(evaluation.survey),
        kinds={CodeKind.PRINTED: "En papel", CodeKind.EXIT: "A la salida", CodeKind.MAIL: "Por correo"},
        told=figures.of(evaluation) if evaluation.is_counted else None,
        recommendations=queries.recommendations(evaluation),
        waiting=len(queries.written(evaluation)),
        may_edit=rules.may_tag(person),
        may_hand_out=rules.may_hand_out(person),
        sheets_url=url_for("surveys.staff.paper", slug=evaluation.survey.slug),
        slips_url=url_for("surveys.staff.codes", slug=evaluation.survey.slug) if rules.may_tag(person) else "",
    )
    return page, status


@bp.post("/<slug>/encender")
@access.staff(*rules.EDITORS)
def start(slug: str) -> ResponseReturnValue:
    """Evaluate the space."""
    event, form = events.by_slug(slug), StartForm()
    if not form.validate():
        return _page(event, form, 422)
    services.start(event, form.days.data or rules.USUAL_DAYS, bool(form.has_open_link.data), access.signed_in())
    flash("La evaluación está encendida. Abre sola cuando termine el espacio.", "success")
    return redirect(url_for(".space", slug=slug), 303)


def _of(slug: str) -> Evaluation:
    evaluation = queries.find_of(events.by_slug(slug))
    if evaluation is None:
        raise NotFound(NONE_YET)
    return evaluation


@bp.route("/<slug>/salida", methods=["GET", "POST"])
@access.staff(*rules.KEEPERS)
def exit_code(slug: str) -> ResponseReturnValue:
    """The screen at the exit: one code at a time, for who leaves now."""
    evaluation, form, code = _of(slug), ExitForm(), ""
    if form.validate_on_submit():
        code = services.hand_out(evaluation, form.form_key.data or "", access.signed_in())
        form.form_key.raw_data, form.form_key.data = None, new_form_key()
    address = url_for("surveys.answer", slug=evaluation.survey.slug, _external=True)
    page = render_template(
        "evaluations/staff/exit.html",
        evaluation=evaluation,
        event=evaluation.event,
        form=form,
        code=code,
        picture=segno.make_qr(f"{address}#codigo={code}", error="m").svg_data_uri(border=4) if code else "",
        address=address,
        is_open=rules.is_open(evaluation, now()),
    )
    return page, 422 if form.errors else 200


@bp.get("/<slug>/recomendaciones")
@access.staff(*rules.READERS)
def recommendations(slug: str) -> ResponseReturnValue:
    """What was written, to be taken up, some at a time."""
    return _to_take_up(_of(slug))


def _to_take_up(evaluation: Evaluation, form: TakeUpForm | None = None) -> ResponseReturnValue:
    page = part_of(queries.written(evaluation), AT_ONCE)
    forms = {one.source: _form_of(one, number, form) for number, one in enumerate(page.items, 1)}
    shown = render_template(
        "evaluations/staff/recommendations.html",
        evaluation=evaluation,
        event=evaluation.event,
        page=page,
        forms=forms,
        form=form,
        may_edit=rules.may_tag(access.signed_in()),
        is_over=rules.is_over(evaluation),
    )
    return shown, 422 if form is not None else 200


def _form_of(one: queries.Said, number: int, sent: TakeUpForm | None) -> TakeUpForm:
    """The form of something written; what was sent, where it was typed. Several live on one page."""
    form = TakeUpForm(formdata=None, data={"source": one.source, "words": one.words})
    if sent is not None and sent.source.data == one.source:
        form = sent
    for field in (form.words, form.tag, form.free_tags):
        field.id = f"{field.name}-{number}"
        field.label.field_id = field.id
    return form


@bp.post("/<slug>/recomendaciones/recoger")
@access.staff(*rules.EDITORS)
@keeps_text(TakeUpForm)
def take_up(slug: str) -> ResponseReturnValue:
    """Publish something written, in words that hold no person."""
    evaluation, form = _of(slug), TakeUpForm()
    if not form.validate():
        return _to_take_up(evaluation, form)
    given = form.source.data or "", form.words.data or "", form.chosen, form.tags
    try:
        services.take_up(evaluation, *given, access.signed_in())
    except Invalid as refusal:
        form.refuse("words", refusal.message)
        return _to_take_up(evaluation, form)
    flash("La recomendación es pública. Diga qué se hizo con ella.", "success")
    return redirect(url_for(".recommendations", slug=slug), 303)


@bp.route("/<slug>/recomendaciones/<int:number>", methods=["GET", "POST"])
@access.staff(*rules.EDITORS)
@keeps_text(DoneForm)
def answer(slug: str, number: int) -> ResponseReturnValue:
    """Say what was done with a recommendation."""
    evaluation = _of(slug)
    recommendation = queries.recommendation_of(evaluation, number)
    form = DoneForm(obj=recommendation)
    if form.validate_on_submit():
        try:
            services.answer(recommendation, form.done.data or "", access.signed_in())
        except Invalid as refusal:
            form.refuse("done", refusal.message)
        else:
            flash("Guardamos qué se hizo. Ya se lee en la página de la evaluación.", "success")
            return redirect(url_for(".space", slug=slug), 303)
    page = render_template(
        "evaluations/staff/answer.html", event=evaluation.event, recommendation=recommendation, form=form
    )
    return page, 422 if form.errors else 200
