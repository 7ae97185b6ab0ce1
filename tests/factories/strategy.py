"""Strategies with sections and activities."""

from datetime import date
from typing import Any

from participa.accounts.models import Department
from participa.shared.clock import now
from participa.strategy.models import Activity, Section, Strategy, StrategyState
from tests.factories.keep import keep, next_number


def strategy(state: StrategyState = StrategyState.PUBLISHED, year: int = 0, **values: Any) -> Strategy:
    """A strategy with one section, published unless said otherwise."""
    number = next_number()
    defaults = {"entity_name": "Municipio de Demostración", "title": f"Estrategia {number}"}
    row = Strategy(
        state=state, year=year or 2000 + number % 90, version=number, created_at=now(), **(defaults | values)
    )
    row.sections = [Section(position=1, label="Diálogo")]
    return keep(row)


def activity(of: Strategy | None = None, departments: tuple[Department, ...] = (), **values: Any) -> Activity:
    of = of or strategy()
    number = next_number()
    defaults: dict[str, Any] = {
        "name": f"Actividad {number}",
        "code": str(number),
        "slug": f"1-{number}",
        "responsible_text": "Oficina de Planeación",
        "starts_on": date(2026, 3, 2),
        "ends_on": date(2026, 3, 6),
    }
    row = Activity(strategy_id=of.id, section_id=of.sections[0].id, position=number, **(defaults | values))
    row.departments = list(departments)
    return keep(row)
