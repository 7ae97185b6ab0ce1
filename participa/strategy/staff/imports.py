"""The import of a cronograma in steps: choose, columns, check, confirm, result."""

import hashlib
from itertools import groupby
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.calendar.queries import current_calendar
from participa.config import Settings
from participa.shared import clock
from participa.shared.errors import Closed, Conflict, Invalid
from participa.shared.files import takes_uploads
from participa.shared.paging import Part, asked_page
from participa.strategy import queries, services
from participa.strategy.drafts import DraftRow, Mended, header_of, mended
from participa.strategy.forms import ConfirmForm, DropForm, ImportForm, OfficesForm, RowForm, columns_form
from participa.strategy.importing import fingerprint, summary
from participa.strategy.importing.mending import mend_row
from participa.strategy.importing.offices import bodies_in, unknown_in
from participa.strategy.models import ImportDraft, ImportState
from participa.strategy.services.import_drafts import UNDO_FOR
from participa.strategy.staff.blueprint import MOST, bp

ROWS_PER_PAGE = 50
REFRESH_SECONDS = "2"
DRAFT = f"/importar/<int(max={MOST}):draft_id>"
importers = access.staff(Role.COMMUNICATIONS, Role.ADMIN)


def _draft(draft_id: int, for_change: bool = False) -> ImportDraft:
    return queries.import_draft(draft_id, access.signed_in(), for_change)


def _to(step: str, draft: ImportDraft, **values: Any) -> ResponseReturnValue:
    return redirect(url_for(f".{step}", draft_id=draft.id, **values), 303)


@bp.route("/importar", methods=["GET", "POST"])
@importers
@takes_uploads
def import_() -> ResponseReturnValue:
    """Step 1: a file or a pasted table. Nothing of the strategy is written before the last step."""
    settings: Settings = current_app.extensions["settings"]
    form = ImportForm(entity_name=settings.entity.name, year=clock.today().year)
    if form.validate_on_submit():
        try:
            data, name = form.document()
            return _to("import_reading", services.start_import(data, form.header(name), access.signed_in()))
        except Invalid as problem:
            form.refuse("file" if form.has_file else "text", problem.message)
    return _first_step(form), 422 if form.is_submitted() else 200


def _first_step(form: ImportForm) -> str:
    return render_template(
        "strategy/staff/import.html", form=form, drafts=queries.imports_under_way(access.signed_in()), drop=DropForm()
    )


@bp.get(DRAFT)
@importers
def import_reading(draft_id: int) -> ResponseReturnValue:
    """Where an import goes on: while it is read this page comes again by itself."""
    draft = _draft(draft_id)
    if draft.state is ImportState.READ:
        return _to("import_columns", draft)
    if draft.state in (ImportState.IMPORTED, ImportState.UNDONE):
        return _to("import_result", draft)
    if draft.state is ImportState.REFUSED:
        form = ImportForm.of(draft)
        form.refuse("file" if draft.source_name else "text", draft.problem)
        return _first_step(form)
    page = render_template("strategy/staff/import_reading.html", draft=draft)
    return page, 200, {"Refresh": REFRESH_SECONDS}


@bp.route(f"{DRAFT}/columnas", methods=["GET", "POST"])
@importers
def import_columns(draft_id: int) -> ResponseReturnValue:
    """Step 2: what each column means."""
    draft = _draft(draft_id, request.method == "POST")
    if draft.state is not ImportState.READ:
        return _to("import_reading", draft)
    whole = mended(draft)
    form = columns_form(whole.read.tables)
    if form.validate_on_submit():
        chosen = form.choices(draft.choices)
        if chosen == draft.choices:
            return _to("import_check", draft)
        try:
            is_read = services.choose_columns(draft, chosen)
            return _to("import_check" if is_read else "import_reading", draft)
        except Invalid as problem:
            form.form_errors.append(problem.message)
    page = render_template("strategy/staff/import_columns.html", draft=draft, form=form, plan=whole.read)
    return page, 422 if form.is_submitted() else 200


@bp.route(f"{DRAFT}/revisar", methods=["GET", "POST"])
@importers
def import_check(draft_id: int) -> ResponseReturnValue:
    """Step 3: what was understood, row by row, and the offices that nobody knows."""
    draft = _draft(draft_id, request.method == "POST")
    if draft.state is not ImportState.READ:
        return _to("import_reading", draft)
    whole = mended(draft)
    form = _offices_form(draft, whole)
    if form.validate_on_submit():
        services.choose_offices(draft, list(form.offices.data or ()))
        return _to("import_confirm", draft)
    return _check_page(draft, whole, form), 422 if form.is_submitted() else 200


def _offices_form(draft: ImportDraft, whole: Mended) -> OfficesForm:
    form = OfficesForm(offices=draft.offices)
    known = [office.name for office in queries.active_departments()]
    form.offer(unknown_in(whole.plan, known) if access.signed_in().role is Role.ADMIN else {})
    return form


def _check_page(draft: ImportDraft, whole: Mended, form: OfficesForm, row_form: RowForm | None = None) -> str:
    place = request.args.get("editar", -1, type=int) if row_form is None else (request.view_args or {})["place"]
    view, rows = _view(whole, None if row_form is None else place)
    opened = next((row for row in rows.items if row.place == place), None)
    known = [office.name for office in queries.active_departments()]
    return render_template(
        "strategy/staff/import_check.html",
        draft=draft,
        whole=whole,
        plan=whole.plan,
        view=view,
        rows=rows,
        opened=opened,
        has_errors=bool(row_form and row_form.errors),
        row_form=row_form or (RowForm.of(opened.activity, whole.read) if opened else None),
        form=form,
        drop=DropForm(),
        warned=sum(bool(row.activity.warnings) for row in whole.rows if not row.is_dropped),
        unknown=unknown_in(whole.plan, known),
        bodies=bodies_in(whole.plan),
        for_all=sum(one.involves_all_offices for one in whole.plan.activities),
        other_lines=summary.other_lines(whole.read),
        same=services.same_document(whole.plan, header_of(draft, whole)),
        cell_of=summary.cell_of,
    )


def _view(whole: Mended, typed: int | None) -> tuple[str, "_Rows"]:
    """What the address asks for; when a row was typed that is not in there, the page that has it."""
    view = request.args.get("ver", "todas")
    rows = _Rows(_shown(whole, view), asked_page())
    if typed is None or typed in [row.place for row in rows.items]:
        return view, rows
    every = _shown(whole, "todas")
    before = next(number for number, row in enumerate(every) if row.place == typed)
    return "todas", _Rows(every, before // ROWS_PER_PAGE + 1)


def _shown(whole: Mended, view: str) -> list[DraftRow]:
    rows = sorted(whole.rows, key=lambda row: (row.activity.section_position or 0, row.place))
    if view == "quitadas":
        return [row for row in rows if row.is_dropped]
    if view == "avisos":
        return [row for row in rows if row.activity.warnings and not row.is_dropped]
    return rows


class _Rows(Part):
    """A page of rows; beyond the last page, the last one."""

    def __init__(self, rows: list[DraftRow], page: int) -> None:
        last = max(-(-len(rows) // ROWS_PER_PAGE), 1)
        super().__init__(
            page=min(max(page, 1), last), per_page=ROWS_PER_PAGE, max_per_page=ROWS_PER_PAGE, error_out=False, rows=rows
        )

    def groups(self) -> list[tuple[int, list[DraftRow]]]:
        """The rows of the page by section; 0 for those without one."""
        grouped = groupby(self.items, key=lambda row: row.activity.section_position or 0)
        return [(position, list(rows)) for position, rows in grouped]


@bp.post(f"{DRAFT}/filas/<int(max={MOST}):place>")
@importers
def import_row(draft_id: int, place: int) -> ResponseReturnValue:
    """Mend a row, in its place in the page."""
    draft = _draft(draft_id, for_change=True)
    whole, row = _row(draft, place)
    form = RowForm.of(row.activity, whole.read)
    if form.validate_on_submit():
        try:
            words = mend_row(row.activity, form.words(), draft.year, current_calendar())
            services.mend(draft, place, words)
            return _back_to_row(draft, place)
        except Invalid as problem:
            form.form_errors.append(problem.message)
    return _check_page(draft, whole, _offices_form(draft, whole), form), 422


@bp.post(f"{DRAFT}/filas/<int(max={MOST}):place>/quitar")
@importers
def import_drop(draft_id: int, place: int) -> ResponseReturnValue:
    """Leave a row out, or take it back."""
    draft = _draft(draft_id, for_change=True)
    _row(draft, place)
    services.drop(draft, place, DropForm().dropped.data == "1")
    return _back_to_row(draft, place)


def _row(draft: ImportDraft, place: int) -> tuple[Mended, DraftRow]:
    if draft.state is not ImportState.READ:
        raise Conflict("Esta importación ya terminó. Empiece otra.")
    whole = mended(draft)
    if place >= len(whole.rows):
        raise Conflict("Esa fila ya no está: el documento se leyó de nuevo.")
    return whole, whole.rows[place]


def _back_to_row(draft: ImportDraft, place: int) -> ResponseReturnValue:
    kept = {name: request.args[name] for name in ("ver", "pagina") if name in request.args}
    return _to("import_check", draft, **kept, _anchor=f"fila-{place}")


@bp.route(f"{DRAFT}/confirmar", methods=["GET", "POST"])
@importers
def import_confirm(draft_id: int) -> ResponseReturnValue:
    """Step 4: what will be written and what it changes of the present version."""
    draft = _draft(draft_id, request.method == "POST")
    if draft.state is not ImportState.READ:
        return _to("import_reading", draft)
    whole, form = mended(draft), ConfirmForm()
    try:
        services.check_plan(whole.plan)
        proposal = services.proposal(whole.plan, header_of(draft, whole), draft.offices)
        seal = seal_of(draft, whole, proposal)
        if form.validate_on_submit() and form.seal.data == seal:
            services.confirm_import(draft, access.signed_in())
            return _to("import_result", draft)
    except Invalid as problem:
        flash(problem.message, "warn")
        return _to("import_check", draft)
    return _confirm_page(draft, whole, proposal, form, seal)


def seal_of(draft: ImportDraft, whole: Mended, proposal: services.Proposal) -> str:
    """A digest of what the page shows: what is confirmed is what was seen."""
    present = proposal.present
    parts = [fingerprint(whole.plan), *sorted(draft.offices), str(present.id if present else 0), str(draft.choices)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _confirm_page(
    draft: ImportDraft, whole: Mended, proposal: services.Proposal, form: ConfirmForm, seal: str
) -> ResponseReturnValue:
    form.seal.data = seal
    return render_template(
        "strategy/staff/import_confirm.html",
        draft=draft,
        form=form,
        has_changed=form.is_submitted(),
        whole=whole,
        plan=whole.plan,
        strategy=proposal.strategy,
        present=proposal.present,
        comparison=proposal.comparison,
        same=services.same_document(whole.plan, header_of(draft, whole)),
        section_count=len(summary.sections(whole.plan)),
        other_lines=summary.other_lines(whole.read),
    )


@bp.get(f"{DRAFT}/resultado")
@importers
def import_result(draft_id: int) -> ResponseReturnValue:
    """Step 5: what was written, and the way back."""
    draft = _draft(draft_id)
    if draft.state not in (ImportState.IMPORTED, ImportState.UNDONE):
        return _to("import_reading", draft)
    strategy = draft.strategy
    return render_template(
        "strategy/staff/import_result.html",
        draft=draft,
        strategy=strategy,
        count=len(queries.activities(strategy)) if strategy else 0,
        why_not=services.why_not_undone(draft) if draft.is_new and strategy else "",
        until=draft.imported_at + UNDO_FOR if draft.imported_at else None,
        form=ConfirmForm(),
    )


@bp.post(f"{DRAFT}/deshacer")
@importers
def import_undo(draft_id: int) -> ResponseReturnValue:
    """Take away what was imported, as if it had never been."""
    draft = _draft(draft_id, for_change=True)
    try:
        services.undo_import(draft, access.signed_in())
        flash("Se deshizo la importación. La estrategia quedó como antes.", "good")
    except (Closed, Conflict) as refusal:
        flash(refusal.message, "warn")
    return _to("import_result", draft)


@bp.post(f"{DRAFT}/descartar")
@importers
def import_discard(draft_id: int) -> ResponseReturnValue:
    """Forget an import that is not confirmed."""
    services.discard_import(_draft(draft_id, for_change=True))
    flash("Se descartó la importación. No se guardó nada.", "good")
    return redirect(url_for(".import_"), 303)
