"""Strategies of the seeded world in each state, with their activities, observations, imports and progress."""

from datetime import timedelta

from participa.accounts.models import Department, Role, User
from participa.extensions import db
from participa.shared.clock import now, today
from participa.shared.unit_of_work import unit_of_work
from participa.strategy.models import (
    Activity,
    ActivityState,
    Decision,
    ImportState,
    ObservationReply,
    Proof,
    RemovedPart,
    Section,
    Strategy,
    StrategyState,
    VerificationResult,
)
from tests import factories as make
from tests.factories import tracking
from tests.factories.keep import keep
from tests.world.model import World


def plant(world: World, own: Department, other: Department) -> None:
    strategies(world, own, other)
    imports(world)
    progress(world)


def strategies(world: World, own: Department, other: Department) -> None:
    year, words = today().year, world.words
    years = {
        StrategyState.PUBLISHED: year,
        StrategyState.CLOSED: year - 1,
        StrategyState.DRAFT: year + 1,
        StrategyState.IN_CONSULTATION: year + 2,
        StrategyState.APPROVED: year + 3,
    }
    for state, of_year in years.items():
        row = make.strategy(state, of_year, title=words(f"Estrategia {of_year}"), objective=words("Rendir cuentas"))
        world.strategy[state], world.year[state] = row.id, of_year
        row.sections[0].label = words("Diálogo")
        keep(row)
        activities(world, row, own, other)
    empty = Section(strategy_id=world.strategy[StrategyState.DRAFT], position=2, label=words("Evaluación"))
    world.empty_section = keep(empty).id
    told = {"label": words("Cierre"), "position": 3, "elemento": None, "etapa": None, "id": 0}
    of_draft = {"strategy_id": world.strategy[StrategyState.DRAFT], "kind": "section", "name": told["label"]}
    told |= {"strategy_id": of_draft["strategy_id"]}
    world.removed_part = keep(RemovedPart(**of_draft, content=told, removed_at=now())).id
    consultation(world)
    world.value_group = make.value_group(words("Juntas de acción comunal")).id


def imports(world: World) -> None:
    """For each person who imports, a document on its way in each state. The years are free of other strategies."""
    year = today().year + 7
    for role in (Role.COMMUNICATIONS, Role.ADMIN):
        rows = [f"{number}\t{world.words('Feria')} {role} {number}\t1/03/{year}\t\tOficina {role}" for number in (1, 2)]
        for state in (ImportState.WAITING, ImportState.READ, ImportState.IMPORTED):
            row = make.import_draft(world.user[role], state, make.cronograma(*rows), year)
            world.import_draft[role, state] = row.id
        year += 1


def consultation(world: World) -> None:
    """An observation of the draft in consultation, with a reply that waits for its publication."""
    with unit_of_work():
        row = db.session.get_one(Strategy, world.strategy[StrategyState.IN_CONSULTATION])
        row.consultation_opens_on, row.consultation_closes_on = today() - timedelta(days=1), today() + timedelta(days=9)
    received = make.observation(row, body=world.words("Falta una audiencia en la zona rural."))
    world.observation, world.observation_code = received.id, make.observation_code()
    author = world.user[Role.COMMUNICATIONS]
    said = {"decision": Decision.PARTLY, "reasons": world.words("Se agrega una audiencia."), "written_at": now()}
    keep(ObservationReply(observation_id=received.id, number=1, author_id=author, **said))


def activities(world: World, of: Strategy, own: Department, other: Department) -> None:
    texts = {
        "name": world.words("Audiencia pública de rendición de cuentas"),
        "responsible_text": world.words("Oficina de Planeación"),
        "date_text": world.words("Segundo semestre"),
    }
    for name, office in (("own", own), ("other", other)):
        row: Activity = make.activity(of, (office,), **texts)
        key = name if of.state is StrategyState.PUBLISHED else f"{of.state}_{name}"
        world.activity[key] = {"id": row.id, "slug": row.slug}


def progress(world: World) -> None:
    """Reports of the own office with evidence for all and for the team alone, one verified; one of another office."""
    words, activity = world.words, db.session.get_one(Activity, world.activity["own"]["id"])
    author, told = db.session.get_one(User, world.user[Role.LIAISON]), {"text": words("Se hizo la audiencia.")}
    proof = Proof(words("Acta de la audiencia"), upload=tracking.upload())
    shown = tracking.report(activity, ActivityState.PARTIAL, proof, actor=author, **told)
    control = db.session.get_one(User, world.user[Role.CONTROL])
    tracking.verification(shown, VerificationResult.PARTLY, words("El acta no está firmada."), control)
    proof = Proof(words("Lista de asistencia"), upload=tracking.upload())
    hidden = tracking.report(activity, ActivityState.PARTIAL, proof, actor=author, is_internal=True, **told)
    world.report, world.evidence_id = hidden.id, shown.evidence[0].id
    files = (shown.evidence[0].file, hidden.evidence[0].file)
    world.evidence = {name: file.name for name, file in zip(("public", "internal"), files, strict=True) if file}
