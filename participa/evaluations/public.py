"""Pages for everybody: how to evaluate a space, its figures and what was done with what people asked for."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.evaluations import figures, queries, rules
from participa.evaluations.blueprint import bp
from participa.evaluations.models import Evaluation
from participa.events import queries as events
from participa.shared import tables
from participa.shared import years as by_year
from participa.shared.clock import local, now
from participa.shared.downloads import as_file
from participa.shared.errors import NotFound

CSV = "text/csv; charset=utf-8"
COLUMNS = (
    "Puerta",
    "Pregunta (nombre)",
    "Pregunta",
    "Opción",
    "Personas",
    "De",
    "%",
    "% en los otros espacios del año",
)


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    """The evaluated spaces of a year, and those that may be evaluated now."""
    years = queries.years()
    shown = by_year.chosen(years)
    found = queries.of_year(shown) if shown else []
    return render_template(
        "evaluations/index.html",
        year=shown,
        years=by_year.views(years, shown, lambda one: url_for(".index", anio=one)),
        rows=[figures.of(one) for one in found if one.event.is_public],
        running=queries.running(),
        at=now(),
    )


@bp.get("/<slug>")
@access.public_cached
def detail(slug: str) -> ResponseReturnValue:
    """The evaluation of a space: before, while it is open, and its figures afterwards."""
    evaluation = _of(slug)
    told = _told(evaluation) if rules.is_told(evaluation) else None
    return render_template(
        "evaluations/detail.html",
        evaluation=evaluation,
        event=evaluation.event,
        is_open=rules.is_open(evaluation, now()),
        is_over=rules.is_over(evaluation),
        questions=len(evaluation.survey.version.definition.to_answer),
        told=told,
        recommendations=queries.recommendations(evaluation) if told else [],
    )


@bp.get("/<slug>/cifras.csv")
@access.public_cached
def table(slug: str) -> ResponseReturnValue:
    """The figures as a table in text; what the page hides is hidden here."""
    evaluation = _of(slug)
    if not rules.is_told(evaluation):
        raise NotFound("Las cifras salen cuando la evaluación cierra.")
    body = tables.as_csv(COLUMNS, figures.lines(_told(evaluation)))
    return body, 200, as_file(CSV, f"evaluacion-{slug[:80]}.csv")


def _of(slug: str) -> Evaluation:
    evaluation = queries.find_of(events.by_slug_public(slug))
    if evaluation is None:
        raise NotFound("Este espacio no tiene evaluación.")
    return evaluation


def _told(evaluation: Evaluation) -> figures.Told:
    """Beside the other public spaces of its year."""
    others = queries.of_year(local(evaluation.event.starts_at).year)
    return figures.of(evaluation, [one for one in others if one.event.is_public])
