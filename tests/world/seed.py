"""One municipality with every object in every state that the pages tell apart, and one person per role."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from participa.accounts import passwords
from participa.accounts.models import Department, Role, User
from participa.calendar.models import CalendarDay, CalendarVersion, DayKind
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.questions.models import Status, Visibility, WithholdReason
from participa.shared.clock import now, today
from participa.strategy.models import Activity, Strategy, StrategyState
from tests import factories as make
from tests.factories.keep import keep
from tests.factories.questions import answer, question, receipt, topic

PASSWORD = "tinto con panela 73 veces"
ACTORS = ("anon", *Role)


@dataclass
class World:
    """What was seeded, as plain values: `world.question["waiting"]` is a filing number, and so on."""

    department: dict[str, int] = field(default_factory=dict)
    user: dict[str, int] = field(default_factory=dict)
    email: dict[str, str] = field(default_factory=dict)
    strategy: dict[str, int] = field(default_factory=dict)
    year: dict[str, int] = field(default_factory=dict)
    activity: dict[str, Any] = field(default_factory=dict)
    event: dict[str, str] = field(default_factory=dict)
    question: dict[str, str] = field(default_factory=dict)
    question_id: dict[str, int] = field(default_factory=dict)
    code: str = ""
    topic: int = 0
    closed_day: int = 0


def plant() -> World:
    """Write the world. Needs an application context."""
    world = World()
    own, other = offices(world)
    people(world, own)
    strategies(world, own, other)
    dialogue_spaces(world)
    world.topic = topic("Vías y andenes").id
    all_questions(world, own, other)
    day = keep(CalendarDay(day=date(today().year, 11, 20), kind=DayKind.CLOSED, name="Fiesta patronal"))
    keep(CalendarVersion(number=1, at=now(), reason="Fiesta patronal", author_id=world.user[Role.ADMIN]))
    world.closed_day = day.id
    return world


def offices(world: World) -> tuple[Department, Department]:
    own, other = make.department("Secretaría de Hacienda"), make.department("Secretaría de Salud")
    world.department = {"own": own.id, "other": other.id}
    return own, other


def people(world: World, own: Department) -> None:
    """One per role, all with the same usable password, and one more whom the administration can change."""
    stored = passwords.hash_of(PASSWORD)
    for role in Role:
        office = own if role is Role.LIAISON else None
        note(world, role, make.user(role, office, name=f"Cargo {role}", password_hash=stored))
    note(world, "target", make.user(Role.MODERATOR, name="Cargo por cambiar", password_hash=stored))
    note(
        world,
        "with_factor",
        make.user(Role.MODERATOR, password_hash=stored, totp_secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", totp_confirmed_at=now()),
    )


def note(world: World, name: str, user: User) -> None:
    world.user[name], world.email[name] = user.id, user.email


def strategies(world: World, own: Department, other: Department) -> None:
    year = today().year
    years = {
        StrategyState.PUBLISHED: year,
        StrategyState.CLOSED: year - 1,
        StrategyState.DRAFT: year + 1,
        StrategyState.IN_CONSULTATION: year + 2,
        StrategyState.APPROVED: year + 3,
    }
    for state, of_year in years.items():
        row = make.strategy(state, of_year)
        world.strategy[state], world.year[state] = row.id, of_year
        activities(world, row, own, other)


def activities(world: World, of: Strategy, own: Department, other: Department) -> None:
    for name, office in (("own", own), ("other", other)):
        row: Activity = make.activity(of, (office,), name="Audiencia pública de rendición de cuentas")
        key = name if of.state is StrategyState.PUBLISHED else f"{of.state}_{name}"
        world.activity[key] = {"id": row.id, "slug": row.slug}


def dialogue_spaces(world: World) -> None:
    activity = db.session.get_one(Activity, world.activity["own"]["id"])
    for state in EventState:
        world.event[state] = make.event(state, activity).slug
    started = now() - timedelta(minutes=10)
    world.event["today"] = make.event(
        EventState.CONVENED, activity, starts_at=started, ends_at=started + timedelta(hours=3)
    ).slug


def all_questions(world: World, own: Department, other: Department) -> None:
    event = db.session.execute(select(Event).where(Event.slug == world.event[EventState.CONVENED])).scalar_one()
    public, own_office = {"visibility": Visibility.PUBLIC}, {"department_id": own.id, "topic_id": world.topic}
    liaison, approver = world.user[Role.LIAISON], world.user[Role.APPROVER]
    writing = {"author_id": liaison, "department_id": own.id, "approved_by_id": None, "approved_at": None}
    approved = {"author_id": liaison, "department_id": own.id, "approved_by_id": approver}
    received = receipt(event, body="¿Cuándo abren el parque central?", email="persona@ejemplo.example")
    world.question["waiting"], world.code = received.radicado, received.code
    world.question_id["waiting"] = received.question_id
    ask(world, "public", event=event, **public)
    ask(world, "withheld", visibility=Visibility.WITHHELD, withhold_reason=WithholdReason.R1)
    ask(world, "classified", status=Status.CLASSIFIED, topic_id=world.topic)
    ask(world, "clarifying", status=Status.CLARIFYING)
    ask(world, "own", status=Status.ASSIGNED, **own_office)
    ask(world, "other", status=Status.ASSIGNED, department_id=other.id, **public)
    ask(world, "drafting", status=Status.DRAFTING, **own_office)
    answer(ask(world, "written", status=Status.DRAFTING, **own_office), is_public=False, **writing)
    answer(ask(world, "in_review", status=Status.IN_REVIEW, **own_office), is_public=False, **writing)
    answer(ask(world, "answered", status=Status.ANSWERED, **own_office), is_public=False, **approved)
    row = ask(world, "published", event=event, status=Status.PUBLISHED, published_at=now(), **own_office, **public)
    answer(row, **approved)


def ask(world: World, name: str, event: Event | None = None, **values: Any) -> Any:
    row = question(event, **values)
    world.question[name], world.question_id[name] = row.radicado, row.id
    return row
