"""What citizens do with the commitments of the seeded world: one follows, one asked to, one observed with proof."""

from sqlalchemy import select

from participa.commitments.models import (
    Commitment,
    CommitmentFollower,
    CommitmentObservation,
    ObservationEvidence,
    PieceState,
)
from participa.commitments.services import following
from participa.extensions import db
from participa.questions.models import Kind
from participa.shared import files
from participa.shared.clock import now
from participa.shared.subscribing import Codes, codes_of
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.events import a_file
from tests.world.model import World

KEY = "c" * 32


def plant(world: World) -> None:
    of = db.session.scalars(select(Commitment).where(Commitment.code == world.commitment["own"])).one()
    for name in ("follows", "asked"):
        world.citizens[name] = _follower(of.code, name)
    own = world.department["own"]
    question = make.public_question(body=world.words("La vía sigue igual."), kind=Kind.OBSERVATION, department_id=own)
    world.citizens["radicado"] = question.radicado
    with unit_of_work():
        db.session.add(CommitmentObservation(question_id=question.id, commitment_id=of.id))
        db.session.flush()
        for state in (PieceState.ACCEPTED, PieceState.WAITING):
            stored, shows = files.keep(a_file()), world.words("La vía en agosto")[-300:]
            reason = world.words("Se ve la vía.")[-300:] if state is PieceState.ACCEPTED else ""
            piece = ObservationEvidence(question_id=question.id, file_id=stored.id, description=shows)
            piece.state, piece.reason = state, reason
            db.session.add(piece)
            db.session.flush()
            world.citizens[state.value], world.citizens[f"{state.value}_number"] = stored.name, piece.id
        link = {"url": "https://ejemplo.example/via", "description": world.words("Noticia")[-300:]}
        db.session.add(ObservationEvidence(question_id=question.id, state=PieceState.ACCEPTED, reason="Sirve.", **link))


def _follower(code: str, name: str) -> Codes:
    """Somebody who follows, or who has not confirmed; the codes of that person."""
    with unit_of_work():
        of = db.session.scalars(select(Commitment).where(Commitment.code == code)).one()
        following.follow(of, f"{name}@ejemplo.example")
        db.session.flush()
        row = db.session.scalars(select(CommitmentFollower).order_by(CommitmentFollower.id.desc()).limit(1)).one()
        if name == "follows":
            row.confirmed_at = now()
        return codes_of(row.seed, KEY)
