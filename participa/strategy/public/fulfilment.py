"""How far a strategy is fulfilled."""

from flask import render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.shared import clock
from participa.strategy import queries
from participa.strategy.fulfilment import fulfilment as counted
from participa.strategy.public.blueprint import bp
from participa.strategy.public.strategies import asked_version
from participa.strategy.tracking import compared


@bp.get("/<int(max=9999):year>/cumplimiento")
@access.public_cached
def fulfilment(year: int) -> ResponseReturnValue:
    """Done of all, by element, stage, office and period."""
    strategy, version = queries.of_year(year, asked_version()), asked_version()
    activities = queries.activities(strategy)
    figures = counted(activities, clock.today(), queries.histories(activities))
    return render_template(
        "strategy/fulfilment.html", strategy=strategy, figures=figures, compared=compared, version=version
    )
