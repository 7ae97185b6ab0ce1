"""The strategy of each year and its cronograma."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from participa.accounts.models import Department
from participa.extensions import db
from participa.open_data.addresses import page
from participa.open_data.fields import Field, FieldKind, Filter, Resource, Row, Value, Wanted, address, begins
from participa.strategy import queries
from participa.strategy.models import (
    ELEMENTO_LABELS,
    ETAPA_LABELS,
    SHOWN_STATE_LABELS,
    STRATEGY_STATE_LABELS,
    Activity,
    ActivityReport,
    Section,
    Strategy,
    StrategyState,
    ValueGroup,
    activity_department,
)
from participa.strategy.schedule import shown_state

TEXT, WHOLE, DAY, LIST = FieldKind.TEXT, FieldKind.WHOLE, FieldKind.DAY, FieldKind.LIST
PUBLIC = (StrategyState.PUBLISHED, StrategyState.CLOSED)
STATES = tuple(STRATEGY_STATE_LABELS[state] for state in PUBLIC)
FIELDS_OF_A_STRATEGY = (
    Field("anio", WHOLE, "El año de la estrategia.", (Strategy.year,)),
    Field("version", WHOLE, "El número de la versión.", (Strategy.version,)),
    Field("titulo", TEXT, "Su nombre.", (Strategy.title,)),
    Field("entidad", TEXT, "La entidad que la publicó.", (Strategy.entity_name,)),
    Field("objetivo", TEXT, "Lo que busca.", (Strategy.objective,), may_be_empty=True),
    Field("estado", TEXT, "Si está en marcha o cerrada.", (Strategy.state,), codes=STATES),
    Field(
        *("publicada", FieldKind.INSTANT, "Cuándo se publicó.", (Strategy.published_at,)),
        may_be_empty=True,
    ),
    Field("actividades", WHOLE, "Cuántas actividades tiene.", (Activity.id,)),
    address("La página de la estrategia.", Strategy.year),
)
FIELDS_OF_AN_ACTIVITY = (
    Field("anio", WHOLE, "El año de su estrategia.", (Strategy.year,)),
    Field("version", WHOLE, "La versión de su estrategia.", (Strategy.version,)),
    Field("codigo", TEXT, "Su parte de la dirección. Junto con año y versión, no se repite.", (Activity.slug,)),
    Field("seccion", TEXT, "La parte del cronograma en que está.", (Section.label,)),
    Field("actividad", TEXT, "Lo que se hará.", (Activity.name,)),
    Field("responsable", TEXT, "Quién responde, como lo dice el documento.", (Activity.responsible_text,), True),
    Field("dependencias", LIST, "Las dependencias que responden.", (Department.name,)),
    Field(
        *("elemento", TEXT, "Información, diálogo o responsabilidad.", (Activity.elemento,)),
        may_be_empty=True,
        codes=tuple(ELEMENTO_LABELS.values()),
    ),
    Field("etapas", LIST, "Las etapas del Manual Único.", (Activity.etapas,), codes=tuple(ETAPA_LABELS.values())),
    Field("inicia", DAY, "El primer día.", (Activity.starts_on,), may_be_empty=True),
    Field("termina", DAY, "El último día.", (Activity.ends_on,), may_be_empty=True),
    Field("periodos", LIST, "Los períodos, si no hay días: 2026-C2 es el segundo cuatrimestre.", (Activity.periods,)),
    Field("fecha_escrita", TEXT, "La fecha, como la dice el documento.", (Activity.date_text,), may_be_empty=True),
    Field("meta", TEXT, "La meta o el producto.", (Activity.goal,), may_be_empty=True),
    Field("indicador", TEXT, "Cómo se mide.", (Activity.indicator,), may_be_empty=True),
    Field("meta_del_plan", TEXT, "La meta del plan de desarrollo.", (Activity.meta_pdm,), may_be_empty=True),
    Field("ods", LIST, "Los Objetivos de Desarrollo Sostenible, por su número.", (Activity.ods,)),
    Field("presupuesto", WHOLE, "Pesos colombianos.", (Activity.budget,), may_be_empty=True),
    Field("grupos_de_valor", LIST, "A quiénes se dirige.", (ValueGroup.name,)),
    Field("temas", LIST, "De qué trata.", (Activity.topics,)),
    Field("estado", TEXT, "Cómo va hoy.", (Activity.state,), codes=tuple(SHOWN_STATE_LABELS.values())),
    Field("explicacion", TEXT, "Por qué está así.", (Activity.state_note,), may_be_empty=True),
    address("La página de la actividad.", Activity.slug),
)


def read_strategies(wanted: Wanted, after: int, most: int) -> list[Row]:
    """Every public version of each year."""
    found = select(Strategy).where(Strategy.state.in_(PUBLIC), Strategy.id > after)
    if wanted.year is not None:
        found = found.where(Strategy.year == wanted.year)
    if wanted.state is not None:
        found = found.where(Strategy.state == STATE_OF[wanted.state])
    if wanted.since is not None:
        found = found.where(Strategy.published_at >= begins(wanted.since))
    rows = list(db.session.scalars(found.order_by(Strategy.id).limit(most)))
    amounts = queries.activity_counts(rows)
    return [(one.id, _strategy(one, amounts.get(one.id, 0), wanted)) for one in rows]


def _strategy(one: Strategy, activities: int, wanted: Wanted) -> dict[str, Value]:
    return {
        "anio": one.year,
        "version": one.version,
        "titulo": one.title,
        "entidad": one.entity_name,
        "objetivo": one.objective or None,
        "estado": STRATEGY_STATE_LABELS[one.state],
        "publicada": one.published_at,
        "actividades": activities,
        "pagina": page(wanted.site, "strategy.schedule", year=one.year, version=one.version),
    }


def read_activities(wanted: Wanted, after: int, most: int) -> list[Row]:
    """Every activity of a public version. The state of today is computed, so it is looked for along the rows."""
    found: list[Row] = []
    while len(found) < most and (rows := _activities(wanted, after, most)):
        found += [(one.id, _activity(one, wanted)) for one in rows if _has_state(one, wanted)]
        after = rows[-1].id
    return found[:most]


def _activities(wanted: Wanted, after: int, most: int) -> Sequence[Activity]:
    found: Select[Activity] = select(Activity).join(Activity.strategy).options(contains_eager(Activity.strategy))
    found = found.where(Strategy.state.in_(PUBLIC), Activity.id > after)
    if wanted.year is not None:
        found = found.where(Strategy.year == wanted.year)
    if wanted.office_id is not None:
        offices = select(activity_department.c.activity_id)
        found = found.where(Activity.id.in_(offices.where(activity_department.c.department_id == wanted.office_id)))
    if wanted.since is not None:
        start = begins(wanted.since)
        reported = select(ActivityReport.activity_id).where(ActivityReport.at >= start)
        found = found.where(or_(Strategy.published_at >= start, Activity.id.in_(reported)))
    linked = (joinedload(Activity.section), selectinload(Activity.departments), selectinload(Activity.value_groups))
    return db.session.scalars(found.options(*linked).order_by(Activity.id).limit(most)).all()


def _has_state(one: Activity, wanted: Wanted) -> bool:
    return wanted.state is None or _state(one, wanted.day) == wanted.state


def _state(one: Activity, day: date) -> str:
    return SHOWN_STATE_LABELS[shown_state(one, day)]


def _activity(one: Activity, wanted: Wanted) -> dict[str, Value]:
    strategy = one.strategy
    return {
        "anio": strategy.year,
        "version": strategy.version,
        "codigo": one.slug,
        "seccion": one.section.label,
        "actividad": one.name,
        "responsable": one.responsible_text or None,
        "dependencias": [office.name for office in one.departments],
        "elemento": ELEMENTO_LABELS.get(one.elemento or ""),
        "etapas": [ETAPA_LABELS[code] for code in one.etapas if code in ETAPA_LABELS],
        "inicia": one.starts_on,
        "termina": one.ends_on,
        "periodos": [str(code) for code in one.periods],
        "fecha_escrita": one.date_text or None,
        "meta": one.goal or None,
        "indicador": one.indicator or None,
        "meta_del_plan": one.meta_pdm or None,
        "ods": [str(number) for number in one.ods],
        "presupuesto": one.budget,
        "grupos_de_valor": [group.name for group in one.value_groups],
        "temas": [str(topic) for topic in one.topics],
        "estado": _state(one, wanted.day),
        "explicacion": one.state_note or None,
        "pagina": page(wanted.site, "strategy.activity", year=strategy.year, slug=one.slug, version=strategy.version),
    }


STATE_OF = {STRATEGY_STATE_LABELS[state]: state for state in PUBLIC}
STRATEGIES = Resource(
    name="estrategias",
    title="Estrategias de rendición de cuentas",
    about="La estrategia que se publicó cada año, con todas sus versiones.",
    fields=FIELDS_OF_A_STRATEGY,
    read=read_strategies,
    page="strategy.current",
    filters={
        Filter.YEAR: "El año de la estrategia.",
        Filter.STATE: "Si está en marcha o cerrada.",
        Filter.SINCE: "Se publicó ese día o después.",
    },
    states=STATES,
)
ACTIVITIES = Resource(
    name="actividades",
    title="Actividades del cronograma",
    about="Lo que cada estrategia prometió hacer, cuándo, quién responde y cómo va hoy.",
    fields=FIELDS_OF_AN_ACTIVITY,
    read=read_activities,
    page="strategy.current",
    filters={
        Filter.YEAR: "El año de la estrategia.",
        Filter.OFFICE: "Una de las dependencias que responden.",
        Filter.STATE: "Cómo va hoy.",
        Filter.SINCE: "Se publicó su estrategia, o se informó su avance, ese día o después.",
    },
    states=tuple(SHOWN_STATE_LABELS.values()),
)
