"""Sheets of paper, for the team: print them, type them, compare them, say which do not count."""

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.config import Settings
from participa.questionnaires.engine.answering import Answers
from participa.shared.clock import now
from participa.shared.edge import keeps_text
from participa.shared.errors import DomainError, Forbidden
from participa.shared.templating import moment
from participa.surveys import rules as surveys_rules
from participa.surveys.addresses import whole
from participa.surveys.blueprint import staff_bp
from participa.surveys.models import Survey
from participa.surveys.paper import numbering, queries, rules, services, sheets
from participa.surveys.paper.forms import PrintForm, SheetForm, VoidForm
from participa.surveys.paper.models import PaperSheet, SheetState
from participa.surveys.queries import by_slug
from participa.surveys.staff.keeping import READERS

TYPISTS = tuple(rules.TYPISTS)


@staff_bp.get("/<slug>/papel")
@access.staff(*READERS)
def paper(slug: str) -> ResponseReturnValue:
    """Printed, typed, compared and void sheets. Never what they say."""
    return _page(by_slug(slug), PrintForm(formdata=None))


@staff_bp.post("/<slug>/papel/hojas.pdf")
@access.staff(*TYPISTS)
@keeps_text(PrintForm)
def print_sheets(slug: str) -> ResponseReturnValue:
    """The sheets to print. The same numbers give the same sheets again."""
    survey, form = _on_paper(slug), PrintForm()
    if not form.validate():
        return _page(survey, form), 422
    first, last = form.first.data or 1, form.last.data or 1
    services.print_sheets(survey, first, last, access.signed_in())
    numbers = [numbering.printed(survey.id, number) for number in range(first, last + 1)]
    return _download(sheets.draw(_words(survey), survey.version.definition, numbers, now()))


@staff_bp.route("/<slug>/papel/digitar", methods=["GET", "POST"])
@access.staff(*TYPISTS)
@keeps_text(SheetForm)
def type_sheet(slug: str) -> ResponseReturnValue:
    """Type what one sheet says, question by question."""
    survey = _on_paper(slug)
    form = SheetForm.of(survey.version.definition)()
    number, answers = _typed(survey, form)
    if number is None or answers is None:
        return _typing(survey, form)
    try:
        services.type_sheet(survey, number, answers, access.signed_in())
    except DomainError as refusal:
        form.refuse("sheet", refusal.message)
        return _typing(survey, form)
    flash(f"Hoja {numbering.printed(survey.id, number)} digitada. Falta que otra persona la compare.", "success")
    return redirect(url_for(".type_sheet", slug=slug), 303)


@staff_bp.route("/<slug>/papel/<int:number>/comparar", methods=["GET", "POST"])
@access.staff(*TYPISTS)
@keeps_text(SheetForm)
def compare_sheet(slug: str, number: int) -> ResponseReturnValue:
    """A second person reads what was typed beside the paper, mends it and counts it."""
    survey = _on_paper(slug)
    sheet, form = queries.sheet(survey, number), SheetForm.of(survey.version.definition)()
    if not rules.may_check(sheet, access.signed_in()):
        flash(services.why_not(sheet), "info")
        return redirect(url_for(".paper", slug=slug), 303)
    if not form.is_submitted():
        form.sheet.data, form.mark.data = numbering.printed(survey.id, number), sheet.mark
        form.fill(services.answers_of(sheet))
    typed, answers = _typed(survey, form)
    if typed != number or answers is None:
        return _comparing(survey, sheet, form)
    try:
        services.check_sheet(sheet, form.mark.data or "", answers, access.signed_in())
    except DomainError as refusal:
        form.refuse("sheet", refusal.message)
        return _comparing(survey, sheet, form)
    flash(f"Hoja {numbering.printed(survey.id, number)} contada.", "success")
    return redirect(_next(survey), 303)


@staff_bp.route("/<slug>/papel/anular", methods=["GET", "POST"])
@access.staff(*TYPISTS)
@keeps_text(VoidForm)
def void_sheet(slug: str) -> ResponseReturnValue:
    """A sheet that does not count, with its reason."""
    survey, form = _on_paper(slug), VoidForm()
    number = form.number_for(survey.id) if form.validate_on_submit() else None
    if number is None:
        page = render_template("surveys/staff/paper/void.html", survey=survey, form=form)
        return page, 422 if form.is_submitted() else 200
    services.void_sheet(survey, number, form.reason.data or "", access.signed_in())
    flash(f"Hoja {numbering.printed(survey.id, number)} anulada.", "success")
    return redirect(url_for(".paper", slug=slug), 303)


def _on_paper(slug: str) -> Survey:
    survey = by_slug(slug)
    if not rules.takes_paper(survey):
        raise Forbidden(services.NO_PAPER)
    return survey


def _typed(survey: Survey, form: SheetForm) -> tuple[int | None, Answers | None]:
    """The number of the sheet and its answers; nothing of what lacks or cannot be read."""
    if not form.validate_on_submit():
        return None, None
    return form.number_for(survey.id), form.read()


def _page(survey: Survey, form: PrintForm) -> str:
    person, counts = access.signed_in(), queries.counts(survey)
    return render_template(
        "surveys/staff/paper/index.html",
        survey=survey,
        form=form,
        takes_paper=rules.takes_paper(survey),
        receives=surveys_rules.receives(survey, now()),
        may_type=person.role in rules.TYPISTS,
        person=person,
        printed=queries.printed(survey),
        counts={state.value: counts.get(state, 0) for state in SheetState},
        found=queries.sheets(survey),
        label=lambda sheet: numbering.printed(survey.id, sheet.number),
        url_for_page=lambda page: url_for(".paper", slug=survey.slug, pagina=page if page > 1 else None),
    )


def _typing(survey: Survey, form: SheetForm) -> ResponseReturnValue:
    receives = surveys_rules.receives(survey, now())
    page = render_template("surveys/staff/paper/type.html", survey=survey, form=form, receives=receives)
    return page, 422 if form.is_submitted() else 200


def _comparing(survey: Survey, sheet: PaperSheet, form: SheetForm) -> ResponseReturnValue:
    label = numbering.printed(survey.id, sheet.number)
    page = render_template("surveys/staff/paper/compare.html", survey=survey, sheet=sheet, label=label, form=form)
    return page, 422 if form.is_submitted() else 200


def _next(survey: Survey) -> str:
    """The next sheet that this person may compare; when there is none, the list."""
    sheet = queries.next_to_check(survey, access.signed_in())
    if sheet is None:
        return url_for(".paper", slug=survey.slug)
    return url_for(".compare_sheet", slug=survey.slug, number=sheet.number)


def _words(survey: Survey) -> sheets.Words:
    settings: Settings = current_app.extensions["settings"]
    address = whole("surveys.detail", slug=survey.slug)
    return sheets.Words(settings.entity.name, survey.title, survey.about, address, moment(survey.closes_at))


def _download(body: bytes) -> Response:
    headers = {"Content-Disposition": 'attachment; filename="hojas.pdf"'}
    return Response(body, content_type="application/pdf", headers=headers)
