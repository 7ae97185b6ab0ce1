"""Oversight bodies of the seeded world: one that may look, with what it found, and one of internal control."""

from sqlalchemy import select

from participa.accounts.models import Role, User
from participa.commitments.models import (
    Agreement,
    Commitment,
    CommitmentEvidence,
    Completion,
    OversightBody,
    OversightCheck,
)
from participa.extensions import db
from participa.shared import files
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests.factories import commitments as rows
from tests.factories.events import a_file
from tests.factories.keep import keep
from tests.factories.oversight import oversight_body
from tests.world.model import World

LONGEST_NAME = 200


def plant(world: World) -> None:
    """Its scope: a public commitment and one that nobody has published; never that of the other office."""
    wanted = [world.commitment[name] for name in ("own", "registered")]
    chosen = list(db.session.scalars(select(Commitment).where(Commitment.code.in_(wanted)).order_by(Commitment.id)))
    name = world.words("Red de Veedores de Vías")[-LONGEST_NAME:]
    body, code = oversight_body(chosen, db.session.get_one(User, world.user[Role.APPROVER]), name=name)
    control = db.session.get_one(User, world.user[Role.CONTROL])
    of_control = oversight_body(chosen, control, name=world.words("Comité de Control Social")[-LONGEST_NAME:])[0]
    own = next(one for one in chosen if one.code == world.commitment["own"])
    world.oversight = {"code": code, "body": body.id, "of_control": of_control.id, "held": found(world, own, body)}


def found(world: World, of: Commitment, body: OversightBody) -> int:
    """What the body wrote, with evidence that waits for a person; the number of that evidence."""
    said = {"agreement": Agreement.DISAGREES, "note": world.words("No vimos la obra.")}
    written = rows.check(of, Completion.NOT_BEGUN, body_name=body.name, at=now(), **said)
    keep(OversightCheck(check_id=written.id, body_id=body.id))
    with unit_of_work():
        kept = CommitmentEvidence(
            check_id=written.id,
            file_id=files.keep(a_file()).id,
            description=world.words("Carta de la vecina")[-300:],
            is_internal=True,
        )
        db.session.add(kept)
    return kept.id
