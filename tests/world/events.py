"""Dialogue spaces of the seeded world, one in each state, and what was published of one."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from participa.accounts.models import Role
from participa.events.models import AgendaItem, DocumentKind, Event, EventMove, EventState, RouteMoment, RouteStep
from participa.extensions import db
from participa.shared import published
from participa.shared.clock import now, today
from participa.shared.retention import Erasure
from participa.shared.suppression import PublishedList
from participa.shared.unit_of_work import unit_of_work
from participa.strategy.models import (
    Activity,
)
from tests import factories as make
from tests.factories.keep import keep
from tests.world.model import World


def plant(world: World) -> None:
    """One in each state, and one convened that begins now."""
    activity, at = db.session.get_one(Activity, world.activity["own"]["id"]), now().replace(second=0, microsecond=0)
    for state in EventState:
        world.event[state] = space(world, state, activity, at + timedelta(days=7))
    together = db.session.scalars(select(Event).where(Event.slug == world.event[EventState.CONVENED]))
    world.series = make.series(list(together), title=world.words("Diálogos zonales")).slug
    world.event["today"] = space(world, EventState.CONVENED, activity, at - timedelta(minutes=10))


def space(world: World, state: EventState, activity: Activity, starts_at: datetime) -> str:
    """A space of three hours; its address."""
    words = world.words
    texts = {
        "title": words("Audiencia pública del parque"),
        "objective": words("Contar en qué se gastó el dinero."),
        "place": words("Auditorio municipal"),
        "methodology": words("Presentación, preguntas y respuestas."),
        "rules": words("Intervenciones de tres minutos."),
    }
    more = {
        "scope": words("Se propone y se pregunta."),
        "address": words("Calle 5 con carrera 4"),
        "accessibility": ["lsc", "ramp"],
        "accessibility_other": words("Pida otro apoyo al inscribirse."),
        "topics": [words("Parques")],
        "goals": [words("Diez parques")],
    }
    starts = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}
    row = make.event(state, activity, **starts, **texts, **more)
    programme(world, row)
    author, reason = world.user[Role.COMMUNICATIONS], words("El auditorio se daña cuando llueve.")
    was = EventState.CONVENED
    keep(EventMove(event_id=row.id, from_state=was, to_state=state, at=now(), author_id=author, note=reason))
    return row.slug


def programme(world: World, of: Event) -> None:
    """The agenda, the route, the documents and the memorias of a space; `world.line` has the last of each state."""
    words = world.words
    item = {"title": words("Presentación del informe"), "minutes": 40, "responsible": words("Oficina de Planeación")}
    task = {"text": words("Se invita por la emisora"), "responsible": words("Equipo de audiencia")}
    by = {"author_id": world.user[Role.COMMUNICATIONS]}
    lines: dict[str, Any] = {
        "item": keep(AgendaItem(event_id=of.id, position=1, **item)),
        "step": keep(RouteStep(event_id=of.id, moment=RouteMoment.BEFORE, position=1, **task)),
        "report": make.report(of, title=words("Informe de gestión"), **by),
        "file": make.kept_document(of, DocumentKind.CONTEXT, title=words("Plano del parque"), **by),
        "memoria": make.memoria(of, title=words("Acta del espacio"), **by),
    }
    world.line[of.slug] = {name: line.id for name, line in lines.items()}


def figures(world: World) -> None:
    """What was published of a space that was held, with numbers hidden, and an erasure."""
    held = db.session.execute(select(Event).where(Event.slug == world.event[EventState.HELD])).scalar_one()
    places = PublishedList(40, {world.words("Comuna 1"): 25, "Otros lugares": None, "Sin decir": None})
    genders = PublishedList(31, {"mujer": 15, "hombre": None, "no_binario": None, "otro": 0, "no_answer": 6})
    with unit_of_work():
        published.publish(f"event/{held.id}", "territorio", places)
        published.publish(f"event/{held.id}", "grupo.gender", genders)
    keep(Erasure(rule="correos", erased_on=today(), amount=12, is_last=True))
