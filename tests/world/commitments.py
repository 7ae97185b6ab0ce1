"""Commitments of the seeded world: of the own and of another office, registered, fulfilled, and an action."""

from datetime import timedelta

from sqlalchemy import select

from participa.accounts.models import Role
from participa.commitments.models import (
    Agreement,
    Commitment,
    CommitmentEntry,
    CommitmentEvidence,
    CommitmentKind,
    CommitmentOffice,
    CommitmentPartner,
    CommitmentQuestion,
    CommitmentState,
    Completion,
    EntryKind,
    Origin,
)
from participa.commitments.services.finding import keep_findable
from participa.events.models import Event
from participa.extensions import db
from participa.shared import files
from participa.shared.clock import now, today
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories import commitments as rows
from tests.factories.events import a_file
from tests.factories.keep import keep
from tests.world.model import World


def plant(world: World) -> None:
    """One with a whole history (own), one of another office, one registered, one fulfilled, one action."""
    states = {
        "own": CommitmentState.UNDER_WAY,
        "other": CommitmentState.PUBLISHED,
        "registered": CommitmentState.REGISTERED,
        "unread": CommitmentState.REGISTERED,
        "unread_other": CommitmentState.REGISTERED,
        "fulfilled": CommitmentState.FULFILLED,
        "action": CommitmentState.PUBLISHED,
        "half": CommitmentState.UNDER_WAY,
    }
    for name, state in states.items():
        world.commitment[name] = one(world, name, state).code
    story(world, db.session.query(Commitment).filter_by(code=world.commitment["own"]).one())


def one(world: World, name: str, state: CommitmentState) -> Commitment:
    words, is_action = world.words, name == "action"
    event = db.session.scalars(select(Event).where(Event.slug == world.event["closed"])).one()
    said = {"text": words("Pavimentar la vía"), "scope": words("Solo la principal"), "how_known": words("Hay acta.")}
    row = make.commitment(
        state,
        kind=CommitmentKind.ACTION if is_action else CommitmentKind.PROMISE,
        origin=Origin.FINDING if is_action else Origin.HEARING,
        lead_id=world.department["other" if name.endswith("other") else "own"],
        created_by_id=world.user[Role.MODERATOR],
        place_id=world.known_place,
        topic_id=None,
        event_id=event.id,
        activity_id=world.activity["own"]["id"],
        plan_goal=words("Vías rurales")[-300:],
        percent=100 if state is CommitmentState.FULFILLED else 40 if name == "half" else 0,
        **said,
    )
    for text in ("Contratar el estudio", "Hacer la obra"):
        rows.step(row, text=words(text)[-300:])
    with unit_of_work():
        keep_findable(db.session.get_one(Commitment, row.id))
    return row


def story(world: World, of: Commitment) -> None:
    """Every kind of thing that its page tells: who shares it, a question, a file, a link, a new date, a check."""
    words, day = world.words, today()
    keep(CommitmentOffice(commitment_id=of.id, department_id=world.department["other"]))
    keep(CommitmentPartner(commitment_id=of.id, name=words("Gobernación")[-200:]))
    keep(CommitmentQuestion(commitment_id=of.id, question_id=world.question_id["published"]))
    row = {"commitment_id": of.id, "from_state": of.state, "state": of.state, "from_percent": 0, "percent": 0}
    by = {"author_id": world.user[Role.LIAISON], "at": now()}
    told = CommitmentEntry(kind=EntryKind.PROGRESS, text=words("El estudio está listo."), **row, **by)
    with unit_of_work():
        for name in ("public", "internal"):
            stored, shows = files.keep(a_file()), words("El estudio de suelos")[-300:]
            told.evidence.append(
                CommitmentEvidence(file_id=stored.id, description=shows, is_internal=name == "internal")
            )
            world.commitment_file[name] = stored.name
        link = {"url": "https://ejemplo.example/estudio", "description": words("Estudio")[-300:]}
        told.evidence.append(CommitmentEvidence(**link))
        db.session.add(told)
    dates = {"old_due_on": of.due_on, "new_due_on": day + timedelta(days=120)}
    keep(CommitmentEntry(kind=EntryKind.RESCHEDULED, text=words("Llovió mucho."), **dates, **row, **by))
    looked = {"agreement": Agreement.PARTLY, "note": words("Falta la obra."), "author_id": world.user[Role.CONTROL]}
    rows.check(of, Completion.LIMITED, **looked)
