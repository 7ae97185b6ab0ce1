"""Pages for everybody: the plans of each year, and each one from finding to what was verified."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from participa.accounts import access
from participa.improvement import queries, showing
from participa.improvement.blueprint import bp
from participa.improvement.services.holding import finding_in
from participa.shared import files, tables
from participa.shared import years as by_year
from participa.shared.clock import today
from participa.shared.downloads import as_file

CSV = "text/csv; charset=utf-8"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    """The plans of a year, and how their actions go."""
    years = queries.years()
    chosen = by_year.chosen(years)
    plans = queries.of_year(chosen) if chosen else []
    return render_template(
        "improvement/index.html",
        year=chosen,
        years=by_year.views(years, chosen, lambda one: url_for(".index", anio=one)),
        shown=[showing.for_everybody(plan, queries.Origins(), today()) for plan in plans],
    )


@bp.get("/<int:number>")
@access.public_cached
def detail(number: int) -> ResponseReturnValue:
    """A plan: what was found, why it happened, what is done and what was verified."""
    return render_template("improvement/detail.html", shown=_shown(number))


def _shown(number: int) -> showing.Shown:
    plan = queries.public_plan(number)
    return showing.for_everybody(plan, queries.origins(plan), today())


@bp.get("/<int:number>/plan.csv")
@access.public_cached
def table(number: int) -> ResponseReturnValue:
    """The plan as a table in text."""
    body = tables.as_csv(showing.COLUMNS, showing.rows(_shown(number)))
    return body, 200, as_file(CSV, f"plan-de-mejoramiento-{number}.csv")


@bp.get("/<int:number>/plan.xlsx")
@access.public_cached
def workbook(number: int) -> ResponseReturnValue:
    """The plan as a workbook of Excel."""
    body = tables.as_workbook("Plan de mejoramiento", showing.COLUMNS, showing.rows(_shown(number)))
    return body, 200, as_file(WORKBOOK, f"plan-de-mejoramiento-{number}.xlsx")


@bp.get("/<int:number>/hallazgos/<int:finding_id>/documento")
@access.public
def document(number: int, finding_id: int) -> ResponseReturnValue:
    """The document of a control body that a public finding comes from."""
    finding = finding_in(queries.public_plan(number), finding_id)
    if finding.file is None or not finding.is_public:
        raise NoResultFound("This finding shows no file.")
    return files.send(finding.file, finding.document, is_public=True)
