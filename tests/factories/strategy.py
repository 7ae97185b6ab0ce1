"""Strategies with sections and activities."""

from datetime import date, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from participa.accounts.models import Department, User
from participa.extensions import db
from participa.shared import follow_codes
from participa.shared.clock import now, today
from participa.shared.unit_of_work import unit_of_work
from participa.strategy import services
from participa.strategy.importing import read_plan
from participa.strategy.models import (
    Activity,
    ApprovalRecord,
    Header,
    ImportDraft,
    ImportState,
    Observation,
    Section,
    Strategy,
    StrategyState,
    ValueGroup,
)
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


def value_group(name: str = "", **values: Any) -> ValueGroup:
    return keep(ValueGroup(name=name or f"Grupo {next_number()}", **values))


OBSERVED_WITH = "formulario-de-la-observacion-1"


def consulted(opens: int = -1, closes: int = 1, **values: Any) -> Strategy:
    """A draft in consultation; the days are counted from today."""
    days = {"consultation_opens_on": today() + timedelta(opens), "consultation_closes_on": today() + timedelta(closes)}
    return strategy(StrategyState.IN_CONSULTATION, **(days | values))


def observation(
    of: Strategy, activity: Activity | None = None, body: str = "", key: str = OBSERVED_WITH
) -> Observation:
    """An observation as the site receives it."""
    with unit_of_work():
        received = services.observe(of, activity, body or "Falta una audiencia en la vereda.", key)
    return db.session.execute(select(Observation).where(Observation.radicado == received.radicado)).scalar_one()


def observation_code(key: str = OBSERVED_WITH) -> str:
    """The follow code of the observation that was sent with this form key."""
    return follow_codes.code_for(key, current_app.extensions["settings"].code_key)


HEADER = "No.\tACTIVIDAD\tFECHA INICIAL\tFECHA FINAL\tRESPONSABLE"


def cronograma(*rows: str, section: str = "ETAPA DE DIALOGO") -> str:
    """A document with one section; each row is the five cells with tabs between them."""
    return "\n".join([section, HEADER, *(rows or ("1\tAbrir la audiencia\t4/03/2030\t4/03/2030\tOficina Jurídica",))])


RECORD = ApprovalRecord("Se ajustaron las fechas.", "Comité de rendición de cuentas", "Acta 7", date(2030, 2, 1))


def imported(
    text: str = "", year: int = 2030, state: StrategyState = StrategyState.DRAFT, entity: str = "Villa Ejemplo"
) -> Strategy:
    """A strategy that was imported from a document, and then taken to a state."""
    with unit_of_work():
        plan = read_plan(text or cronograma(), year)
        row = services.import_plan(plan, entity, year, f"Estrategia {year}", actor=None).strategy
        if state is not StrategyState.DRAFT:
            services.write_record(row, RECORD, actor=None)
            services.publish(row, actor=None)
        if state is StrategyState.CLOSED:
            services.move(row, StrategyState.CLOSED, actor=None)
    db.session.refresh(row)
    return row


def import_draft(owner_id: int, state: ImportState = ImportState.READ, text: str = "", year: int = 2030) -> ImportDraft:
    """An import of somebody: waiting to be read, read, or written as a draft of the strategy."""
    with unit_of_work():
        owner = db.session.get_one(User, owner_id)
        header = Header("Villa Ejemplo", year, "", "cronograma.txt")
        row = services.start_import((text or cronograma()).encode(), header, owner)
        if state is ImportState.IMPORTED:
            services.confirm_import(row, owner)
        else:
            row.state = state
    db.session.refresh(row)
    return row
