"""The page where everything that is public is found."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.search import queries
from participa.search.blueprint import bp
from participa.search.forms import SearchForm
from participa.search.sources import BY_CODE, SOURCES
from participa.shared.paging import asked_page


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    """What holds the words, latest first; without words, what can be looked for."""
    form = SearchForm(request.args)
    form.offer_years(queries.years())
    form.validate()
    words, code, year, page = form.asked("q"), form.asked("clase"), form.asked("anio"), asked_page()
    found = queries.find(words, BY_CODE.get(code), int(year) if year else None, page) if words else None
    return render_template(
        "search/index.html",
        form=form,
        found=found,
        numbered=queries.find_numbered(words) if page == 1 else [],
        kinds=_kinds(found, form.address()) if found else [],
        address=form.address(),
        sources=SOURCES,
        page_url=lambda number: url_for(".index", **form.address(), pagina=number),
    )


def _kinds(found: queries.Found, address: dict[str, Any]) -> list[tuple[str, str, int | None, bool]]:
    """Each kind as a way to narrow: label, address, how many, whether it is chosen. Without those that have nothing."""
    chosen = address.get("clase", "")
    others = {name: value for name, value in address.items() if name != "clase"}
    counts = found.counts
    kinds: list[tuple[str, str, int | None, bool]] = [
        ("Todo", url_for(".index", **others), None if counts is None else sum(counts.values()), not chosen)
    ]
    for source in SOURCES:
        amount = None if counts is None else counts.get(source.kind, 0)
        if amount != 0 or source.code == chosen:
            kinds.append((source.many, url_for(".index", **others, clase=source.code), amount, source.code == chosen))
    return kinds
