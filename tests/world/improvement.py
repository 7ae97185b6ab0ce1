"""Improvement plans: one that only the team reads, one to publish, one public and one empty."""

from sqlalchemy import select

from participa.accounts.models import Department, Role, User
from participa.commitments.models import Agreement, CommitmentState, Completion
from participa.events.models import Event
from participa.extensions import db
from participa.improvement.models import EarlierCause, FindingOrigin, ImprovementFinding, ImprovementPlan, PlanState
from participa.questions.models import Kind
from participa.shared import files
from participa.shared.clock import now, today
from participa.shared.unit_of_work import unit_of_work
from tests.factories import commitments as held
from tests.factories import improvement as some
from tests.factories.events import a_file
from tests.factories.keep import keep
from tests.factories.questions import public_question
from tests.world.model import World

TITLE, LINE, SHORT = 200, 300, 200


def plant(world: World) -> None:
    drafts, ready, empty = (plan(world, PlanState.DRAFT) for _ in range(3))
    shown = plan(world, PlanState.PUBLISHED)
    seen = public_question(None, body=world.words("No se oyó nada en el coliseo."), kind=Kind.OBSERVATION)
    kept = typed(world, drafts)
    with_action = action(world, typed(world, ready))
    public = typed(world, shown, cause_number=1)
    code = action(world, public, state=CommitmentState.PUBLISHED)
    quoted = ImprovementFinding(plan_id=shown.id, origin=FindingOrigin.CITIZENS, source=f"observation:{seen.id}")
    quoted.question_id, quoted.cause, quoted.at = seen.id, world.words("Nadie probó el sonido."), now()
    quoted.author_id, quoted.published_at = shown.created_by_id, shown.published_at
    action(world, keep(quoted), state=CommitmentState.PUBLISHED)
    earlier = {"number": 0, "text": world.words("Se pensó otra cosa."), "reason": world.words("Se midió.")}
    keep(EarlierCause(finding_id=public.id, at=now(), author_id=shown.created_by_id, **earlier))
    told = {"agreement": Agreement.DISAGREES, "note": world.words("Solo hay dos micrófonos.")}
    check = held.check(public.actions[0].commitment, Completion.LIMITED, author_id=world.user[Role.CONTROL], **told)
    world.improvement = {
        "draft": drafts.id,
        "ready": ready.id,
        "empty": empty.id,
        "public": shown.id,
        "loose_finding": kept.id,
        "public_finding": public.id,
        "code": with_action,
        "public_code": code,
        "observation": seen.id,
        "check": check.id,
    }


def plan(world: World, state: PlanState) -> ImprovementPlan:
    author = db.session.get_one(User, world.user[Role.COMMUNICATIONS])
    event = db.session.scalars(select(Event).where(Event.slug == world.event["closed"])).one()
    title = world.words("Plan de mejoramiento de la audiencia")[-TITLE:]
    return some.plan(state, author, title=title, activity_id=world.activity["own"]["id"], event_id=event.id)


def typed(world: World, of: ImprovementPlan, **values: int) -> ImprovementFinding:
    """What a control body found, with its kept document."""
    with unit_of_work():
        stored = files.keep(a_file())
    return some.finding(
        of,
        world.words("El informe salió tarde."),
        body=world.words("Contraloría")[-TITLE:],
        document=world.words("Informe 12")[-LINE:],
        document_on=today(),
        url="",
        file_id=stored.id,
        cause=world.words("Nadie llevaba la cuenta de los días."),
        **values,
    )


def action(world: World, of: ImprovementFinding, **values: object) -> str:
    """Its code."""
    own = db.session.get_one(Department, world.department["own"])
    words = {"text": world.words("Comprar cuatro micrófonos"), "how_known": world.words("Hay factura.")}
    told = {"indicator": "Personas que oyeron", "baseline": "40", "target": "80"}
    measured = {name: world.words(text)[-SHORT:] for name, text in told.items()}
    return some.action(of, own, measured, **words, **values).commitment.code
