"""Where Administración loads the history: templates, one table at a time, its preview, and what was loaded."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.history import queries, services, tables
from participa.history.blueprint import staff_bp
from participa.history.forms import KINDS, UploadForm, WithdrawForm
from participa.history.models import KIND_CODES, KIND_PLURALS, HistoryKind
from participa.history.tables import COLUMNS, MOST_BYTES, Problem, Table
from participa.shared import files
from participa.shared.clock import today
from participa.shared.downloads import as_file
from participa.shared.errors import Invalid
from participa.shared.paging import asked_page, part_of
from participa.shared.templating import counted

MOST = 2**31 - 1
SHOWN_PROBLEMS, SHOWN_ROWS = 100, 20


@staff_bp.get("/")
@access.staff(Role.ADMIN)
def index() -> ResponseReturnValue:
    """The loads there were, and the form to bring another one."""
    return _index(UploadForm(formdata=None))


def _index(form: UploadForm, problems: tuple[Problem, ...] = ()) -> str:
    return render_template(
        "history/staff/index.html",
        form=form,
        problems=problems[:SHOWN_PROBLEMS],
        amount=len(problems),
        lines=len({problem.line for problem in problems}),
        loads=queries.loads(asked_page()),
        sources=queries.sources(),
        kinds=[(kind, KIND_PLURALS[kind], KIND_CODES[kind], COLUMNS[kind]) for kind in HistoryKind],
    )


@staff_bp.get("/plantillas/<any(preguntas, espacios, compromisos):code>.csv")
@access.staff(Role.ADMIN)
def template(code: str) -> ResponseReturnValue:
    """The empty table of a kind."""
    return Response(tables.template(KINDS[code]), headers=as_file("text/csv; charset=utf-8", f"plantilla-{code}.csv"))


@staff_bp.post("/")
@access.staff(Role.ADMIN)
@files.takes_uploads
def bring() -> ResponseReturnValue:
    """Read a table. When a row is wrong nothing is kept: the page says what to mend."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _index(form), 422
    try:
        table = _read(form)
        problems = _problems(form, table)
        if problems:
            return _index(form, problems), 422
        load = services.bring(
            form.chosen_kind, form.source.data or "", table, access.signed_in(), form.form_key.data or ""
        )
    except Invalid as refusal:
        form.refuse("file", refusal.message)
        return _index(form), 422
    return redirect(url_for(".load", number=load.id), 303)


def _read(form: UploadForm) -> Table:
    """Raises Invalid."""
    return tables.read(form.chosen_kind, form.file.data.stream.read(MOST_BYTES + 1), today())


def _problems(form: UploadForm, table: Table) -> tuple[Problem, ...]:
    standing = queries.standing(form.source.data or "", form.chosen_kind)
    return table.problems or tuple(tables.compared(table.rows, standing, table.lines)[1])


@staff_bp.get(f"/<int(max={MOST}):number>")
@access.staff(Role.ADMIN)
def load(number: int) -> ResponseReturnValue:
    """A load: what it would publish, or what became of it."""
    return _load(number, WithdrawForm(formdata=None))


def _load(number: int, form: WithdrawForm) -> str:
    found = queries.load(number)
    rows = tables.kept_rows(found.kind, found.cells)
    return render_template(
        "history/staff/load.html",
        load=found,
        columns=COLUMNS[found.kind],
        rows=part_of(rows, SHOWN_ROWS),
        form=form,
    )


@staff_bp.post(f"/<int(max={MOST}):number>/confirmar")
@access.staff(Role.ADMIN)
def confirm(number: int) -> ResponseReturnValue:
    """Publish all of it."""
    load = services.confirm(number, access.signed_in())
    flash(f"Se publicaron {counted(load.added, 'registro', 'registros')} de «{load.source}».", "good")
    return redirect(url_for(".load", number=number), 303)


@staff_bp.post(f"/<int(max={MOST}):number>/descartar")
@access.staff(Role.ADMIN)
def discard(number: int) -> ResponseReturnValue:
    """Leave it: nothing of the file is kept."""
    services.discard(number, access.signed_in())
    flash("Se descartó el archivo. No se publicó nada.", "good")
    return redirect(url_for(".index"), 303)


@staff_bp.post(f"/<int(max={MOST}):number>/retirar")
@access.staff(Role.ADMIN)
def withdraw(number: int) -> ResponseReturnValue:
    """Undo a load, with its public reason."""
    form = WithdrawForm()
    if not form.validate_on_submit():
        return _load(number, form), 422
    services.withdraw(number, form.reason.data or "", access.signed_in())
    flash("Se retiró la carga. El motivo quedó a la vista de todos.", "good")
    return redirect(url_for(".load", number=number), 303)
