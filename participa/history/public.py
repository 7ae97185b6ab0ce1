"""What everybody reads of other years and systems: the years, one year, and each row."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.history import queries
from participa.history.blueprint import bp
from participa.history.forms import YearForm
from participa.history.models import KIND_CODES, KIND_PLURALS, HistoryKind
from participa.shared.errors import NotFound
from participa.shared.paging import asked_page
from participa.shared.suppression import FEW, HIDDEN_LABEL
from participa.shared.templating import number as spelled

MOST = 2**31 - 1
NO_YEAR = "No hay nada cargado de ese año."
Way = tuple[str, str, int, bool]


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    """The years there are, and every load with its source and digest, the withdrawn ones too."""
    return render_template(
        "history/index.html", years=queries.years(), labels=KIND_PLURALS, loads=queries.public_loads()
    )


@bp.get("/<int(max=9999):year>")
@access.public_cached
def year(year: int) -> ResponseReturnValue:
    """The rows of a year, as the address narrows them. 404 for a year without any."""
    form = YearForm(request.args)
    form.validate()
    counts, kind = queries.years().get(year), form.chosen_kind
    if counts is None:
        raise NotFound(NO_YEAR)
    return render_template(
        "history/year.html",
        year=year,
        found=queries.of_year(year, kind, asked_page()),
        ways=_ways(year, counts, kind),
        people=people,
        page_url=lambda number: url_for(".year", year=year, clase=KIND_CODES[kind] if kind else None, pagina=number),
    )


def _ways(year: int, counts: dict[HistoryKind, int], chosen: HistoryKind | None) -> list[Way]:
    all_of_them = ("Todo", url_for(".year", year=year), sum(counts.values()), chosen is None)
    kinds = [
        (KIND_PLURALS[kind], url_for(".year", year=year, clase=KIND_CODES[kind]), amount, kind is chosen)
        for kind, amount in counts.items()
    ]
    return [all_of_them, *kinds]


@bp.get(f"/<int(max=9999):year>/<int(max={MOST}):number>")
@access.public_cached
def row(year: int, number: int) -> ResponseReturnValue:
    """A question, a space or a commitment of before, with where it comes from."""
    return render_template("history/row.html", row=queries.row(year, number), people=people)


def people(amount: int | None) -> str:
    """How many came, unless they are so few that it would tell who."""
    if amount is None:
        return ""
    return HIDDEN_LABEL if 0 < amount < FEW else spelled(amount)
