"""What changed between two versions of a year."""

from flask import render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.strategy import queries
from participa.strategy.comparison import compared
from participa.strategy.models import Strategy
from participa.strategy.public.blueprint import bp
from participa.strategy.public.strategies import asked_version


@bp.get("/<int(max=9999):year>/cambios")
@access.public_cached
def changes(year: int) -> ResponseReturnValue:
    """What a version changed of the one before, or of the one that the address names with «con»."""
    strategy = queries.of_year(year, asked_version())
    versions = sorted(queries.versions_of(strategy), key=lambda one: (one.version, one.id))
    earlier = _earlier(strategy, versions)
    return render_template(
        "strategy/changes.html",
        strategy=strategy,
        versions=versions,
        earlier=earlier,
        comparison=compared(earlier, strategy) if earlier else None,
    )


def _earlier(strategy: Strategy, versions: list[Strategy]) -> Strategy | None:
    """Raises NoResultFound for a version that is not there."""
    asked = asked_version("con")
    if asked is not None:
        return queries.of_year(strategy.year, asked)
    return next((one for one in reversed(versions) if one.version < strategy.version), None)
