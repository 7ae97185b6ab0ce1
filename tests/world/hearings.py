"""Hearings of the seeded world, one in each state, and a rehearsal."""

from datetime import timedelta

from sqlalchemy import select

from participa.accounts.models import Role
from participa.events.models import AgendaItem, Event, EventState
from participa.extensions import db
from participa.hearings.models import (
    AgendaRun,
    Extent,
    Hearing,
    HearingState,
    LivePromise,
    LiveTrace,
    MicrophoneTurn,
    OverrideReason,
    Stage,
    StagedQuestion,
    StageMove,
    Support,
    SupportDecision,
    SupportState,
    TurnState,
)
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.keep import keep
from tests.world.model import World


def plant(world: World) -> None:
    """One in each state, and a rehearsal; in the open one, a question at each step on its way to the stage."""
    rooms = {
        "open": ("SALA7", EventState.UNDER_WAY, {}),
        "rehearsal": ("SALA8", EventState.UNDER_WAY, {"is_rehearsal": True}),
        "preparing": ("SALA9", EventState.CONVENED, {"state": HearingState.PREPARING, "opened_at": None}),
        "closed": ("SALA2", EventState.HELD, {"state": HearingState.CLOSED, "closed_at": now(), "salt": None}),
    }
    for name, (code, of_space, values) in rooms.items():
        event = db.session.scalars(select(Event).where(Event.slug == world.event[of_space])).one()
        world.hearing[name], world.room[name] = make.hearing(event=event, room_code=code, **values).id, code
    on_their_way(world)
    conducted(world)
    supported(world)


def on_their_way(world: World) -> None:
    office, words = {"department_id": world.department["own"]}, world.words
    hearing = db.session.get_one(Hearing, world.hearing["open"])
    for stage in Stage:
        text = words(f"¿Cuándo arreglan el puente número {len(world.staged)}?")
        asked = make.public_question(hearing.event, body=text)
        more = {"territory": words("La Esperanza"), "supports": 20, "readers": 40, "held_supports": 3} | office
        world.staged[stage] = make.staged(hearing, question=asked, stage=stage, **more).id
    rehearsal = db.session.get_one(Hearing, world.hearing["rehearsal"])
    world.staged["rehearsal"] = make.staged(rehearsal, rehearsal_text=words("¿Se oye bien en la última fila?")).id


def conducted(world: World) -> None:
    """In each hearing that was opened: a step out of order, one answered, turns at the microphone and a promise."""
    words, author = world.words, world.user[Role.MODERATOR]
    steps = {Stage.ON_SCREEN: OverrideReason.URGENT, Stage.ANSWERED: None}
    for to, reason in steps.items():
        step = {"from_value": Stage.NO_TURN, "to_value": to, "author_id": author, "at": now() - timedelta(hours=1)}
        keep(StageMove(staged_id=world.staged[to], reason=reason, note=words("Hay riesgo."), **step))
    with unit_of_work():
        db.session.get_one(StagedQuestion, world.staged[Stage.ANSWERED]).extent = Extent.PARTIAL
    for name in ("open", "closed", "rehearsal"):
        said = {"text": words("Arreglar la vía antes de julio."), "author_id": author, "at": now(), "second": 70}
        promise = keep(LivePromise(hearing_id=world.hearing[name], department_id=world.department["own"], **said))
        world.live_promise[name] = promise.id
        for position, state in enumerate((TurnState.SPEAKING, TurnState.WAITING), 1):
            who = {"speaker": words("Lucero Del Campo"), "territory": words("El Prado"), "state": state}
            began = {"began_at": now()} if state is TurnState.SPEAKING else {}
            turn = keep(MicrophoneTurn(hearing_id=world.hearing[name], position=position, **who, **began))
            world.turn[f"{name}_{state}"] = turn.id
    of_open = db.session.get_one(Hearing, world.hearing["open"])
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.event_id == of_open.event_id)).one()
    keep(AgendaRun(hearing_id=of_open.id, agenda_item_id=item.id, began_at=now()))


def supported(world: World) -> None:
    """Supports that wait for a decision, one decision of each hearing, and how a question of the closed one stood."""
    words, author, at = world.words, world.user[Role.MODERATOR], now() - timedelta(minutes=1)
    closed = db.session.get_one(Hearing, world.hearing["closed"])
    asked = make.public_question(db.session.get_one(Event, closed.event_id), body=words("¿Quién cuida el parque?"))
    world.staged["closed"] = make.staged(closed, question=asked, stage=Stage.ANSWERED, second=95).id
    keep(LiveTrace(staged_id=world.staged["closed"], at=at, readers=40, supports=12, place=1))
    for staged_id in (world.staged[Stage.NO_TURN], world.staged["closed"]):
        reason = words("Vimos el salón del colegio.")
        keep(SupportDecision(staged_id=staged_id, is_accepted=True, number=3, reason=reason, at=at, author_id=author))
    row = {"staged_id": world.staged[Stage.NO_TURN], "hearing_id": world.hearing["open"], "device_since": at, "at": at}
    keep(Support(device="aparato", network="red", browser="navegador", state=SupportState.HELD, **row))
