"""How far a version is fulfilled, for the team."""

from flask import render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.shared import clock
from participa.strategy import queries
from participa.strategy.fulfilment import fulfilment as counted
from participa.strategy.staff.blueprint import MOST, bp
from participa.strategy.tracking import compared


@bp.get(f"/<int(max={MOST}):strategy_id>/cumplimiento")
@access.staff()
def fulfilment(strategy_id: int) -> ResponseReturnValue:
    """The figures of a version, public or not."""
    strategy = queries.by_id(strategy_id)
    activities = queries.activities(strategy)
    figures = counted(activities, clock.today(), queries.histories(activities))
    return render_template("strategy/staff/fulfilment.html", strategy=strategy, figures=figures, compared=compared)
